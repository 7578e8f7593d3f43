"""What a standard is and when its data is whole; pure."""
