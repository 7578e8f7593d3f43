"""What people are told: notices, the digest by mail, and the calendar of what is due."""
