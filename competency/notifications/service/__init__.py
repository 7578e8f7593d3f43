"""Telling people: notices, digests, sending, choices, the calendar."""
