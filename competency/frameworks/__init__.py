"""The library of standards as versioned data: structure, scales, checks, diff and wording."""
