"""Two rounds of promotion in the demo: one whose second grades are known, and one whose plans stand in every state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.engine.lists import Cell, ListSheet, list_book
from guben_web.promotion import plan_actions, round_actions
from guben_web.promotion.enums import Asked, PlanState
from guben_web.promotion.lost import find_result, lost_in
from guben_web.promotion.models import Path, Round
from guben_web.promotion.plan_actions import Draft, Wish
from guben_web.promotion.queries import who_can_answer
from guben_web.promotion.round_actions import Terms
from guben_web.promotion.sources import Source, baseline_sources
from guben_web.promotion.writing import responsible_of
from guben_web.results.layout import layout_from_data
from guben_web.results.models import Evaluation, Result

FILE_NAME = "{period}年度分类定级结果.xlsx"
_SHEET, _HEADINGS = "年度等次", ("党组织", "年度", "等次")
_TITLE = "{period}年度晋位升级"
# By the place of a village in the list: by how many grades it stood lower the year before. The rest did not move.
_LOWER_BEFORE = {1: 1, 2: 1, 5: -1}
_AT_A_TIME = 7
_DUE, _FINISH = timedelta(days=12), timedelta(days=200)
_MOST_LINES = 3
# Of the township's villages in order, behind the secretary's own, which has none yet: the state, and days to the deadline.
_PLANS = (
    (PlanState.SUBMITTED, 90),
    (PlanState.APPROVED, 60),
    (PlanState.RETURNED, 120),
    (PlanState.FULFILLED, 30),
    (PlanState.APPROVED, -6),
    (PlanState.DRAFT, 150),
    (PlanState.SUBMITTED, 100),
)
_OWN_LINE = "由书记每月在党员大会上通报进展。"
_RETURNED = "措施太笼统，写明由谁做、做到什么程度。"
_NOTED = "已召开支部大会部署，第一项措施完成一半。"
_OLD_NOTE = "各项措施已落实，台账齐全。"


@dataclass(frozen=True, slots=True)
class People:
    """Who takes part: the department, and the township, which writes for its villages."""

    department: Account
    township: Account


def grades_before(evaluation: Evaluation) -> bytes:
    """Return the list of the year before as an office has it: a title, then village, year and grade."""
    layout = layout_from_data(evaluation.layout)
    rows = Result.objects.filter(evaluation=evaluation).exclude(grade=None).order_by("organization__key")
    lines: list[Sequence[Cell]] = []
    for place, row in enumerate(rows):
        assert row.grade is not None
        moved = _LOWER_BEFORE.get(place % _AT_A_TIME, 0)
        before = min(len(layout.grades) - 1, max(0, row.grade + moved))
        lines.append([row.code or row.name, str(int(evaluation.period) - 1), layout.grades[before].zh])
    sheet = ListSheet(_SHEET, _HEADINGS, lines, (20, 10, 10))
    return list_book([sheet], mark=FILE_NAME.format(period=int(evaluation.period) - 1))


@transaction.atomic
def promote(*, evaluation: Evaluation, people: People, villages: Sequence[int]) -> None:
    """Carry a round from the grades brought in to those of the evaluation, and begin the next from these."""
    if Round.objects.exists():
        return
    now, today = timezone.now(), timezone.localdate()
    sources = baseline_sources()
    year = int(evaluation.period)
    before = next(each for each in sources if each.evaluation is None and each.period == str(year - 1))
    first = _opened(evaluation.scheme, year, before, today - _FINISH, people.department, now)
    for path in _paths(first, villages[:_AT_A_TIME]):
        _plan(path, PlanState.FULFILLED, today - timedelta(days=30), people, now)
    round_actions.assess(round_=first, evaluation=evaluation, by=people.department, now=now)
    computed = next(each for each in sources if each.evaluation == evaluation)
    second = _opened(evaluation.scheme, year + 1, computed, today, people.department, now)
    for path, (state, days) in zip(_paths(second, villages[1:]), _PLANS, strict=False):
        _plan(path, state, today + timedelta(days=days), people, now)


def _opened(scheme: str, year: int, source: Source, begun: date, by: Account, now: datetime) -> Round:
    terms = Terms(
        title=_TITLE.format(period=year),
        scheme=scheme,
        period=str(year),
        grades_up=1,
        asks=Asked.EVERYBODY,
        plans_due=begun + _DUE,
        finish_by=begun + _FINISH,
    )
    round_ = round_actions.prepare_round(terms=terms, source=source, by=by, now=now)
    round_actions.open_round(round_=round_, by=by, now=now)
    return Round.objects.get(pk=round_.pk)


def _paths(round_: Round, villages: Sequence[int]) -> list[Path]:
    """Return the paths of some organizations in their order."""
    held = {each.organization_id: each for each in Path.objects.filter(round=round_).select_related("round")}
    return [held[each] for each in villages if each in held]


def _plan(path: Path, state: PlanState, deadline: date, people: People, now: datetime) -> None:
    """Have the plan of a village written as its form offers it, and brought to a state."""
    posts = who_can_answer(path.organization_id, timezone.localdate(now))
    lost = lost_in(find_result(path))[:_MOST_LINES]
    wishes = [Wish(each.text.zh, each.part, each.title, each.points) for each in lost]
    who = responsible_of(posts, str(posts[0].pk)) if posts else None
    draft = Draft([*wishes, Wish(_OWN_LINE)], deadline, who)
    # A village whose posts are not known has nobody to answer for its plan; it stays a draft.
    if state is PlanState.DRAFT or who is None:
        plan_actions.save_plan(path=path, draft=draft, revision=0, is_proxy=True, by=people.township, now=now)
        return
    plan_actions.submit_plan(path=path, draft=draft, revision=0, is_proxy=True, by=people.township, now=now)
    if state is PlanState.RETURNED:
        plan_actions.return_plan(path=path, revision=1, reason=_RETURNED, by=people.township, now=now)
    if state in (PlanState.APPROVED, PlanState.FULFILLED):
        plan_actions.approve_plan(path=path, revision=1, by=people.township, now=now)
        day = timezone.localdate(now) - timedelta(days=4)
        text = _OLD_NOTE if state is PlanState.FULFILLED else _NOTED
        plan_actions.note_progress(path=path, on=day, text=text, by=people.township, now=now)
    if state is PlanState.FULFILLED:
        plan_actions.fulfil_plan(path=path, revision=1, by=people.township, now=now)
