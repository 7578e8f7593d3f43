"""What is typed into the pages of case reviews."""
