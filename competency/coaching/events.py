"""What can happen in coaching and supervision; ids, codes and counts only, no content."""
