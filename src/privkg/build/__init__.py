"""6 · From files to a stored graph: find, read, lift, check, write."""
