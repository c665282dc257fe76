"""1 · Foundations of all other packages: errors, page records, names, text, files. No RDF."""
