"""Where organizations are not as the rules want them, on a day; a constant number of queries for any number of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from guben_web.engine.texts import Text
from guben_web.org.access import Scope, ids_below, within
from guben_web.structure.rules import RULES, Rule, parameters
from guben_web.structure.states import State, Unit, states_on, units_on
from guben_web.teams.terms import LatestTerm, ended_after

_FEW = Text("有{n}名正式党员，不足{least}名。", "{n} full members; there should be {least} at least.")
_MANY = Text("有{n}名党员，超过{most}名。", "{n} members; there should be {most} at most.")
_BETWEEN = Text(
    "含下级有{n}名党员，一般应多于{least}名、少于{most}名。",
    "{n} members with those below; there should be more than {least} and fewer than {most}.",
)
_COMMITTEE = Text(
    "含下级有{n}名党员，不足{least}名。", "{n} members with those below; there should be {least} at least."
)
_NO_TEAM = Text(
    "有{n}名正式党员，应设{least}至{usual}人的支部委员会，现有班子{team}人。",
    "{n} full members need a committee of {least} to {usual}; the team has {team}.",
)
_LARGE = Text("班子有{team}人，最多{most}人。", "The team has {team}; {most} at most.")
_SMALL_WITH_TEAM = Text(
    "正式党员{n}名，不足{least}名，不设支部委员会，现有班子{team}人。",
    "{n} full members, fewer than {least}, have no committee; the team has {team}.",
)
_UNITS = Text("覆盖{n}个单位，一般不超过{most}个。", "It covers {n} workplaces; {most} at most, usually.")
_NO_SECRETARY = Text("没有书记。", "There is no secretary.")
_NO_LEADER = Text("没有组长。", "There is no leader.")
_OVERDUE = Text("应于{day}前换届，已逾期{n}天。", "The election was due by {day}, {n} days ago.")
_DUE = Text("应于{day}前换届，还有{n}天。", "The election is due by {day}, in {n} days.")
_LONG = Text(
    "批准延期到{day}，超过规定的{years}年。", "Postponed to {day}, more than the {years} years allowed."
)
_NO_TERM = Text(
    "没有登记本届任期，看不出何时换届。", "There is no term on record, so nobody sees when it ends."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that an organization does not satisfy."""

    organization: Unit
    rule: Rule
    words: Text
    township: str
    # The day by which the next election has to be held, as far as it is known.
    term_ends: date | None = None


def findings_on(
    day: date, scope: Scope, *, only: int | None = None, rule: str = "", township: int | None = None
) -> list[Finding]:
    """Return what is found in a scope on a day: of one organization, by one rule, or below one township if asked."""
    top = only or township
    reach = Q(organization_id__in=ids_below([top], day)) if top else Q()
    units = units_on(day, within(scope, day) & reach)
    if top is not None and top not in units:
        return []
    numbers = parameters()
    return [
        Finding(unit, RULES[code], words, _township_of(unit, units), state.term.ends if state.term else None)
        for unit, state in states_on(day, units, units if only is None else [only])
        for code, words in _found(unit, state, numbers, day)
        if not rule or code == rule
    ]


def _township_of(unit: Unit, units: Mapping[int, Unit]) -> str:
    """Return the name of the township that an organization is or belongs to, as far as the scope reaches."""
    here: Unit | None = unit
    while here is not None:
        if here.level == "township":
            return here.name
        here = units.get(here.parent_id or 0)
    return ""


def _found(unit: Unit, state: State, numbers: Mapping[str, int], day: date) -> Iterable[tuple[str, Text]]:
    if unit.type == "group":
        if not state.posts.leaders:
            yield "no-leader", _NO_LEADER
        return
    if not state.posts.secretaries:
        yield "no-secretary", _NO_SECRETARY
    if unit.type == "branch":
        yield from _of_branch(state, numbers)
    elif unit.type == "general_branch":
        low, high = numbers["general_branch_above"], numbers["committee_from_members"]
        if not low < state.with_below < high:
            yield "general-branch", _BETWEEN.filled(n=state.with_below, least=low, most=high)
    elif unit.level in ("village", "branch") and state.with_below < numbers["committee_from_members"]:
        # Committees of townships and counties are there by law, whatever their size.
        least = numbers["committee_from_members"]
        yield "committee", _COMMITTEE.filled(n=state.with_below, least=least)
    if state.units > numbers["joint_most_units"]:
        yield "joint-units", _UNITS.filled(n=state.units, most=numbers["joint_most_units"])
    yield from _of_term(state.term, numbers, day)


def _of_branch(state: State, numbers: Mapping[str, int]) -> Iterator[tuple[str, Text]]:
    if state.full < numbers["branch_least"]:
        yield "few-members", _FEW.filled(n=state.full, least=numbers["branch_least"])
    if state.members > numbers["branch_most"]:
        yield "many-members", _MANY.filled(n=state.members, most=numbers["branch_most"])
    least, usual, most = numbers["team_least"], numbers["team_usual"], numbers["team_most"]
    if state.full >= numbers["team_from_members"] and state.posts.team < least:
        yield "no-team", _NO_TEAM.filled(n=state.full, least=least, usual=usual, team=state.posts.team)
    elif state.posts.team > most:
        yield "large-team", _LARGE.filled(team=state.posts.team, most=most)
    elif state.full < numbers["team_from_members"] and state.posts.team >= least:
        yield (
            "large-team",
            _SMALL_WITH_TEAM.filled(n=state.full, least=numbers["team_from_members"], team=state.posts.team),
        )


def _of_term(term: LatestTerm | None, numbers: Mapping[str, int], day: date) -> Iterator[tuple[str, Text]]:
    if term is None:
        yield "no-term", _NO_TERM
        return
    left = (term.ends - day).days
    if left < 0:
        yield "overdue", _OVERDUE.filled(day=term.ends.isoformat(), n=-left)
    elif left <= numbers["election_notice_days"]:
        yield "due", _DUE.filled(day=term.ends.isoformat(), n=left)
    years = numbers["postponed_most_years"]
    if term.postponed_to is not None and term.postponed_to > ended_after(term.due_date, years):
        yield "long-postponed", _LONG.filled(day=term.postponed_to.isoformat(), years=years)
