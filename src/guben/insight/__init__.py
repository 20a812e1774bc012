"""Answers about results: why a grade is what it is."""

from guben.insight.explaining import explain
from guben.insight.trees import Branch, Figure, print_tree

__all__ = ["Branch", "Figure", "explain", "print_tree"]
