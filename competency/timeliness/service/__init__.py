"""What other rooms ask of the clocks."""
