"""The doors of the people room: who may what, sign-in, and the directory."""
