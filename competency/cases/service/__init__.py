"""What can be done with a case, each authorised, decided and recorded."""
