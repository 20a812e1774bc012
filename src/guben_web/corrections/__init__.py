"""What a member sees of herself or himself, and asks to have corrected."""
