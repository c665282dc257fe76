"""Whether a graph keeps to shapes: screened on the store, reported by pySHACL."""
