"""A formula as it was written: a tree of frozen nodes, each with its place in the file."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from guben.diagnostics import SourceSpan

ArithmeticSign = Literal["+", "-", "*", "/"]
ComparisonSign = Literal["=", "<>", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal number; `85%` is 0.85 with `is_percent`."""

    value: Fraction
    is_percent: bool
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Name:
    """A name that stands for a parameter, a measure, a field, a record set, a choice or a part."""

    name: str
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field of what stands before the dot: `team.age`."""

    of: "Expression"
    name: str
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Call:
    """A function over its arguments: `SHARE(a, b)`, `post(secretary)`."""

    function: str
    arguments: tuple["Expression", ...]
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Where:
    """The records of a set for which a condition holds."""

    records: "Expression"
    condition: "Expression"
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Negative:
    """A number with its sign turned."""

    operand: "Expression"
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers added, subtracted, multiplied or divided."""

    sign: ArithmeticSign
    left: "Expression"
    right: "Expression"
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Comparison:
    """A chain such as `36 <= x <= 44`: one more operand than signs."""

    operands: tuple["Expression", ...]
    signs: tuple[ComparisonSign, ...]
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Logic:
    """Conditions joined by AND or by OR."""

    word: Literal["AND", "OR"]
    operands: tuple["Expression", ...]
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Not:
    """A condition turned round."""

    operand: "Expression"
    span: SourceSpan


Expression = Number | Name | Attribute | Call | Where | Negative | Arithmetic | Comparison | Logic | Not


@dataclass(frozen=True, slots=True)
class Ordering:
    """An order by what a formula gives: `satisfaction descending`."""

    formula: Expression
    is_descending: bool
