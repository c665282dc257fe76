"""Incremental builds: what the former build read is used again, and only what differs is written."""
