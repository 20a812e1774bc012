"""From points to a grade in SQL: conditions, vetoes, ceilings, quotas, floors, each in columns over the last."""

from collections.abc import Callable, Sequence

from sqlglot import exp

from guben.lowering import integers, nodes
from guben.lowering.expressions import Lowering
from guben.lowering.integers import NARROW, Integer
from guben.lowering.layers import Layers
from guben.lowering.logic import any_of, is_null, is_true
from guben.lowering.naming import TOTAL, quota_column
from guben.lowering.standings import Order, column, count_of, order_of_equals, place_by, whole
from guben.lowering.withheld import Withheld
from guben.model.grading import Quantity, QuotaBase, Rounding
from guben.plan.program import Program, QuotaStep, VetoStep
from guben.typesystem import expressions as typed
from guben.typesystem.peers import group_columns
from guben.typesystem.types import RoundingMode

_MODES = {
    Rounding.HALF_UP: RoundingMode.HALF_AWAY,
    Rounding.DOWN: RoundingMode.TOWARD_ZERO,
    Rounding.UP: RoundingMode.FROM_ZERO,
}


class GradeLowering:
    """Defines the columns of the grade over those of the points; `define` adds one that is kept in the results.

    Rows that differ in one of the columns `apart` are of different evaluations, and share no quota. A
    condition over a `withheld` figure holds where the results state that it decided.
    """

    def __init__(
        self,
        program: Program,
        layers: Layers,
        lowering: Lowering,
        define: Callable[[str, exp.Expr], None],
        withheld: Withheld,
        alias: str,
        apart: Sequence[str] = (),
    ) -> None:
        self.program = program
        self.layers = layers
        self.lowering = lowering
        self.define = define
        self.withheld = withheld
        self.alias = alias
        self.apart = apart

    def build(self) -> None:
        """Define all columns, the grade last."""
        program = self.program
        self.define("earned_index", self._first_grade())
        self.define("veto", self._strongest("veto", program.vetoes, lowest=True))
        limits = [("veto", program.vetoes)]
        if program.ceilings:
            self.define("ceiling", self._strongest("ceiling", program.ceilings, lowest=True))
            limits.append(("ceiling", program.ceilings))
        self.layers.define("limit", self._limit(limits))
        index = self.layers.define(
            "limited_index", self._later(self._column("earned_index"), self._column("limit"))
        )
        if program.quotas:
            index = self._after_quotas(index)
        if program.floors:
            self.define("floor", self._strongest("floor", program.floors, lowest=False))
            index = self.layers.define("raised_index", self._raised(index))
        self.define("grade_index", index)
        self.define("earned_grade", self._grade_name("earned_index"))
        self.define("grade", self._grade_name("grade_index"))

    def _column(self, name: str) -> exp.Column:
        return column(self.alias, name)

    def _first_grade(self) -> exp.Expr:
        branches: list[tuple[exp.Expr, exp.Expr]] = [(is_null(self._column(TOTAL)), exp.Null())]
        for index, step in enumerate(self.program.grades):
            if step.condition is not None:
                holds = self._holds(step.condition, "earned_grade", exp.Literal.string(step.name))
                branches.append((holds, whole(index)))
        return nodes.case(*branches, otherwise=whole(len(self.program.grades) - 1))

    def _strongest(self, name: str, steps: Sequence[VetoStep], *, lowest: bool) -> exp.Expr:
        """Return the number, counted from 1, of the first holding step with the lowest or highest grade; NULL without."""
        if not steps:
            return nodes.cast(exp.Null(), NARROW)
        order = sorted(
            range(len(steps)), key=lambda at: -steps[at].grade_index if lowest else steps[at].grade_index
        )
        branches = [(self._holds(steps[at].condition, name, whole(at + 1)), whole(at + 1)) for at in order]
        return nodes.case(*branches)

    def _holds(self, condition: typed.Expression, name: str, outcome: exp.Expr) -> exp.Expr:
        """Return whether a condition holds; where it cannot be computed, whether the column states its outcome."""
        holds = is_true(self.lowering.condition(condition).sql)
        taken = self.withheld.where(condition)
        if taken is None:
            return holds
        self.withheld.take(name, taken)
        states = is_true(exp.EQ(this=self.withheld.stated(name), expression=outcome))
        return nodes.case((taken, states), otherwise=holds)

    def _limit(self, limits: Sequence[tuple[str, Sequence[VetoStep]]]) -> exp.Expr:
        """Return the best grade that vetoes and ceilings allow."""
        limit: exp.Expr = whole(0)
        for name, steps in limits:
            allowed = self._grade_of(name, steps, whole(0))
            limit = allowed if name == "veto" else self._later(limit, allowed)
        return limit

    def _grade_of(self, name: str, steps: Sequence[VetoStep], otherwise: exp.Expr) -> exp.Expr:
        if not steps:
            return otherwise
        branches = [
            (is_true(exp.EQ(this=self._column(name), expression=whole(number))), whole(step.grade_index))
            for number, step in enumerate(steps, start=1)
        ]
        return nodes.case(*branches, otherwise=otherwise)

    def _later(self, one: exp.Expr, other: exp.Expr) -> exp.Expr:
        """Return the lower of two grades, which is the later in the list; NULL where the first is."""
        is_lower = exp.LT(this=nodes.paren(one), expression=nodes.paren(other))
        return nodes.case((is_null(one), exp.Null()), (is_lower, other), otherwise=one)

    def _raised(self, index: exp.Expr) -> exp.Expr:
        floor = self._grade_of("floor", self.program.floors, index)
        is_higher = exp.LT(this=nodes.paren(floor), expression=index)
        raised = nodes.case((is_true(is_higher), floor), otherwise=index)
        return self._later(raised, self._column("limit"))

    # Quotas.

    def _after_quotas(self, index: exp.Column) -> exp.Column:
        moved: exp.Expr = nodes.cast(exp.Null(), NARROW)
        taken: exp.Expr | None = None
        for number, step in enumerate(self.program.quotas, start=1):
            group = [self._column(name) for name in (*group_columns(step.quota.within), *self.apart)]
            allowed = self._allowed(step, index, group)
            allowed_column = self.layers.define(quota_column(number, "allowed"), allowed.sql)
            before = index
            taken = self._taken(step, index, group, taken)
            if step.quota.displaces:
                index = self._displaced(number, step, index, allowed_column, group)
            if step.quota.fills:
                index = self._filled(number, step, index, allowed_column, group)
            is_moved = is_true(exp.NEQ(this=before, expression=index))
            moved = nodes.case((is_moved, whole(number)), otherwise=moved)
        if taken is not None:
            moved = nodes.case((taken, self.withheld.stated("quota")), otherwise=moved)
            index = self.layers.define(
                "stated_index", nodes.case((taken, self._stated_index()), otherwise=index)
            )
            self.withheld.take("grade", taken)
        self.define("quota", moved)
        return index

    def _taken(
        self, step: QuotaStep, index: exp.Column, group: Sequence[exp.Expr], taken: exp.Expr | None
    ) -> exp.Expr | None:
        """Return for whom it cannot be computed any more on which side of a quota they are.

        Equals that a withheld figure would put in order; all others keep their places. Where it is not known of
        somebody what an earlier quota did, it is not known of anybody in the group what this one does.
        """
        equals = self.withheld.where(step.then.value) if step.then else None
        # Who fills up what others left depends on how many fell.
        alike = [] if step.quota.displaces and step.quota.fills else [index, self._column(TOTAL)]
        tied = self.withheld.tied(equals, [*group, *alike])
        if tied is not None and not step.quota.fills:
            tied = nodes.paren(nodes.and_(tied, self._is_member(step, index)))
        found = any_of([tied, self.withheld.anybody(taken, group)])
        return None if found is None else self.layers.bind(found)

    def _stated_index(self) -> exp.Expr:
        stated = self.withheld.stated("grade")
        branches = [
            (exp.EQ(this=stated, expression=exp.Literal.string(step.name)), whole(at))
            for at, step in enumerate(self.program.grades)
        ]
        return nodes.case(*branches)

    def _allowed(self, step: QuotaStep, index: exp.Expr, group: Sequence[exp.Expr]) -> Integer:
        quantity: Quantity = step.quota.quantity
        if quantity.number is not None:
            return integers.integer(max(quantity.number, quantity.at_least))
        assert quantity.share is not None
        counts: exp.Expr = nodes.not_(is_null(index))
        if step.quota.base is QuotaBase.ELIGIBLE:
            counts = nodes.and_(counts, is_null(self._column("veto")))
        base = count_of(counts, group)
        share = quantity.share
        exact = integers.multiply(base, integers.integer(share.numerator))
        divisor = integers.integer(share.denominator)
        number = integers.divide(exact, divisor, _MODES[quantity.rounding])
        return integers.at_least(number, integers.integer(quantity.at_least))

    def _is_member(self, step: QuotaStep, index: exp.Expr) -> exp.Expr:
        inside = exp.Between(this=index, low=whole(step.first), high=whole(step.last))
        return is_true(inside)

    def _displaced(
        self,
        number: int,
        step: QuotaStep,
        index: exp.Column,
        allowed: exp.Expr,
        group: Sequence[exp.Expr],
    ) -> exp.Column:
        is_member = self.layers.define(quota_column(number, "member"), self._is_member(step, index))
        orders = self._best_first(step, index)
        place = place_by(orders, [*group, is_member], is_best=step.quota.ties_are_in)
        place = self.layers.define(quota_column(number, "place"), place)
        falls = nodes.and_(is_member, exp.GT(this=place, expression=allowed))
        sql = nodes.case((falls, whole(step.last + 1)), otherwise=index)
        return self.layers.define(quota_column(number, "kept"), sql)

    def _filled(
        self,
        number: int,
        step: QuotaStep,
        index: exp.Column,
        allowed: exp.Expr,
        group: Sequence[exp.Expr],
    ) -> exp.Column:
        members = count_of(self._is_member(step, index), group)
        wanted = exp.Sub(this=allowed, expression=members.sql)
        wanted_column = self.layers.define(quota_column(number, "wanted"), wanted)
        if step.is_of_worst:
            can_move = is_true(exp.LT(this=index, expression=whole(step.first)))
            orders = [order.turned() for order in self._best_first(step, index)]
            target = step.first
        else:
            is_below = exp.GT(this=index, expression=whole(step.last))
            is_allowed = exp.LTE(this=self._column("limit"), expression=whole(step.last))
            can_move = is_true(nodes.paren(nodes.and_(is_below, is_allowed)))
            orders, target = self._best_first(step, index), step.last
        candidate = self.layers.define(quota_column(number, "candidate"), can_move)
        place = place_by(orders, [*group, candidate], is_best=step.quota.ties_are_in)
        place = self.layers.define(quota_column(number, "next"), place)
        moves = nodes.and_(candidate, exp.LTE(this=place, expression=wanted_column))
        sql = nodes.case((moves, whole(target)), otherwise=index)
        return self.layers.define(quota_column(number, "filled"), sql)

    def _best_first(self, step: QuotaStep, index: exp.Column) -> list[Order]:
        equals = order_of_equals(self.layers, self.lowering, step.then)
        return [Order(index, False), Order(self._column(TOTAL), True), *equals]

    def _grade_name(self, index_column: str) -> exp.Expr:
        branches = [
            (
                exp.EQ(this=self._column(index_column), expression=whole(index)),
                exp.Literal.string(step.name),
            )
            for index, step in enumerate(self.program.grades)
        ]
        return nodes.case(*branches)
