"""Reads of rounds, paths and plans, each in a constant number of queries."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q, QuerySet

from guben_web.org.queries import matching
from guben_web.people.models import Post
from guben_web.people.posts import held_on, rank_of_post
from guben_web.promotion.enums import MOVED, TO_WRITE, Outcome, PlanState
from guben_web.promotion.models import Path
from guben_web.results.peers import LEAST_PEERS

_MOST_DIGITS = 10
_CONTACT_LEADER = "contact_leader"
# What a list of paths can be narrowed down to by the state of the plan, beside the states themselves.
MISSING, LATE, TAIL, REACHED = "missing", "late", "tail", "reached"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which paths of a round are asked for; what is empty does not narrow."""

    words: str = ""
    township: str = ""
    baseline: str = ""
    outcome: str = ""
    plan: str = ""

    @property
    def is_everything(self) -> bool:
        """True if nothing is narrowed."""
        return self == Wanted()


@dataclass(slots=True)
class Tally:
    """How many paths there are, by baseline grade, by movement, and how far their plans are."""

    id: int | None = None
    name: str = ""
    number: int = 0
    tailed: int = 0
    reached: int = 0
    asked: int = 0
    missing: int = 0
    missing_on_tail: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    plans: Counter[str] = field(default_factory=Counter)
    flows: Counter[tuple[int, int]] = field(default_factory=Counter)

    @property
    def moved_up(self) -> int:
        """How many moved up."""
        return self.outcomes[Outcome.UP]

    @property
    def stayed(self) -> int:
        """How many stayed."""
        return self.outcomes[Outcome.STAYED]

    @property
    def fell(self) -> int:
        """How many fell."""
        return self.outcomes[Outcome.FELL]

    @property
    def compared(self) -> int:
        """How many have both grades."""
        return self.moved_up + self.stayed + self.fell


@dataclass(frozen=True, slots=True)
class Overview:
    """A round at a glance: the whole, and each township."""

    whole: Tally
    townships: list[Tally]


@dataclass(frozen=True, slots=True)
class PeerCounts:
    """What a unit is told of others: how many peers there are, and how many of them moved how; never who."""

    is_all: bool
    number: int
    grades: Mapping[int | None, int]
    outcomes: Mapping[str, int]


def narrowed(rows: QuerySet[Path], wanted: Wanted, today: date) -> QuerySet[Path]:
    """Return those of the paths that are asked for."""
    rows = rows.filter(matching(wanted.words, code="code"))
    if _is_number(wanted.township):
        rows = rows.filter(township=int(wanted.township))
    if _is_number(wanted.baseline):
        rows = rows.filter(baseline=int(wanted.baseline))
    if wanted.outcome == REACHED:
        rows = rows.filter(has_reached=True)
    elif wanted.outcome in Outcome.values and wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    if wanted.plan == MISSING:
        rows = rows.filter(lacking())
    elif wanted.plan == LATE:
        rows = rows.filter(late(today))
    elif wanted.plan == TAIL:
        rows = rows.exclude(tails=[])
    elif wanted.plan in PlanState.values:
        rows = rows.filter(plan__state=wanted.plan)
    return rows


def lacking() -> Q:
    """Return the condition that a path needs a plan and nothing was handed in."""
    return Q(must_plan=True) & (Q(plan=None) | Q(plan__state__in=TO_WRITE))


def late(today: date) -> Q:
    """Return the condition that a plan is being carried out though its deadline has passed."""
    return Q(plan__state=PlanState.APPROVED, plan__deadline__lt=today)


def in_order(rows: QuerySet[Path], sort: str) -> QuerySet[Path]:
    """Return paths by name, baseline, target or second grade, `-` before it for falling; else by township and code."""
    column = sort.removeprefix("-")
    rows = rows.select_related("plan")
    if column not in ("name_pinyin", "baseline", "target", "second"):
        return rows.order_by(F("township_name").asc(nulls_last=True), "organization__key")
    by = F(column)
    order = by.desc(nulls_last=True) if sort.startswith("-") else by.asc(nulls_last=True)
    return rows.order_by(order, "organization__key")


def overview_of(rows: QuerySet[Path]) -> Overview:
    """Return paths at a glance; one query."""
    whole, townships = Tally(), dict[int | None, Tally]()
    held = rows.order_by("township_name", "id").values_list(
        *("township_id", "township_name", "baseline", "second", "outcome", "has_reached"),
        *("must_plan", "tails", "plan__state"),
    )
    for township, name, *facts in held:
        here = townships.setdefault(township, Tally(township, name))
        for tally in (whole, here):
            _count(tally, *facts)
    return Overview(whole, list(townships.values()))


def townships_in(rows: QuerySet[Path]) -> list[tuple[int, str]]:
    """Return the townships that paths can be narrowed by; one query."""
    below = rows.exclude(township=None)
    return list(below.order_by("township_name").values_list("township_id", "township_name").distinct())


def peers_of(path: Path) -> PeerCounts | None:
    """Return the counts of the peers of an organization, itself among them; None where they are fewer than five.

    Peers are those of the same field; where these are too few, all of the round. One query.
    """
    rows = list(path.round.paths.exclude(baseline=None).values_list("field", "baseline", "outcome"))
    own = [each for each in rows if each[0] == path.field]
    is_all = len(own) < LEAST_PEERS
    group = rows if is_all else own
    if len(group) < LEAST_PEERS:
        return None
    return PeerCounts(
        is_all,
        len(group),
        Counter(place for _, place, _ in group),
        Counter(outcome for _, _, outcome in group if outcome),
    )


def who_can_answer(organization_id: int, day: date) -> list[Post]:
    """Return the posts held in an organization, and those of the county's contact leaders; one query."""
    rows = Post.objects.filter(Q(organization_id=organization_id) | Q(post=_CONTACT_LEADER), held_on(day))
    posts = rows.select_related("member").order_by(rank_of_post(), "id")
    # Those of the organization itself first; sorting keeps the order otherwise.
    return sorted(posts, key=lambda each: each.organization_id != organization_id)


def _count(
    tally: Tally,
    baseline: int | None,
    second: int | None,
    outcome: str,
    has_reached: bool | None,
    must_plan: bool,
    tails: list[object],
    plan: str | None,
) -> None:
    tally.number += baseline is not None
    tally.tailed += bool(tails)
    tally.reached += bool(has_reached)
    tally.asked += must_plan
    is_lacking = must_plan and (plan is None or plan in TO_WRITE)
    tally.missing += is_lacking
    tally.missing_on_tail += is_lacking and bool(tails)
    tally.outcomes[outcome] += 1
    if plan:
        tally.plans[plan] += 1
    if outcome in MOVED and baseline is not None and second is not None:
        tally.flows[baseline, second] += 1


def _is_number(asked: str) -> bool:
    return asked.isdecimal() and len(asked) <= _MOST_DIGITS
