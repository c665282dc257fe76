"""1 · What all other packages build on: errors, the records of a page, names, text, files. No RDF."""
