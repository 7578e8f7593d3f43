"""Who works in the demonstration, and what they say; pure, and the same for the same seed."""
