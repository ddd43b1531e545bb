"""The life of units between school years: founding decisions, what they change, and the subject groups of a unit."""
