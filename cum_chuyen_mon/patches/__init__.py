"""What sites that exist already need once, beyond the shape of their tables."""
