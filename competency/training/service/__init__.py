"""What people do with training, one module a stage."""
