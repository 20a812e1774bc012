"""What a pack and a scheme can say: frozen dataclasses, no behaviour beyond looking things up."""
