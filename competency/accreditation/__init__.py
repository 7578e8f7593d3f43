"""The accreditation self-study: ratings, evidence lists, counts frozen as evidence, the pack."""
