"""Which workplaces have no organization although they could, and what would be formed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import workplace_title
from guben_web.org.access import Scope, holding_on
from guben_web.org.enums import Cover
from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.structure.rules import parameters
from guben_web.words.formats import percent_of
from guben_web.workplaces.access import in_range
from guben_web.workplaces.enums import State
from guben_web.workplaces.models import Plan

_OWN = Text("正式党员{n}名，应单独建党支部。", "{n} full members: its own branch.")
_JOINT = Text(
    "正式党员{n}名，可与同乡镇同类的{others}个单位联合，共{all}名。",
    "{n} full members: a joint branch with {others} of the same kind in the township, {all} in all.",
)
_ATTACHED = Text(
    "正式党员{n}名，附近没有可联合的同类单位，可挂靠相近的党组织。",
    "{n} full members and nobody of the same kind to join: attach it to an organization nearby.",
)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """An eligible workplace without an organization: what would be formed, why, and how far that has come."""

    workplace: Workplace
    township: str
    township_id: int | None
    cover: Cover
    why: Text
    state: State
    plan: Plan | None


@dataclass(slots=True)
class Rate:
    """How many of the eligible workplaces have an organization, and in which way."""

    title: Text
    eligible: int = 0
    by_cover: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Cover.values, 0))

    @property
    def covered(self) -> int:
        """How many have one."""
        return sum(self.by_cover.values())

    @property
    def missing(self) -> int:
        """How many have none."""
        return self.eligible - self.covered

    @property
    def share(self) -> str:
        """The covered share of the eligible in percent, cut off after the first digit so that it never flatters."""
        if not self.eligible:
            return percent_of(None)
        tenths = int(Fraction(1000 * self.covered, self.eligible))
        return f"{tenths // 10}.{tenths % 10}%"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rates of a scope by township and by kind, and the list to work through."""

    whole: Rate
    by_township: list[Rate]
    by_kind: list[Rate]
    uncovered: list[Uncovered]


def coverage_on(day: date, scope: Scope) -> Coverage:
    """Return the coverage of a scope on a day; a constant number of queries."""
    rows = list(
        Workplace.objects.filter(holding_on(day), in_range(scope, day)).order_by(
            "kind", "name_initials", "id"
        )
    )
    townships = _Townships(day)
    eligible = [row for row in rows if row.organization_id is not None or row.members]
    whole = Rate(Text("合计", "All"))
    by_township: dict[int | None, Rate] = {}
    by_kind: dict[str, Rate] = {}
    for row in eligible:
        where = townships.of(row)
        rates = (
            whole,
            by_township.setdefault(where, Rate(townships.title(where))),
            by_kind.setdefault(row.kind, Rate(workplace_title(row.kind))),
        )
        for rate in rates:
            rate.eligible += 1
            if row.organization_id is not None:
                rate.by_cover[row.cover] += 1
    plans = {each.workplace_key: each for each in Plan.objects.all()}
    return Coverage(
        whole,
        sorted(by_township.values(), key=lambda rate: (-rate.missing, rate.title.zh)),
        sorted(by_kind.values(), key=lambda rate: (-rate.missing, rate.title.zh)),
        list(_uncovered([row for row in eligible if row.organization_id is None], townships, plans)),
    )


def uncovered_workplaces(day: date, scope: Scope) -> QuerySet[Workplace]:
    """Return the workplaces of a scope that have full members and no organization on a day."""
    return Workplace.objects.filter(holding_on(day), in_range(scope, day), organization=None, members__gt=0)


class _Townships:
    """Finds the township of an organization on a day; one query."""

    def __init__(self, day: date) -> None:
        rows = OrganizationVersion.objects.filter(holding_on(day))
        self.rows = {row.organization_id: row for row in rows}

    def of(self, workplace: Workplace) -> int | None:
        here = self.rows.get(workplace.organization_id or workplace.place_id or 0)
        seen: set[int] = set()
        while here is not None and here.level != "township" and here.organization_id not in seen:
            seen.add(here.organization_id)
            here = self.rows.get(here.parent_id or 0)
        return here.organization_id if here is not None and here.level == "township" else None

    def title(self, township: int | None) -> Text:
        if township is None:
            return Text("县直", "Of the county itself")
        return Text(self.rows[township].name, self.rows[township].name)


def _uncovered(
    rows: list[Workplace], townships: _Townships, plans: Mapping[str, Plan]
) -> Iterable[Uncovered]:
    numbers = parameters()
    own, most = numbers["own_from_members"], numbers["joint_most_units"]
    small: defaultdict[tuple[int | None, str], list[Workplace]] = defaultdict(list)
    for row in rows:
        if (row.members or 0) < own:
            small[townships.of(row), row.kind].append(row)
    for row in rows:
        where, members = townships.of(row), row.members or 0
        joined = _partners(row, small[where, row.kind], most - 1)
        together = members + sum(each.members or 0 for each in joined)
        if members >= own:
            cover, why = Cover.OWN, _OWN.filled(n=members)
        elif together >= own and joined:
            cover, why = Cover.JOINT, _JOINT.filled(n=members, others=len(joined), all=together)
        else:
            cover, why = Cover.ATTACHED, _ATTACHED.filled(n=members)
        plan = plans.get(row.key)
        yield Uncovered(
            row,
            townships.title(where).zh,
            where,
            Cover(plan.cover) if plan else cover,
            why,
            State(plan.state) if plan else State.OPEN,
            plan,
        )


def _partners(row: Workplace, others: list[Workplace], most: int) -> list[Workplace]:
    """Return those with the most members of the same kind in the same township, as many as a joint branch takes."""
    rest = sorted((each for each in others if each is not row), key=lambda each: -(each.members or 0))
    return rest[:most]
