"""Exporters: a built graph as files for others, one module per format.

A format has `SUFFIX`, the end of its files' names, and `write(graph, target)`, which writes to an open
file, or into a folder where a format is several files. Formats of triples carry facts, records of known
things and links; formats of quads carry everything. Equal graphs give equal bytes.
"""
