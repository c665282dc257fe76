"""5 · Readers of pages, one module or package per format.

Each has `SUFFIXES`, the endings of the files it takes from a folder, and `read(document)`, which
returns an `Incident` or raises `PageError` if the text is no page of its format.
"""
