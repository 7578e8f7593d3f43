"""Reading courses and rules, histories, and lists of records."""
