"""What programs of others read here, and the tokens that let them."""
