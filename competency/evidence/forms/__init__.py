"""Forms of the log."""
