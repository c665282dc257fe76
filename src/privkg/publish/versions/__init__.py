"""What was published: its seal, and what changed from one version to another."""
