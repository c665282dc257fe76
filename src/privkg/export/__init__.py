"""6 · A graph, or one resource of it, in the formats that other programs read."""
