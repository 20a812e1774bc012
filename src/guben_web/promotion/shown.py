"""Paths and plans as pages show them."""

from dataclasses import dataclass
from datetime import date

from guben_web.accounts.workbench import Colour
from guben_web.engine.texts import Text
from guben_web.promotion.enums import TO_WRITE, WAY, Outcome, PlanState, RoundState
from guben_web.promotion.grades import order_from_data
from guben_web.promotion.models import Path, Plan, Round, Undertaking
from guben_web.results.shown import ShownGrade
from guben_web.words.language import text_of

_MISSING, _NOT_ASKED = Text("没有方案", "No plan"), Text("不要求", "Not asked for")
_LATE = Text("已逾期", "Past its deadline")
_REACHED, _NOT_REACHED = Text("达到", "Reached"), Text("未达到", "Not reached")
_OUTCOME_COLOURS: dict[str, Colour] = {Outcome.UP: "green", Outcome.FELL: "red"}
_PLAN_COLOURS: dict[str, Colour] = {
    PlanState.SUBMITTED: "amber",
    PlanState.RETURNED: "amber",
    PlanState.FULFILLED: "green",
}


@dataclass(frozen=True, slots=True)
class Sign:
    """Words with the colour of their signal."""

    words: Text
    colour: Colour


@dataclass(frozen=True, slots=True)
class Milestone:
    """A state on the way of a round, and whether it is done, now or later."""

    words: str
    state: str


@dataclass(frozen=True, slots=True)
class ShownUndertaking:
    """A line of a plan with the part that it is about."""

    undertaking: Undertaking
    title: Text | None


@dataclass(frozen=True, slots=True)
class ShownPath:
    """A path with its grades in words, how it moved, and how far its plan is."""

    path: Path
    baseline: ShownGrade
    target: ShownGrade
    second: ShownGrade
    outcome: Sign
    reached: Sign | None
    plan: Sign
    tails: tuple[Text, ...]


def plan_of(path: Path) -> Plan | None:
    """Return the plan of a path that was selected with it."""
    return getattr(path, "plan", None)


def shown_path(path: Path, round_: Round, today: date) -> ShownPath:
    """Return a path as a row."""
    order = order_from_data(round_.grades)
    outcome = Outcome(path.outcome)
    return ShownPath(
        path,
        order.shown(path.baseline),
        order.shown(path.target),
        order.shown(path.second),
        Sign(text_of(outcome.label), _OUTCOME_COLOURS.get(outcome, "none")),
        None
        if path.has_reached is None
        else Sign(_REACHED, "green")
        if path.has_reached
        else Sign(_NOT_REACHED, "amber"),
        _plan_sign(path, round_, today),
        tuple(Text(zh, en) for zh, en in path.tails),
    )


def shown_undertakings(plan: Plan) -> list[ShownUndertaking]:
    """Return the lines of a plan."""
    return [
        ShownUndertaking(each, Text(*each.part_title) if each.part_title else None)
        for each in plan.undertakings.all()
    ]


def milestones(state: RoundState) -> list[Milestone]:
    """Return the way of a round in a state."""
    place = WAY.index(state) if state in WAY else -1

    def state_of(index: int) -> str:
        if index < place or state is RoundState.CLOSED:
            return "done"
        return "now" if index == place else "later"

    return [Milestone(str(each.label), state_of(index)) for index, each in enumerate(WAY)]


def _plan_sign(path: Path, round_: Round, today: date) -> Sign:
    plan, is_late = plan_of(path), today > round_.plans_due
    if plan is None and not path.must_plan:
        return Sign(_NOT_ASKED, "none")
    if plan is None:
        # Once the second grades are in, only those on a list of the last still need one.
        is_asked = round_.state == RoundState.OPEN
        is_red = bool(path.tails) or (is_asked and is_late)
        return Sign(_MISSING, "red" if is_red else "amber" if is_asked else "none")
    state = PlanState(plan.state)
    if state is PlanState.APPROVED and plan.deadline is not None and plan.deadline < today:
        return Sign(_LATE, "red")
    if state in TO_WRITE and path.must_plan and is_late:
        return Sign(text_of(state.label), "red")
    return Sign(text_of(state.label), _PLAN_COLOURS.get(state, "none"))
