"""What is typed into the pages of a self-study."""
