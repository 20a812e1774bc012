"""A program computed for the organizations in its scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from guben.model.scheme import MissingPolicy
from guben.plan import PartStep, Program
from guben.plan.program import WHOLE
from guben.reference.formulas import Here
from guben.reference.records import Judged, Row, Tables
from guben.reference.records import Records as Stored
from guben.reference.values import MISSING, NOT_APPLICABLE, Value, number_in, rounded_half_away
from guben.resolve.records import CHILDREN, RecordField
from guben.typesystem.expressions import Expression, FieldValue, Records


@dataclass(frozen=True, slots=True)
class OrganizationResult:
    """All that a program says about an organization.

    `points` are by the path of the part, the whole has the empty path; None is left out. `missing` are the leaves whose
    expression was missing; where one of them has the policy to stop the evaluation, it is for the caller to refuse.
    `veto` is counted from 1: of the vetoes that hold, the first with the lowest grade. `rank` is None without a total.
    """

    organization: str
    measures: Mapping[str, Value]
    points: Mapping[str, Fraction | None]
    missing: frozenset[str]
    won: Mapping[str, bool]
    veto: int | None
    earned_grade: str | None
    grade: str | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class _Scored:
    points: dict[str, Fraction | None]
    missing: frozenset[str]
    won: dict[str, bool]


class Reference:
    """Computes a program over the rows of a snapshot; `as_of` is a day yyyymmdd. Answers are kept."""

    def __init__(self, program: Program, tables: Tables, *, as_of: int, period: str) -> None:
        self._program = program
        self._stored = Stored(tables, program.scheme.scope, as_of=as_of, period=period)
        self._children = (
            Reference(program.children, tables, as_of=as_of, period=period) if program.children else None
        )
        self._measures: dict[tuple[str, str], Value] = {}
        self._scored: dict[str, _Scored] = {}
        self._under: dict[str, list[tuple[str, Row]]] | None = None

    def organizations(self) -> list[str]:
        """Return the organizations in scope, sorted by key."""
        return self._stored.in_scope()

    def all_results(self) -> list[OrganizationResult]:
        """Return the results of all organizations, sorted by key."""
        return [self.result(organization) for organization in self.organizations()]

    def result(self, organization: str) -> OrganizationResult:
        """Return all that the program says about an organization in scope."""
        scored = self._score(organization)
        veto, earned, grade = self._graded(organization)
        return OrganizationResult(
            organization=organization,
            measures={step.name: self.measure(organization, step.name) for step in self._program.measures},
            points=scored.points,
            missing=scored.missing,
            won=scored.won,
            veto=veto,
            earned_grade=earned,
            grade=grade,
            rank=self._rank(organization),
        )

    def value(self, organization: str, expression: Expression) -> Value:
        """Return the value of any expression that speaks of an organization."""
        return Here(self, organization).value(expression)

    # Measures and records.

    def measure(self, organization: str, name: str) -> Value:
        """Return the value of a measure: what was reported, or what its expression gives."""
        if (organization, name) not in self._measures:
            step = self._program.measure(name)
            self._measures[organization, name] = (
                self._stored.reported(organization, step.measure)
                if step.expression is None
                else self.value(organization, step.expression)
            )
        return self._measures[organization, name]

    def records(self, organization: str, records: Records) -> list[Judged]:
        """Return every record of a set that belongs to the organization, each with whether the condition holds."""
        if records.set.table == CHILDREN:
            rows = self._children_under(organization)
        else:
            rows = [(str(row["organization"]), row) for row in self._stored.of(records.set, organization)]
        return [
            Judged(
                row,
                Here(self, organization, row).value(records.condition) if records.condition else True,
                belongs_to,
            )
            for belongs_to, row in rows
        ]

    def field(self, judged: Judged, field: FieldValue) -> Value:
        """Return a field of a record."""
        return self.field_of(judged.row, field.field)

    def field_of(self, row: Row, field: RecordField) -> Value:
        """Return a field of a row."""
        return self._stored.field(row, field)

    def _children_under(self, organization: str) -> list[tuple[str, Row]]:
        assert self._children is not None
        if self._under is None:
            self._under = {}
            for child in self._children.organizations():
                above = self._stored.above(child)
                if above is not None:
                    self._under.setdefault(above, []).append((child, self._children._as_row(child)))
        return self._under.get(organization, [])

    def _as_row(self, organization: str) -> Row:
        total, (_, _, grade) = self.points(organization, WHOLE), self._graded(organization)
        measures = {step.name: self.measure(organization, step.name) for step in self._program.measures}
        return {**measures, "total": total, "grade": NOT_APPLICABLE if grade is None else grade}

    # Parts.

    def points(self, organization: str, path: str) -> Value:
        """Return the points of a part; those of a part that is left out are not applicable."""
        points = self._score(organization).points[path]
        return NOT_APPLICABLE if points is None else points

    def won_parts(self, organization: str) -> int:
        """Return how many parts are won."""
        return sum(self._score(organization).won.values())

    def _score(self, organization: str) -> _Scored:
        if organization not in self._scored:
            points: dict[str, Fraction | None] = {}
            missing: set[str] = set()
            for step in self._program.parts:
                if step.expression is None:
                    points[step.path] = self._sum(step, points)
                    continue
                value = self.value(organization, step.expression)
                if value is MISSING:
                    missing.add(step.path)
                    points[step.path] = Fraction(0) if step.policy is MissingPolicy.NO_POINTS else None
                else:
                    points[step.path] = None if value is NOT_APPLICABLE else number_in(value)
            scored = self._scored[organization] = _Scored(points, frozenset(missing), {})
            for step in self._program.parts:
                if step.won is not None:
                    is_won = points[step.path] is not None and self.value(organization, step.won) is True
                    scored.won[step.path] = is_won
        return self._scored[organization]

    def _sum(self, step: PartStep, points: Mapping[str, Fraction | None]) -> Fraction | None:
        printed = {path: self._program.part(path).printed for path in step.below}
        kept = {path: number for path in step.below if (number := points[path]) is not None}
        if not kept:
            return None
        total = sum(kept.values(), Fraction(0))
        if len(kept) == len(step.below):
            return total
        rest = sum((printed[path] for path in kept), Fraction(0))
        rebased = total * sum(printed.values(), Fraction(0)) / rest
        return rounded_half_away(rebased, self._program.scheme.digits)

    # Grades and ranks.

    def _graded(self, organization: str) -> tuple[int | None, str | None, str | None]:
        """Return the number of the veto that lowers most, the grade before vetoes, and the grade."""
        grades = self._program.grades
        holding = [
            (step.grade_index, number)
            for number, step in enumerate(self._program.vetoes, start=1)
            if self.value(organization, step.condition) is True
        ]
        lowest = max((index for index, _ in holding), default=0)
        veto = next((number for index, number in holding if index == lowest), None)
        if self._score(organization).points[WHOLE] is None:
            return veto, None, None
        earned = next(
            index
            for index, step in enumerate(grades)
            if step.condition is None or self.value(organization, step.condition) is True
        )
        return veto, grades[earned].name, grades[max(earned, lowest)].name

    def _rank(self, organization: str) -> int | None:
        own = self._score(organization).points[WHOLE]
        if own is None:
            return None
        totals = [self._score(each).points[WHOLE] for each in self.organizations()]
        return 1 + sum(total > own for total in totals if total is not None)
