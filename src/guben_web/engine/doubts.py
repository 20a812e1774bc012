"""Figures that somebody should look at again."""

from guben.insight.doubts import KINDS, Doubt, DoubtKind, doubts_of, kind_title

__all__ = ["KINDS", "Doubt", "DoubtKind", "doubts_of", "kind_title"]
