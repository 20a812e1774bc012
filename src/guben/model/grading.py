"""How points become a grade, as it was written: grades, what limits them, quotas, and lists of the first or last."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from guben.diagnostics import SourceSpan, Text
from guben.model.formula import Expression, Ordering


@dataclass(frozen=True, slots=True)
class Veto:
    """If the condition holds, the grade is at best `grade`; as a floor, at least `grade`."""

    condition: Expression
    grade: str
    title: Text | None
    span: SourceSpan
    grade_span: SourceSpan


class QuotaKind(StrEnum):
    """What a quota does to organizations beyond it or short of it."""

    AT_MOST = "at_most"
    ABOUT = "about"
    AT_LEAST = "at_least"


class QuotaBase(StrEnum):
    """Whom a share is taken of: all with a grade, or those of them without a veto."""

    ALL = "all"
    ELIGIBLE = "eligible"


class Rounding(StrEnum):
    """How a share of a number of organizations becomes a whole number."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of organizations, or a share of them; never fewer than `at_least`."""

    number: int | None
    share: Fraction | None
    rounding: Rounding
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Quota:
    """How many organizations may, or must, have one of `grades` among those alike in every one of `within`.

    `fills` says that the quota wins over the conditions of the grades where too few meet them; `ties_are_in`
    that all equals at the border are in, else none of them. Who has the same total is put in order by `then`.
    """

    grades: tuple[str, ...]
    kind: QuotaKind
    quantity: Quantity
    base: QuotaBase
    within: tuple[str, ...]
    ties_are_in: bool
    fills: bool
    title: Text | None
    span: SourceSpan
    grades_span: SourceSpan
    then: Ordering | None = None

    @property
    def displaces(self) -> bool:
        """True if organizations beyond the quota fall."""
        return self.kind is not QuotaKind.AT_LEAST


@dataclass(frozen=True, slots=True)
class Tail:
    """A list of the organizations at one end: the first `sure` places by `order`, and everybody for whom `also` holds.

    Up to `most` places are on it where `condition` holds too. Equals by `order` are put in order by `then`.
    """

    name: str
    title: Text
    order: Expression
    is_descending: bool
    within: tuple[str, ...]
    ties_are_in: bool
    sure: Quantity
    most: Quantity
    condition: Expression | None
    also: Expression | None
    span: SourceSpan
    then: Ordering | None = None


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade, best first; the last has no condition."""

    name: str
    title: Text
    condition: Expression | None
    span: SourceSpan
