"""What can be done with draws and reviews, each authorised, decided and recorded."""
