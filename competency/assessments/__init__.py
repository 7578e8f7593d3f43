"""Self-assessment, supervisor rating, reveal, agreement, sign-off, objectives."""
