"""Doing what a form asks, as every room does it."""

from competency.infra.carrying_out import allowed, carried_out

__all__ = ["allowed", "carried_out"]
