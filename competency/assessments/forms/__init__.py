"""What people type about appraisals."""
