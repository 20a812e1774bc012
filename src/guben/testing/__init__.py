"""The cases of schemes and ledgers, run on both executors."""

from guben.testing.cases import CaseOutcome, run_cases
from guben.testing.ledgers import run_ledger_cases

__all__ = ["CaseOutcome", "run_cases", "run_ledger_cases"]
