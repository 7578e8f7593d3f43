"""What the standards mean, for one case, and what many results say together."""
