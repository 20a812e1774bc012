"""A program into SQL, with SQLGlot: integers with a scale where the program has exact numbers.

A number is an integer numerator, a scale and, where it is a quotient, an integer denominator; nothing is divided
before a Rounded node, so that comparisons are cross-multiplications. The declared bounds decide whether 64 bits are
enough. NULL stands for missing as well as for not applicable; a second expression tells the latter where it can occur.
"""

from guben.lowering.changed import Changed, Held, NotHeld, lower_changed
from guben.lowering.columns import StoredMeasure
from guben.lowering.few import Few, lower_few
from guben.lowering.guards import bad_days, bad_entries, bad_reported_values
from guben.lowering.naming import (
    NOT_APPLICABLE,
    divisor_column,
    missing_column,
    not_applicable_column,
    points_column,
    stated_column,
    tail_column,
    withheld_column,
    won_column,
)
from guben.lowering.published import Published, lower_published
from guben.lowering.statements import FormulaNotExact, Lowered, Statement, lower_program

__all__ = [
    "NOT_APPLICABLE",
    "Changed",
    "Few",
    "FormulaNotExact",
    "Held",
    "Lowered",
    "NotHeld",
    "Published",
    "Statement",
    "StoredMeasure",
    "bad_days",
    "bad_entries",
    "bad_reported_values",
    "divisor_column",
    "lower_changed",
    "lower_few",
    "lower_program",
    "lower_published",
    "missing_column",
    "not_applicable_column",
    "points_column",
    "stated_column",
    "tail_column",
    "withheld_column",
    "won_column",
]
