"""Members, the posts they hold, and how both came to be what they are."""
