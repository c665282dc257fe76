"""1 · What all other packages use: errors, the records of a page, names, text, files. No RDF."""
