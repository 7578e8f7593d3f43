"""Which days count: the bank holidays of a nation, and the days the organisation is closed."""
