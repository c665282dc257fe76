"""JSON-LD: the context, the frame and the nodes of a graph."""
