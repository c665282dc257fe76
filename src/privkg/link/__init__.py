"""6 · Links from a graph's resources to other catalogues: proposed here, decided by a person."""
