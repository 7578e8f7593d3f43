"""Forms of the clock engine."""
