"""How the trail is chained; pure."""
