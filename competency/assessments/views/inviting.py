"""Inviting."""
