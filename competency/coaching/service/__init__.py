"""What can be done in coaching and supervision, each authorised, decided and recorded."""
