"""What the pages of the observatory put together from all rooms."""
