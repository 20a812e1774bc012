"""Frozen snapshots of everything that is kept: organizations, people, workplaces, ledgers, values, tallies."""
