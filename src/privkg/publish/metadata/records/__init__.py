"""Records for catalogues, one module per kind; the folder is the list of what is written.

A record has `TITLE`, `write(described)`, which gives its files by their paths, and
`missing(described)`, which says what the catalogue would miss.
"""
