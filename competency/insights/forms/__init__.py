"""What people send from the pages of the observatory."""
