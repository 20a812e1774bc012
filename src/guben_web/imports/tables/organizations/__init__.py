"""Organizations, with the workplace that hosts each and its figures of the period."""
