"""The graph on disk, and the only door to pyoxigraph."""
