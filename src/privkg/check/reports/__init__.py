"""Findings as text for people and for other tools: one module per format, one function `render` each."""
