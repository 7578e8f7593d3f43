"""The rules of mandatory training, pure."""
