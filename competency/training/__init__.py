"""Mandatory training, registrations, checks and indemnity: who needs what, and who is in time."""
