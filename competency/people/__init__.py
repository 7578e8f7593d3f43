"""Persons, teams, regions, roles with scope, dated supervision lines, sign-in."""
