"""Types, bounds and units of formulas: a formula's tree with its names looked up and every node typed."""
