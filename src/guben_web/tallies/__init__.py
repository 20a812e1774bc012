"""Ballots on paper: what is counted of which organization, typed in by two tellers apart, and what stands."""
