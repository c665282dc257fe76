"""7 · A graph given to the world: a site, its metadata, its versions, a SPARQL server."""
