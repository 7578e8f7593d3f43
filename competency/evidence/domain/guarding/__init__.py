"""What the anonymity guard can recognise: one module a kind of trace."""
