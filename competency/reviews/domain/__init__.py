"""The rules of case reviews, without a database."""
