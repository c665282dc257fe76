"""Accepted and rejected links, as SSSOM tables."""
