"""A program computed for the organizations in its scope."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from guben.model.exact import rounded_to
from guben.model.scheme import MissingPolicy, Parameter
from guben.plan import PartStep, Program, VetoStep
from guben.plan.program import WHOLE
from guben.reference.formulas import Elsewhere, Here
from guben.reference.others import Earned, Others
from guben.reference.records import Judged, Row, Tables
from guben.reference.records import Records as Stored
from guben.reference.standings import Graded, Group, Order, apply_quota, order_of_equals, place
from guben.reference.values import MISSING, NOT_APPLICABLE, Value, in_units, number_in, rounded_half_away
from guben.resolve.records import CHILDREN, RecordField
from guben.typesystem.expressions import (
    AmongPeers,
    Expression,
    FieldValue,
    MeasureValue,
    PartPoints,
    PeerAverage,
    Peers,
    Ranked,
    Records,
    TieBreak,
)
from guben.typesystem.peers import group_columns


@dataclass(frozen=True, slots=True)
class OrganizationResult:
    """All that a program says about an organization.

    `points` are by the path of the part, the whole has the empty path; None is left out. `missing` are the leaves whose
    expression was missing; where one of them has the policy to stop the evaluation, it is for the caller to refuse.
    `veto` is counted from 1: of the vetoes that hold, the first with the lowest grade; so is `ceiling`, and `floor` with
    the highest. `quota` is the last that moved the organization. `rank` is None without a total. `tails` are the lists
    it is on.
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
    ceiling: int | None = None
    quota: int | None = None
    floor: int | None = None
    tails: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Scored:
    points: dict[str, Fraction | None]
    missing: frozenset[str]
    won: dict[str, bool]


class Reference:
    """Computes a program over the rows of a snapshot; `as_of` is a day yyyymmdd. Answers are kept.

    What is not in the rows but among `others` is compared with as it is stored there: the first of `others` is for this
    program, the second for that of its children, and so on.
    """

    def __init__(
        self, program: Program, tables: Tables, *, as_of: int, period: str, others: Sequence[Others] = ()
    ) -> None:
        self._program = program
        self._parts = {step.path: step for step in program.parts}
        self._steps = {step.name: step for step in program.measures}
        self._stored = Stored(tables, program.scheme.scope, as_of=as_of, period=period)
        self._children = (
            Reference(program.children, tables, as_of=as_of, period=period, others=others[1:])
            if program.children
            else None
        )
        self._computed = frozenset(self._stored.in_scope())
        self._others = others[0] if others else None
        stored = self._others.organizations() if self._others else ()
        self._organizations = sorted(self._computed.union(stored))
        self._measures: dict[tuple[str, str], Value] = {}
        self._scored: dict[str, _Scored] = {}
        self._under: dict[str, list[tuple[str, Row]]] | None = None
        self._grouped: dict[tuple[str, ...], dict[Group, list[str]]] = {}
        self._peers: dict[tuple[int, Group], _Peers] = {}
        self._alike: dict[Earned, _Grading] = {}
        self._all_graded: dict[str, _Grading] | None = None
        self._all_totals: dict[str, int] | None = None

    def organizations(self) -> list[str]:
        """Return the organizations in scope, sorted by key."""
        return self._organizations

    def all_results(self) -> list[OrganizationResult]:
        """Return the results of all organizations, sorted by key."""
        return [self.result(organization) for organization in self.organizations()]

    def result(self, organization: str) -> OrganizationResult:
        """Return all that the program says about an organization in scope."""
        scored = self._score(organization)
        grading = self._graded(organization)
        return OrganizationResult(
            organization=organization,
            measures={step.name: self.measure(organization, step.name) for step in self._program.measures},
            points=scored.points,
            missing=scored.missing,
            won=scored.won,
            veto=grading.veto,
            earned_grade=self._grade_name(grading.earned),
            grade=self._grade_name(grading.grade),
            rank=self._rank(organization),
            ceiling=grading.ceiling,
            quota=grading.quota,
            floor=grading.floor,
            tails=frozenset(
                step.name for step in self._program.tails if self.value(organization, step.expression) is True
            ),
        )

    def _grade_name(self, index: int | None) -> str | None:
        return None if index is None else self._program.grades[index].name

    def value(self, organization: str, expression: Expression) -> Value:
        """Return the value of any expression that speaks of an organization."""
        return self._here(organization).value(expression)

    def _values(self, organizations: Iterable[str], expression: Expression) -> dict[str, Value]:
        """Return the value of an expression for many organizations."""
        held = self._column(expression)
        if held is None:
            return {each: self.value(each, expression) for each in organizations}
        computed = self._computed
        return {
            each: self.value(each, expression)
            if each in computed
            else NOT_APPLICABLE
            if (value := held[each]) is None
            else value
            for each in organizations
        }

    def _column(self, expression: Expression) -> Mapping[str, Value | None] | None:
        """Return what is stored of all others; what thousands are compared by is mostly one figure, or points."""
        if self._others is not None and isinstance(expression, MeasureValue):
            return self._others.measure_of_all(expression.measure.name)
        if self._others is not None and isinstance(expression, PartPoints):
            return self._others.points_of_all(expression.path)
        return None

    def _here(self, organization: str) -> Here:
        others = self._others_than(organization)
        return Here(self, organization) if others is None else Elsewhere(self, organization, others=others)

    def _others_than(self, organization: str) -> Others | None:
        """Return where an organization is stored, if it is not computed from its records."""
        return None if organization in self._computed else self._others

    # Measures and records.

    def measure(self, organization: str, name: str) -> Value:
        """Return the value of a measure: what was reported, or what its expression gives."""
        others = self._others_than(organization)
        if others is not None:
            return others.measure(organization, name)
        if (organization, name) not in self._measures:
            step = self._steps[name]
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
            for child in sorted(self._children._computed):
                above = self._stored.above(child)
                if above is not None:
                    self._under.setdefault(above, []).append((child, self._children._as_row(child)))
        return self._under.get(organization, [])

    def _as_row(self, organization: str) -> Row:
        total = self.points(organization, WHOLE)
        grade = self._grade_name(self._graded(organization).grade)
        measures = {step.name: self.measure(organization, step.name) for step in self._program.measures}
        own = {column: self.own(organization, column) for column in ("field", "type")}
        return {**measures, **own, "total": total, "grade": NOT_APPLICABLE if grade is None else grade}

    # What an organization is, and its place among others.

    def own(self, organization: str, column: str) -> str | None:
        """Return what an organization is, by a column."""
        others = self._others_than(organization)
        return self._stored.own(organization, column) if others is None else others.own(organization, column)

    @property
    def as_of(self) -> int:
        """The day of evaluation, yyyymmdd."""
        return self._stored.as_of

    def parameter(self, parameter: Parameter) -> Fraction:
        """Return the value of a parameter on the day of evaluation."""
        return parameter.on(self._stored.as_of)

    def is_handed_in(self, organization: str, records: Records) -> bool:
        """Return whether what is not among an organization's records did not happen."""
        return self._stored.is_handed_in(records.set, organization)

    def standing(self, organization: str, asked: AmongPeers) -> Value:
        """Return the place of an organization among its peers, how many they are, or their average."""
        peers = self._peers_of(self._group_of(organization, asked.within), asked)
        if isinstance(asked, Peers):
            return Fraction(len(peers.known))
        if isinstance(asked, PeerAverage):
            whole = Fraction(sum(peers.known.values()), 10**asked.digits)
            return whole / len(peers.known) if peers.known else NOT_APPLICABLE
        if organization not in peers.orders:
            return peers.values[organization]
        return Fraction(place(peers.orders[organization], peers.orders.values(), asked.ties))

    def _peers_of(self, group: Group, asked: AmongPeers) -> "_Peers":
        """Return all of a group as they are compared."""
        key = (id(asked), group)
        if key not in self._peers:
            values = self._values(self._groups(asked.within)[group], asked.value)
            digits = 0 if isinstance(asked, Peers) else asked.digits
            # As whole numbers of the unit that they are rounded to they are compared fast.
            known = {
                each: rounded_to(value, digits)
                for each, value in values.items()
                if isinstance(value, Fraction)
            }
            orders: dict[str, Order] = {}
            if isinstance(asked, Ranked):
                sign = -1 if asked.is_descending else 1
                equals = self._equals(known, asked.then)
                orders = {each: (sign * number, *equals[each]) for each, number in known.items()}
            self._peers[key] = _Peers(values, known, orders)
        return self._peers[key]

    def _equals(self, organizations: Collection[str], then: TieBreak | None) -> Mapping[str, Order]:
        """Return what each of some organizations is put in order by among its equals."""
        if then is None:
            return dict.fromkeys(organizations, ())
        return {
            each: order_of_equals(
                rounded_half_away(value, then.digits) if isinstance(value, Fraction) else value,
                then.is_descending,
            )
            for each, value in self._values(organizations, then.value).items()
        }

    def _group_of(self, organization: str, within: tuple[str, ...]) -> Group:
        return tuple(self.own(organization, column) for column in within)

    def _groups(self, within: tuple[str, ...]) -> dict[Group, list[str]]:
        """Return the evaluated organizations, those together that are alike in every column of `within`."""
        if within not in self._grouped:
            groups = self._grouped[within] = {}
            for each in self.organizations():
                groups.setdefault(self._group_of(each, within), []).append(each)
        return self._grouped[within]

    # Parts.

    def points(self, organization: str, path: str) -> Value:
        """Return the points of a part; those of a part that is left out are not applicable."""
        points = self._points(organization, path)
        return NOT_APPLICABLE if points is None else points

    def _points(self, organization: str, path: str) -> Fraction | None:
        others = self._others_than(organization)
        if others is not None:
            return others.points(organization, path)
        return self._score(organization).points[path]

    def won_parts(self, organization: str) -> int:
        """Return how many parts are won."""
        others = self._others_than(organization)
        if others is not None:
            return others.won_parts(organization)
        return sum(self._score(organization).won.values())

    def _score(self, organization: str) -> _Scored:
        if organization not in self._scored:
            points: dict[str, Fraction | None] = {}
            missing: set[str] = set()
            for step in self._program.parts:
                if step.expression is None:
                    points[step.path] = self._sum(organization, step, points)
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

    def _sum(
        self, organization: str, step: PartStep, points: Mapping[str, Fraction | None]
    ) -> Fraction | None:
        printed = {path: self._parts[path].printed for path in step.below}
        kept = {path: number for path in step.below if (number := points[path]) is not None}
        lost = sum((number for path, number in kept.items() if printed[path] < 0), Fraction(0))
        if step.printed < 0:
            return max(lost, step.printed) if kept else None
        gained = [path for path in kept if printed[path] > 0]
        if not gained:
            return None
        total = sum((kept[path] for path in gained), Fraction(0))
        rest = sum((printed[path] for path in gained), Fraction(0))
        worth = step.printed
        if step.is_capped:
            applying = [path for path in printed if printed[path] > 0 and self._applies(organization, path)]
            worth = max(worth, sum((printed[path] for path in applying), Fraction(0)))
        if rest != worth:
            total = rounded_half_away(total * worth / rest, self._program.scheme.digits)
        if step.is_capped:
            total = min(total, step.printed)
        return max(total + lost, Fraction(0))

    def _applies(self, organization: str, path: str) -> bool:
        applies = self._parts[path].applies
        return applies is None or self.value(organization, applies) is not False

    # Grades and ranks.

    def _graded(self, organization: str) -> "_Grading":
        """Return how the grade of an organization comes about; quotas need all of them."""
        if not self._program.quotas:
            return self._finished(organization, self._before_quotas(organization))
        if self._all_graded is None:
            self._all_graded = self._after_quotas()
        return self._finished(organization, self._all_graded[organization])

    def _before_quotas(self, organization: str) -> "_Grading":
        others = self._others_than(organization)
        if others is not None:
            return self._stored_grading(others.earned_of_all()[organization])
        veto, veto_limit = self._limit(organization, self._program.vetoes)
        ceiling, ceiling_limit = self._limit(organization, self._program.ceilings)
        if self._points(organization, WHOLE) is None:
            return _Grading(veto, ceiling)
        earned = next(
            index
            for index, step in enumerate(self._program.grades)
            if step.condition is None or self.value(organization, step.condition) is True
        )
        limit = max(veto_limit, ceiling_limit)
        return _Grading(veto, ceiling, earned, max(earned, limit), limit)

    def _stored_grading(self, earned: Earned) -> "_Grading":
        if (known := self._alike.get(earned)) is None:
            known = self._alike[earned] = self._grading_of(earned.veto, earned.ceiling, earned.grade)
        return known

    def _grading_of(self, veto: int | None, ceiling: int | None, grade: str | None) -> "_Grading":
        if grade is None:
            return _Grading(veto, ceiling)
        earned = next(index for index, step in enumerate(self._program.grades) if step.name == grade)
        limits = [self._program.vetoes[veto - 1]] if veto else []
        limits += [self._program.ceilings[ceiling - 1]] if ceiling else []
        limit = max((step.grade_index for step in limits), default=0)
        return _Grading(veto, ceiling, earned, max(earned, limit), limit)

    def _limit(self, organization: str, steps: tuple[VetoStep, ...]) -> tuple[int | None, int]:
        """Return the number of the veto or ceiling that lowers most, and the best grade that it allows."""
        holding = [
            (step.grade_index, number)
            for number, step in enumerate(steps, start=1)
            if self.value(organization, step.condition) is True
        ]
        lowest = max((index for index, _ in holding), default=0)
        return next((number for index, number in holding if index == lowest), None), lowest

    def _after_quotas(self) -> dict[str, "_Grading"]:
        gradings = {each: self._before_quotas(each) for each in self.organizations()}
        graded = {
            each: Graded(total, grading.grade, grading.limit, grading.veto is not None)
            for each, total in self._totals().items()
            if (grading := gradings[each]).grade is not None
        }
        for number, step in enumerate(self._program.quotas, start=1):
            for each, equals in self._equals(graded, step.then).items():
                graded[each].equals = equals
            for members in self._groups(group_columns(step.quota.within)).values():
                apply_quota(step, number, [graded[each] for each in members if each in graded])
        for each, moved in graded.items():
            if moved.moved_by is not None:
                gradings[each] = replace(gradings[each], grade=moved.grade, quota=moved.moved_by)
        return gradings

    def _totals(self) -> dict[str, int]:
        """Return the totals of all organizations that have one, in the smallest unit of points."""
        if self._all_totals is None:
            unit = 10**self._program.scheme.digits
            held = self._others.points_of_all(WHOLE) if self._others else {}
            totals = (
                (each, self._points(each, WHOLE) if each in self._computed else held[each])
                for each in self.organizations()
            )
            self._all_totals = {each: in_units(total, unit) for each, total in totals if total is not None}
        return self._all_totals

    def _finished(self, organization: str, grading: "_Grading") -> "_Grading":
        """Return the grading after floors."""
        holding = [
            (step.grade_index, number)
            for number, step in enumerate(self._program.floors, start=1)
            if self.value(organization, step.condition) is True
        ]
        if not holding:
            return grading
        highest = min(index for index, _ in holding)
        floor = next(number for index, number in holding if index == highest)
        if grading.grade is None:
            return replace(grading, floor=floor)
        return replace(grading, floor=floor, grade=max(min(grading.grade, highest), grading.limit))

    def _rank(self, organization: str) -> int | None:
        totals = self._totals()
        own = totals.get(organization)
        return None if own is None else 1 + sum(total > own for total in totals.values())


@dataclass(frozen=True, slots=True)
class _Peers:
    """Organizations with what they are compared by: the value, and where it is a number that in the unit to which it is
    rounded, and what puts it in its place."""

    values: Mapping[str, Value]
    known: Mapping[str, int]
    orders: Mapping[str, Order]


@dataclass(frozen=True, slots=True)
class _Grading:
    """Numbers of the veto, ceiling, quota and floor that count, and places of grades in the list; `limit` is the best
    that vetoes and ceilings allow.
    """

    veto: int | None
    ceiling: int | None
    earned: int | None = None
    grade: int | None = None
    limit: int = 0
    quota: int | None = None
    floor: int | None = None
