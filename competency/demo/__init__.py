"""A demonstration organisation, made from a seed: people, lines, and appraisals in every state."""
