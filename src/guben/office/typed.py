"""One value as somebody types it into a form, read as a cell of a column would be."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guben.diagnostics import FilePlace, Finding
from guben.model.scheme import Measure
from guben.model.values import Kind
from guben.office.cells import is_missing, is_not_applicable
from guben.office.headings import unit_in_brackets
from guben.office.reported import NOT_APPLICABLE, PERCENT, Reported, reader_of
from guben.office.units import unit_factor


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: a value, or None for nothing; and what is wrong or doubtful about it."""

    value: Reported | None = None
    finding: Finding | None = None


def read_typed(measure: Measure, words: str, as_of: date) -> Typed:
    """Return the value that words say. Percents are as written: 85 is 85 %. Days after `as_of` are refused."""
    if is_missing(words):
        return Typed()
    if is_not_applicable(words):
        return Typed(NOT_APPLICABLE)
    kind = measure.type.kind
    unit = unit_in_brackets(measure.title.zh)
    factor = unit_factor(kind, unit) if unit and kind is not Kind.NUMBER else None
    usual = PERCENT if kind is Kind.PERCENT else Fraction(1)
    reading = reader_of(measure.type, factor or usual, as_of)(words)
    if reading.doubt is None:
        return Typed(reading.value)
    finding = reading.doubt.code.at(FilePlace(measure.title.zh), **reading.doubt.facts)
    return Typed(reading.value, finding)
