"""Posts: who holds them and held them, terms and elections."""
