"""What people did and learned: their log, its evidence beside the strands, and the portfolio."""
