"""The bridge: the crosswalk, signals, supervision sessions, agreed actions and their effect."""
