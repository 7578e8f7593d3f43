"""Reading entries: wide reads are Core rows, not objects."""
