"""The seal over decided results."""

from guben.evaluation.sealing import DECISION, Sealed, seal_of, write_decision

__all__ = ["DECISION", "Sealed", "seal_of", "write_decision"]
