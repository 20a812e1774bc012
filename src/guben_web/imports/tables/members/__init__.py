"""Members, where they belong, and the Party posts that their sheet speaks of."""
