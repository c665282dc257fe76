"""6 · Proposes links from a graph's resources to other catalogues, for a person to decide on."""
