"""Figures that somebody should look at again: far from their peers, jumping, contradicting, too round."""

from guben.insight.doubts.looking import KINDS, Doubt, DoubtKind, doubts_of, kind_title
from guben.insight.doubts.thresholds import Thresholds

__all__ = ["KINDS", "Doubt", "DoubtKind", "Thresholds", "doubts_of", "kind_title"]
