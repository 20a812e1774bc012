"""How measures and results lie in columns: names, scales and bounds of what the statements write."""

from dataclasses import dataclass

from guben.lowering import nodes
from guben.lowering.expressions import Lowered, LoweredWord
from guben.lowering.integers import Integer
from guben.lowering.layers import Layers
from guben.lowering.logic import LoweredCondition
from guben.lowering.naming import divisor_column, not_applicable_column
from guben.lowering.numbers import LoweredNumber


@dataclass(frozen=True, slots=True)
class StoredMeasure:
    """A measure in a table: an integer of a scale, perhaps over a denominator, or a truth value, or words.

    Column `name` holds the value, `over:name` the denominator, `na:name` whether it is not applicable.
    """

    name: str
    is_number: bool
    is_condition: bool
    scale: int
    bounds: tuple[int, int] | None
    denominator_bounds: tuple[int, int] | None
    can_be_na: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        over = (divisor_column(self.name),) if self.denominator_bounds else ()
        na = (not_applicable_column(self.name),) if self.can_be_na else ()
        return (self.name, *over, *na)

    def in_table(self, table: str) -> Lowered:
        """Return the measure as it is read from a table that holds it."""
        value = nodes.column(self.name, table)
        na = nodes.column(not_applicable_column(self.name), table) if self.can_be_na else None
        if self.is_condition:
            return LoweredCondition(value, na)
        if not self.is_number:
            return LoweredWord(value, na)
        assert self.bounds is not None
        denominator = None
        if self.denominator_bounds:
            over = nodes.column(divisor_column(self.name), table)
            denominator = Integer(over, *self.denominator_bounds)
        return LoweredNumber(Integer(value, *self.bounds), self.scale, denominator, na)


def store(layers: Layers, name: str, lowered: Lowered) -> StoredMeasure:
    """Define the columns of a measure, and return how it is stored."""
    bounds = denominator_bounds = None
    scale = 0
    if isinstance(lowered, LoweredNumber):
        numerator, scale = lowered.numerator, lowered.scale
        bounds = (numerator.low, numerator.high)
        layers.define(name, numerator.sql)
        if lowered.denominator is not None:
            denominator_bounds = (lowered.denominator.low, lowered.denominator.high)
            layers.define(divisor_column(name), lowered.denominator.sql)
    else:
        layers.define(name, lowered.sql)
    if lowered.na is not None:
        layers.define(not_applicable_column(name), lowered.na)
    return StoredMeasure(
        name,
        isinstance(lowered, LoweredNumber),
        isinstance(lowered, LoweredCondition),
        scale,
        bounds,
        denominator_bounds,
        lowered.na is not None,
    )
