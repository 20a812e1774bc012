"""The steps of a program."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from guben.model.grading import Quota, Tail, Veto
from guben.model.scheme import Measure, MissingPolicy, Part, Scheme
from guben.typesystem.expressions import Expression, TieBreak
from guben.typesystem.scorings import TypedScoring

WHOLE = ""


@dataclass(frozen=True, slots=True)
class MeasureStep:
    """A measure: derived by an expression, or collected where there is none."""

    measure: Measure
    expression: Expression | None

    @property
    def name(self) -> str:
        """The measure's name."""
        return self.measure.name


@dataclass(frozen=True, slots=True)
class PartStep:
    """A part: a leaf with an expression for its points, or the sum of the parts named by `below`.

    `part` is None for the whole. The part counts where `applies`, which has the conditions of the parts above too;
    what it is worth is `printed`, and where `is_capped` that is only the most.
    """

    path: str
    part: Part | None
    printed: Fraction
    policy: MissingPolicy
    expression: Expression | None
    scoring: TypedScoring | None
    below: tuple[str, ...]
    won: Expression | None
    applies: Expression | None = None
    is_capped: bool = False


@dataclass(frozen=True, slots=True)
class VetoStep:
    """A veto or ceiling: if the condition holds, the grade is the one at `grade_index` or a lower one.

    As a floor: or a higher one.
    """

    veto: Veto
    condition: Expression
    grade_index: int


@dataclass(frozen=True, slots=True)
class QuotaStep:
    """A quota on the grades from `first` to `last`, counted from the best."""

    quota: Quota
    first: int
    last: int
    is_of_worst: bool
    then: TieBreak | None = None


@dataclass(frozen=True, slots=True)
class TailStep:
    """A list of organizations: those for which the expression holds."""

    tail: Tail
    expression: Expression

    @property
    def name(self) -> str:
        """The list's name."""
        return self.tail.name


@dataclass(frozen=True, slots=True)
class GradeStep:
    """A grade; the last has no condition."""

    name: str
    condition: Expression | None


@dataclass(frozen=True, slots=True)
class Program:
    """All steps of a scheme, and the program whose organizations are its children."""

    scheme: Scheme
    measures: tuple[MeasureStep, ...]
    parts: tuple[PartStep, ...]
    vetoes: tuple[VetoStep, ...]
    grades: tuple[GradeStep, ...]
    children: "Program | None"
    ceilings: tuple[VetoStep, ...] = ()
    quotas: tuple[QuotaStep, ...] = ()
    floors: tuple[VetoStep, ...] = ()
    tails: tuple[TailStep, ...] = ()

    @property
    def name(self) -> str:
        """The scheme's name."""
        return self.scheme.name

    def measure(self, name: str) -> MeasureStep:
        """Return the step of a measure."""
        return next(step for step in self.measures if step.name == name)

    def part(self, path: str) -> PartStep:
        """Return the step of a part; the empty path is the whole."""
        return next(step for step in self.parts if step.path == path)

    def chain(self) -> Iterator["Program"]:
        """Yield the programs that have to be computed, those of the children first."""
        if self.children:
            yield from self.children.chain()
        yield self
