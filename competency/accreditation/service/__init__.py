"""What can be done with a self-study, each authorised, decided and recorded."""
