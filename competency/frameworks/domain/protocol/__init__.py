"""The parts of a case management protocol, and how they are read from its files."""
