"""Answers about results: why a grade is what it is."""

from guben.insight.explaining import explain
from guben.insight.trees import Branch, print_tree

__all__ = ["Branch", "explain", "print_tree"]
