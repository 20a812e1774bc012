"""What a scheme says, as it was written: names are not resolved and nothing is computed yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from guben.diagnostics import SourceSpan, Text
from guben.model.formula import Expression
from guben.model.values import ValueType


class Reward(StrEnum):
    """What the points of a part are given for."""

    PAPER = "paper"
    PROCESS = "process"
    OUTPUT = "output"
    OUTCOME = "outcome"


class MissingPolicy(StrEnum):
    """What becomes of a part whose figures are missing."""

    NO_POINTS = "no_points"
    EXCLUDE = "exclude"
    ERROR = "error"


class Period(StrEnum):
    """How often a scheme is meant to be evaluated."""

    YEAR = "year"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    MONTH = "month"


class SourceKind(StrEnum):
    """Who or what gives the value of a measure that is not derived."""

    REPORT = "report"
    BALLOT = "ballot"
    INSPECTION = "inspection"
    EXAM = "exam"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Derived:
    """The value follows from records by a formula."""

    formula: Expression


@dataclass(frozen=True, slots=True)
class Collected:
    """The value is given by somebody; `detail` names the ballot, inspection, department or period."""

    kind: SourceKind
    detail: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A named value of an evaluated organization with one source; `aliases` are further column headings."""

    name: str
    title: Text
    type: ValueType
    source: Derived | Collected
    span: SourceSpan
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a place or a year may set otherwise; in the unit of computation."""

    name: str
    value: Fraction
    type: ValueType
    title: Text | None
    span: SourceSpan


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
class Band:
    """Points that are given if the condition holds and no band before it did."""

    points: Fraction
    condition: Expression | None
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Bands:
    """The first band that holds gives its points; none holding gives none."""

    bands: tuple[Band, ...]


class LineKind(StrEnum):
    """What a line does to the points."""

    PLUS = "plus"
    MINUS = "minus"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a scoring sheet: `points` added or taken away, once `condition` holds or for `each` record.

    `each` is a record set or a whole number. A ZERO line has a condition only and takes all points.
    """

    kind: LineKind
    points: Fraction
    condition: Expression | None
    each: Expression | None
    look_at: Text | None
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that add and take away, from full or no points, kept between floor and cap."""

    starts_full: bool
    lines: tuple[Line, ...]
    floor: Fraction
    cap: Fraction


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula for the points, kept between nothing and the printed points."""

    formula: Expression


Scoring = Pass | Linear | Bands | Lines | Computed


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the scheme: a title, printed points, and either parts or one scoring.

    `path` is the dotted name from the top, such as `core.age`.
    """

    path: str
    title: Text
    points: Fraction
    span: SourceSpan
    points_span: SourceSpan
    rewards: Reward | None = None
    missing: MissingPolicy | None = None
    won: Expression | None = None
    look_at: Text | None = None
    scored_by: Text | None = None
    scoring: Scoring | None = None
    parts: tuple["Part", ...] = ()

    @property
    def name(self) -> str:
        """The last word of the path."""
        return self.path.rpartition(".")[2]

    def leaves(self) -> Iterator["Part"]:
        """Yield the parts with a scoring, in order."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Veto:
    """If the condition holds, the grade is at best `grade`."""

    condition: Expression
    grade: str
    title: Text | None
    span: SourceSpan
    grade_span: SourceSpan


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade, best first; the last has no condition."""

    name: str
    title: Text
    condition: Expression | None
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Case:
    """A hand-worked example: values and records given, and what is expected of parts, `total`, `won` or `grade`.

    `given` are values of measures; a measure that is not given is derived if the records it needs are given, else it
    is missing. `members` have the fields of people and perhaps a `post`; `children` are values of their measures.
    """

    name: str
    given: Mapping[str, "Given"]
    expect: Mapping[str, "Given"]
    span: SourceSpan
    members: tuple[Mapping[str, "Given"], ...] | None = None
    workplace: Mapping[str, "Given"] | None = None
    children: tuple[Mapping[str, "Given"], ...] | None = None
    as_of: "Given | None" = None


@dataclass(frozen=True, slots=True)
class Given:
    """A value written in a case: the words as written and their place; the measure's type says what they mean."""

    words: str
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Scope:
    """Which organizations are evaluated: a level and, if any, the fields."""

    level: str
    fields: tuple[str, ...]
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole scheme; `name` is `pack/scheme`, `digits` are the decimals of points."""

    name: str
    version: str
    title: Text
    scope: Scope
    total: Fraction
    period: Period | None
    digits: int
    missing: MissingPolicy
    parameters: Mapping[str, Parameter]
    measures: Mapping[str, Measure]
    parts: tuple[Part, ...]
    vetoes: tuple[Veto, ...]
    grades: tuple[Grade, ...]
    cases: tuple[Case, ...]
    span: SourceSpan
    total_span: SourceSpan
    children: "Scheme | None" = None
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def own_file(self) -> str:
        """The name under which `files` holds this scheme, not those of its children."""
        return f"{self.name.replace('/', '/schemes/')}.yaml"

    def all_parts(self) -> Iterator[Part]:
        """Yield every part, each before its own parts."""
        waiting = list(reversed(self.parts))
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.parts))

    def collected_measures(self) -> list[Measure]:
        """Return the measures that somebody gives, those of the children's scheme first."""
        below = self.children.collected_measures() if self.children else []
        names = {measure.name for measure in below}
        own = [each for each in self.measures.values() if isinstance(each.source, Collected)]
        return below + [each for each in own if each.name not in names]
