"""2 · Terms, IRIs, prefixes and SPARQL text. No RDF library."""
