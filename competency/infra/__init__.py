"""Plumbing: the only place that knows the corners of the libraries."""
