"""Working days, decided from facts that are handed in."""
