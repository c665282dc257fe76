"""7 · Publishing a graph: a static site, catalogue metadata, versions, upload to a SPARQL server."""
