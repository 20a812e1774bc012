"""What people type to search."""

# Longer than any name; SQLite refuses patterns of very many letters.
_MOST_LETTERS = 64


def search_words(typed: str) -> str:
    """Return what was typed as every database can search for it: at most 64 letters, none of them NUL."""
    return typed[:_MOST_LETTERS].replace("\0", "").strip()
