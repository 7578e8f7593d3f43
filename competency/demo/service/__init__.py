"""Writing the demonstration into an empty database."""
