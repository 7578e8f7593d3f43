"""What the observatory reads of the rooms."""
