"""The life of an evaluation: from trial run through marks, decision and publicity to the sealed result."""
