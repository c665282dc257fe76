"""5 · Finds incidents by words and facets, in an index that each build writes with its graph."""
