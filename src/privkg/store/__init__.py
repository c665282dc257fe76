"""3 · Where graphs live: the embedded store and its folder, and SPARQL endpoints."""
