"""privkg turns pages about privacy incidents into a knowledge graph that can be asked."""

__version__ = "0.1.0"
