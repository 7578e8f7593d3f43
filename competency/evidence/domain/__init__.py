"""The rules of the log: entries, states, the anonymity guard, the year, import and portfolio."""
