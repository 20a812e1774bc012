"""Moving up: from a grade given before, by a target and a plan, to a second grade; and what moved over the years."""
