"""6 · Exports a graph, or one resource of it, in formats that other programs read."""
