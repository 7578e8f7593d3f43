"""The doors of the evidence room: one module for each thing that people do with a log."""
