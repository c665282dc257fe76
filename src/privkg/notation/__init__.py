"""How graphs are written for others: in which order, by which names, in Turtle and JSON-LD."""
