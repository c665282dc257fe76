"""3 · Storage of graphs: the embedded store and its folder, and SPARQL endpoints."""
