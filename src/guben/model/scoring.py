"""How a leaf turns values into points, as it was written."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from guben.diagnostics import SourceSpan, Text
from guben.model.formula import Expression, Ordering
from guben.model.values import Kind


@dataclass(frozen=True, slots=True)
class Pass:
    """All points if the condition holds, else none."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Linear:
    """No points at `start`, all points at `end`, in proportion between, never outside."""

    value: Expression
    start: Expression
    end: Expression


@dataclass(frozen=True, slots=True)
class Rater:
    """Who judges, by the code of a judge, and how much the judgement weighs; `measure` holds what the rater gave."""

    judge: str
    title: Text
    weight: Fraction
    measure: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A number between `low` and `high` that somebody gives, or the weighted mean of what several give."""

    low: Fraction
    high: Fraction
    raters: tuple[Rater, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """The points that somebody gives."""

    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Band:
    """Points that are given if the condition holds and no band before it did.

    With `within` they are `points` or more, up to `most`: in proportion, or as somebody judges.
    """

    points: Fraction
    condition: Expression | None
    span: SourceSpan
    most: Fraction
    within: Linear | Judgement | None = None


@dataclass(frozen=True, slots=True)
class Bands:
    """The first band that holds gives its points; none holding gives none."""

    bands: tuple[Band, ...]


class LineKind(StrEnum):
    """What a line does to the points."""

    PLUS = "plus"
    MINUS = "minus"
    ZERO = "zero"


class Partial(StrEnum):
    """What becomes of the last step beyond a line that is not a whole one."""

    IGNORE = "ignore"
    WHOLE = "whole"
    PROPORTIONAL = "proportional"


@dataclass(frozen=True, slots=True)
class Steps:
    """How many steps a value lies beyond a line; `unit` is the kind that the step was written with, if any."""

    value: Expression
    line: Expression
    is_over: bool
    step: Expression
    unit: Kind | None
    partial: Partial


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a scoring sheet: `points` added or taken away.

    That is once if `condition` holds, for `each` record or time, for each of `steps`, or as somebody judges from
    nothing to `points`, which may depend on a condition too. No more than `at_most` then. Of the lines with one
    `group` only the one with most points counts. A ZERO line has a condition only and takes all points.
    """

    kind: LineKind
    points: Fraction
    condition: Expression | None
    each: Expression | None
    look_at: Text | None
    span: SourceSpan
    steps: Steps | None = None
    judgement: Judgement | None = None
    at_most: Fraction | None = None
    group: str | None = None
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that add and take away, from full or no points, kept between floor and cap."""

    starts_full: bool
    lines: tuple[Line, ...]
    floor: Fraction
    cap: Fraction


@dataclass(frozen=True, slots=True)
class Place:
    """Points of the first so many places, counted (`number`) or as a share of those placed; neither is the rest."""

    points: Fraction
    number: int | None
    share: Fraction | None
    span: SourceSpan


class Ties(StrEnum):
    """Which place equals have: the best that they take together, or the worst."""

    BEST = "best"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Rank:
    """Points by the place among peers: those alike in every one of `within`, columns of organizations.

    Equals by `value` are put in order by `then`. Without `places` the points fall in equal steps from all for the first place to none for the last.
    """

    value: Expression
    is_descending: bool
    within: tuple[str, ...]
    ties: Ties
    places: tuple[Place, ...]
    then: Ordering | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """Points by the votes for each option of a question: the weighted mean of the options that have a weight."""

    ballot: str
    question: str
    weights: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula for the points, kept between nothing and the printed points."""

    formula: Expression


Scoring = Pass | Linear | Bands | Lines | Computed | Judged | Rank | Poll
