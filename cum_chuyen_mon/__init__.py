"""Clusters and inter-school groups of Vietnamese schools, on Frappe."""

__version__ = "0.1.0"
