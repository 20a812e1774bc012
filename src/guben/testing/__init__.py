"""The cases of a scheme, run on both executors."""

from guben.testing.cases import CaseOutcome, run_cases

__all__ = ["CaseOutcome", "run_cases"]
