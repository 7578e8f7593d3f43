"""What is asked in the forms of coaching and supervision."""
