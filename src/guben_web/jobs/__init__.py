"""Background runs: started once, seen while they go, taken up again after a crash."""
