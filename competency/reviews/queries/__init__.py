"""What is known of draws and reviews; wide reads are Core rows, not objects."""
