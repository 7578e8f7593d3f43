"""A case review instrument: its sections and items, and the rules of the review year, as data."""
