"""The rules of an appraisal; pure."""
