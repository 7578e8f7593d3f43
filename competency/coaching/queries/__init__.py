"""What is known of signals, supervision and actions; wide reads are Core rows, not objects."""
