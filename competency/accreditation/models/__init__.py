"""The tables of a self-study: ratings, evidence lists, frozen counts, comments."""
