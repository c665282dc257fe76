"""Links to other datasets: proposed, accepted and rejected mappings in SSSOM tables."""
