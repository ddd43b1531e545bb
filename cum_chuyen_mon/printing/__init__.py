"""Official papers from the site's documents: who issues them, what codes are called on their day, their numbers."""
