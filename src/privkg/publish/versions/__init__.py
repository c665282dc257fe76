"""Published versions: the manifest of a published folder, and differences between two graphs."""
