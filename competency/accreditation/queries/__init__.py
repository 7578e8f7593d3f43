"""What is known of self-studies; wide reads are Core rows, not objects."""
