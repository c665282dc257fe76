"""The version of privkg."""

__version__ = "0.1.0"
