"""Casebridge: the tool that case-management organisations run their professional practice on."""

__version__ = "0.1.0"
