"""Rules and values in words, in Chinese and English, made from the same typed formulas that are computed."""

from guben.phrasing.expressions import say_applies, say_condition, say_expression
from guben.phrasing.peers import say_quota, say_tail
from guben.phrasing.scorings import say_scoring
from guben.phrasing.values import say_number, say_value

__all__ = [
    "say_applies",
    "say_condition",
    "say_expression",
    "say_number",
    "say_quota",
    "say_scoring",
    "say_tail",
    "say_value",
]
