"""The clock engine: from events and standards to due dates, results and rates."""
