"""Typed expressions: exact arithmetic over what a snapshot holds, with names looked up and sugar taken away.

Meaning, which every executor must keep:
- A number is exact (a fraction) until a Rounded node; comparisons compare exact numbers.
- A value may be missing or not applicable. Not applicable wins over missing; both pass through arithmetic.
- AllOf is false if any operand is false, AnyOf true if any is true, whatever the others are.
- A Quotient by zero is not applicable, whatever is divided.
- Chosen is missing or not applicable if its condition is; the number that is not chosen does not matter.
- Provided is its operand where its condition holds, and otherwise missing or not applicable, as `without` says; a
  condition that is missing or not applicable passes that on.
- Ranked and Peers compare what the value is for all evaluated organizations that are alike in every column of
  `within`, rounded to `digits`; organizations without a value have no place and are no peers.
- PeerAverage is the mean of these rounded values over the organizations that have one; not applicable where none has.
- Counted, Totalled, Averaged, Differing and Outermost leave out the records whose condition is false, and those whose condition or value is
  not applicable. If the condition or the value of any other record is missing, so is the result. The average of no
  records is not applicable.
- An organization without any record in a register (every record set but `children`) has not handed it in: whatever is
  counted, totalled or averaged over it is missing, not nothing. A ledger is handed in once it is closed for the period.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from typing import Literal, cast, get_args

from guben.model.formula import ComparisonSign
from guben.model.scheme import Measure, Parameter
from guben.model.scoring import Ties
from guben.model.values import Kind
from guben.resolve.records import RecordField, RecordSet
from guben.typesystem.types import ChoiceType, ConditionType, DayType, NumberType, RoundingMode, Type

CONDITION = ConditionType()
DAY = DayType()


class Gap(StrEnum):
    """Why there is no value."""

    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Constant:
    """A number written in the scheme."""

    value: Fraction
    type: NumberType


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """The value of a parameter."""

    parameter: Parameter
    type: NumberType


@dataclass(frozen=True, slots=True)
class MeasureValue:
    """The value of a measure of the evaluated organization."""

    measure: Measure
    type: Type


@dataclass(frozen=True, slots=True)
class OwnField:
    """What the evaluated organization is: its `field` or `type`; there is always a value."""

    name: str
    type: ChoiceType


@dataclass(frozen=True, slots=True)
class Day:
    """A day written in the scheme, yyyymmdd."""

    value: int
    type: DayType = DAY


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day in the year of the cut-off date, mmdd; every year has it."""

    value: int
    type: DayType = DAY

    def on(self, cut_off: int) -> int:
        """Return the day, yyyymmdd, for a cut-off date yyyymmdd."""
        return cut_off // 10_000 * 10_000 + self.value


@dataclass(frozen=True, slots=True)
class CutOff:
    """The day of evaluation."""

    type: DayType = DAY


@dataclass(frozen=True, slots=True)
class DaysBetween:
    """How many days after `start` the day `end` is; below 0 if it is before."""

    start: "Expression"
    end: "Expression"
    type: NumberType


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A field of the record at hand."""

    field: RecordField
    type: Type


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a set that belong to the organization, and for which the condition, if any, holds."""

    set: RecordSet
    condition: "Condition | None"


@dataclass(frozen=True, slots=True)
class Looked:
    """A field of the one record of a set for which the condition holds; missing without one, the least of several."""

    records: Records
    value: FieldValue
    type: Type


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records there are."""

    records: Records
    type: NumberType


@dataclass(frozen=True, slots=True)
class Totalled:
    """The sum of a value over records; nothing gives 0."""

    records: Records
    value: "Expression"
    type: NumberType


@dataclass(frozen=True, slots=True)
class Averaged:
    """The sum of a value over records divided by how many have one."""

    records: Records
    value: "Expression"
    type: NumberType


@dataclass(frozen=True, slots=True)
class Differing:
    """How many different values a field has over records."""

    records: Records
    value: FieldValue
    type: NumberType


@dataclass(frozen=True, slots=True)
class Outermost:
    """The least or greatest value of a field over records; not applicable of none."""

    records: Records
    value: FieldValue
    is_least: bool
    type: Type


@dataclass(frozen=True, slots=True)
class TieBreak:
    """What equals are put in order by, rounded to `digits`; who has no value comes last of them."""

    value: "Expression"
    digits: int
    is_descending: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """The place of the organization among its peers by a value, and by `then` among equals, counted from 1."""

    value: "Expression"
    digits: int
    is_descending: bool
    within: tuple[str, ...]
    ties: Ties
    type: NumberType
    then: TieBreak | None = None


@dataclass(frozen=True, slots=True)
class Peers:
    """How many organizations of the group have a place by a value, the organization itself included."""

    value: "Expression"
    within: tuple[str, ...]
    type: NumberType


@dataclass(frozen=True, slots=True)
class PeerAverage:
    """The mean of a value over the organizations of the group that have one, the organization itself included."""

    value: "Expression"
    digits: int
    within: tuple[str, ...]
    type: NumberType


@dataclass(frozen=True, slots=True)
class PartPoints:
    """The points of a part, or of the whole where `path` is empty."""

    path: str
    type: NumberType


@dataclass(frozen=True, slots=True)
class WonParts:
    """How many parts are won."""

    type: NumberType


@dataclass(frozen=True, slots=True)
class Calculated:
    """Two numbers added, subtracted or multiplied."""

    sign: Literal["+", "-", "*"]
    left: "Expression"
    right: "Expression"
    type: NumberType


@dataclass(frozen=True, slots=True)
class Quotient:
    """A number divided by another."""

    left: "Expression"
    right: "Expression"
    type: NumberType
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Negated:
    """A number with its sign turned."""

    operand: "Expression"
    type: NumberType


@dataclass(frozen=True, slots=True)
class Absolute:
    """A number without its sign."""

    operand: "Expression"
    type: NumberType


@dataclass(frozen=True, slots=True)
class Rounded:
    """A number rounded to decimal digits."""

    operand: "Expression"
    digits: int
    type: NumberType
    mode: RoundingMode = RoundingMode.HALF_AWAY


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or the greatest of several numbers."""

    is_least: bool
    operands: tuple["Expression", ...]
    type: NumberType


@dataclass(frozen=True, slots=True)
class Shortfall:
    """By how much `actual` falls short of `required`; never below 0."""

    required: "Expression"
    actual: "Expression"
    type: NumberType


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of two numbers, as a condition says."""

    condition: "Condition"
    then: "Expression"
    otherwise: "Expression"
    type: NumberType


@dataclass(frozen=True, slots=True)
class Provided:
    """A number that there is only where a condition holds."""

    condition: "Condition"
    operand: "Expression"
    without: Gap
    type: NumberType


@dataclass(frozen=True, slots=True)
class Compared:
    """Two numbers or days compared, unrounded."""

    sign: ComparisonSign
    left: "Expression"
    right: "Expression"
    type: ConditionType = CONDITION


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether a choice is one of some values; `sign` and `word` are how it was written."""

    operand: "Expression"
    codes: tuple[str, ...]
    sign: ComparisonSign
    word: str
    type: ConditionType = CONDITION


@dataclass(frozen=True, slots=True)
class AllOf:
    """Whether all conditions hold."""

    operands: tuple["Condition", ...]
    type: ConditionType = CONDITION


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Whether any condition holds."""

    operands: tuple["Condition", ...]
    type: ConditionType = CONDITION


@dataclass(frozen=True, slots=True)
class Inverted:
    """Whether a condition does not hold."""

    operand: "Condition"
    type: ConditionType = CONDITION


@dataclass(frozen=True, slots=True)
class Known:
    """Whether there is a value; always true or false."""

    operand: "Expression"
    type: ConditionType = CONDITION


Expression = (
    Constant
    | ParameterValue
    | MeasureValue
    | OwnField
    | Day
    | DayOfYear
    | CutOff
    | DaysBetween
    | FieldValue
    | Looked
    | Counted
    | Totalled
    | Averaged
    | Differing
    | Outermost
    | Ranked
    | Peers
    | PeerAverage
    | PartPoints
    | WonParts
    | Calculated
    | Quotient
    | Negated
    | Absolute
    | Rounded
    | Extreme
    | Shortfall
    | Chosen
    | Provided
    | Compared
    | OneOf
    | AllOf
    | AnyOf
    | Inverted
    | Known
)
# An expression whose type is ConditionType; the type checker of formulas sees to it.
Condition = Expression
# What is asked about organizations beside each other.
AmongPeers = Ranked | Peers | PeerAverage
Aggregate = Looked | Counted | Totalled | Averaged | Differing | Outermost


# By their type, because asking a union of thirty about every node takes longer than all else that is done with it.
_FIELDS = {kind: tuple(each.name for each in fields(kind)) for kind in get_args(Expression)}


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield an expression and all below it, those inside record conditions too."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed([each for name in _FIELDS[type(node)] for each in _held(getattr(node, name))])


def _held(value: object) -> list[Expression]:
    """Return the expressions that a field of another holds, in order."""
    if type(value) in _FIELDS:
        return [cast("Expression", value)]
    if isinstance(value, Records):
        return [] if value.condition is None else [value.condition]
    if isinstance(value, TieBreak):
        return [value.value]
    if isinstance(value, tuple):
        return [each for held in value for each in _held(held)]
    return []


def number_type(expression: Expression) -> NumberType:
    """Return the type of an expression that is known to be a number."""
    assert isinstance(expression.type, NumberType)
    return expression.type


def constant(value: Fraction | int, kind: Kind = Kind.NUMBER) -> Constant:
    """Return a constant of a kind."""
    exact = Fraction(value)
    return Constant(exact, NumberType(kind, exact, exact))
