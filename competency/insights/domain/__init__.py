"""What stands where on pages; pure."""
