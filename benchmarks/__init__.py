"""Speed, measured in one run and printed; figures compare only with others of the same run."""
