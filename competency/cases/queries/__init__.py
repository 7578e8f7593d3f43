"""What is known of cases; wide reads are Core rows, not objects."""
