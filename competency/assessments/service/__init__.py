"""The doors of the assessments room: one module for each stage of an appraisal."""
