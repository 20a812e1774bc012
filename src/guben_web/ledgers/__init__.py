"""What organizations report, and the frozen snapshots of all of it."""
