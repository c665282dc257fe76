"""A built graph as one folder that any static host can serve."""
