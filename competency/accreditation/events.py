"""What can happen to a self-study; ids, codes and counts only, no content."""
