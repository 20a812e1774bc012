"""What a scheme says, as it was written: names are not resolved and nothing is computed yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from guben.diagnostics import SourceSpan, Text
from guben.model.formula import Expression
from guben.model.grading import Grade, Quota, Tail, Veto
from guben.model.ledger import Ledger
from guben.model.scoring import Scoring
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
    JUDGED = "judged"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Derived:
    """The value follows from records by a formula."""

    formula: Expression


@dataclass(frozen=True, slots=True)
class Collected:
    """The value is given by somebody; `detail` names the ballot, inspection, department, period, judge or measure."""

    kind: SourceKind
    detail: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A named value of an evaluated organization with one source; `aliases` are further column headings.

    What `is_sensitive` is about a single person, and for those only who see members.
    """

    name: str
    title: Text
    type: ValueType
    source: Derived | Collected
    span: SourceSpan
    aliases: tuple[str, ...] = ()
    is_sensitive: bool = False

    @property
    def asked(self) -> tuple[str, str] | None:
        """The ballot and the question by which voters give the value; None where they do not."""
        if not isinstance(self.source, Collected) or self.source.kind is not SourceKind.BALLOT:
            return None
        ballot, _, question = self.source.detail.partition("/")
        return ballot, question or self.name


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a place or a year may set otherwise; in the unit of computation.

    `later` are the values it has from certain days (yyyymmdd) on, in order; until then it is `value`.
    """

    name: str
    value: Fraction
    type: ValueType
    title: Text | None
    span: SourceSpan
    later: tuple[tuple[int, Fraction], ...] = ()

    @property
    def values(self) -> tuple[Fraction, ...]:
        """All values that it ever has."""
        return (self.value, *(value for _, value in self.later))

    def on(self, day: int) -> Fraction:
        """Return its value on a day."""
        return next((value for start, value in reversed(self.later) if start <= day), self.value)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the scheme: a title, printed points, and either parts or one scoring.

    `path` is the dotted name from the top, such as `core.age`. It counts for the organizations for which `applies`
    holds. With `points` below 0 it only takes away. Where `is_capped`, its parts may be worth more together than is printed, and the printed points are the most.
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
    applies: Expression | None = None
    is_capped: bool = False

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
class Case:
    """A hand-worked example: values and records given, and what is expected of parts, `total`, `won` or `grade`.

    `given` are values of measures; a measure that is not given is derived if the records it needs are given, else it
    is missing. `members` have the fields of people and perhaps a `post`; `children` and `peers` are values of their
    measures, `ledgers` the rows of closed ledgers, `tallies` votes by option; `organization` says what it is.
    """

    name: str
    given: Mapping[str, "Given"]
    expect: Mapping[str, "Given"]
    span: SourceSpan
    members: tuple[Mapping[str, "Given"], ...] | None = None
    workplace: Mapping[str, "Given"] | None = None
    children: tuple[Mapping[str, "Given"], ...] | None = None
    peers: tuple[Mapping[str, "Given"], ...] | None = None
    ledgers: Mapping[str, tuple[Mapping[str, "Given"], ...]] = field(default_factory=dict)
    tallies: Mapping[str, Mapping[str, "Given"]] = field(default_factory=dict)
    organization: Mapping[str, "Given"] = field(default_factory=dict)
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
    """A whole scheme; `name` is `pack/scheme`, `digits` are the decimals of points.

    `used` are the names of the ledgers of packs among its `ledgers`; their parameters and the measures that they yield
    are among its own. `yielded` says of such a measure which ledger yields it.
    """

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
    ceilings: tuple[Veto, ...] = ()
    quotas: tuple[Quota, ...] = ()
    floors: tuple[Veto, ...] = ()
    tails: tuple[Tail, ...] = ()
    is_capped: bool = False
    judges: Mapping[str, Text] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    used: tuple[str, ...] = ()
    yielded: Mapping[str, str] = field(default_factory=dict)
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
