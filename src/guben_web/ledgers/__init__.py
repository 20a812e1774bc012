"""What organizations report, and their ledgers of what happened."""
