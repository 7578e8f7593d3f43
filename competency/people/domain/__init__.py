"""Rules about people; pure."""
