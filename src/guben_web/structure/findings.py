"""Where organizations are not as the rules want them, on a day; a constant number of queries for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import MEMBERS, TEAM_POSTS
from guben_web.org.access import Scope, holding_on, ids_below, within
from guben_web.org.enums import Cover
from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.people.models import Membership, Post
from guben_web.people.posts import held_on
from guben_web.structure.rules import RULES, Rule, parameters
from guben_web.teams.models import Term
from guben_web.teams.terms import ended_after, latest_terms

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

_FEW_ENOUGH = 400


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that an organization does not satisfy."""

    organization: OrganizationVersion
    rule: Rule
    words: Text
    township: str
    # The day by which the next election has to be held, as far as it is known.
    term_ends: date | None = None


@dataclass(frozen=True, slots=True)
class _Posts:
    """How many lead an organization or a group, and how many people are in its team."""

    secretaries: int
    leaders: int
    team: int


_NO_POSTS = _Posts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class _State:
    """What the rules ask about one organization."""

    full: int
    members: int
    with_below: int
    posts: _Posts
    units: int
    term: Term | None


def findings_on(
    day: date, scope: Scope, *, only: int | None = None, rule: str = "", township: int | None = None
) -> list[Finding]:
    """Return what is found in a scope on a day: of one organization, by one rule, or below one township if asked."""
    top = only or township
    reach = Q(organization_id__in=ids_below([top], day)) if top else Q()
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day), reach)
    versions = {row.organization_id: row for row in rows.order_by("organization__key")}
    if top is not None and top not in versions:
        return []
    tally = _Tally(day, versions)
    numbers = parameters()
    found = []
    for organization_id, version in versions.items():
        if only is None or organization_id == only:
            state = tally.state_of(organization_id)
            ends = state.term.ends if state.term else None
            found += [
                Finding(version, RULES[code], words, tally.township_of(version), ends)
                for code, words in _found(version, state, numbers, day)
                if not rule or code == rule
            ]
    return found


class _Tally:
    """What is known of some organizations, counted once for all of them."""

    def __init__(self, day: date, versions: Mapping[int, OrganizationVersion]) -> None:
        self.versions = versions
        # A list of thousands of ids is more than some databases take; then everything is counted.
        here = Q(organization_id__in=list(versions)) if len(versions) < _FEW_ENOUGH else Q()
        members = Membership.objects.filter(holding_on(day), here).order_by()
        counts = members.values("organization_id").annotate(
            full=Count("pk", filter=Q(status="full")), all=Count("pk", filter=Q(status__in=MEMBERS))
        )
        self.members = {row["organization_id"]: (row["full"], row["all"]) for row in counts}
        # Counted by the database: in a county thousands of posts are held.
        held = Post.objects.filter(held_on(day), here).order_by().values("organization_id")
        posts = held.annotate(
            secretaries=Count("pk", filter=Q(post="secretary")),
            leaders=Count("pk", filter=Q(post="group_leader")),
            team=Count("member_id", filter=Q(post__in=TEAM_POSTS), distinct=True),
        )
        self.posts = {
            row["organization_id"]: _Posts(row["secretaries"], row["leaders"], row["team"]) for row in posts
        }
        joint = Workplace.objects.filter(holding_on(day), here, cover=Cover.JOINT).order_by()
        units = joint.values("organization_id").annotate(number=Count("pk"))
        self.units = {row["organization_id"]: row["number"] for row in units}
        self.terms = latest_terms(day, here)
        self.children: defaultdict[int, list[int]] = defaultdict(list)
        for organization_id, version in versions.items():
            if version.parent_id is not None:
                self.children[version.parent_id].append(organization_id)

    def state_of(self, organization_id: int) -> _State:
        """Return what the rules ask about; members of Party groups count with their branch."""
        groups = [each for each in self.children[organization_id] if self.versions[each].type == "group"]
        counted = [self.members.get(each, (0, 0)) for each in (organization_id, *groups)]
        return _State(
            full=sum(full for full, _ in counted),
            members=sum(members for _, members in counted),
            with_below=sum(self.members.get(each, (0, 0))[1] for each in self._subtree(organization_id)),
            posts=self.posts.get(organization_id, _NO_POSTS),
            units=self.units.get(organization_id, 0),
            term=self.terms.get(organization_id),
        )

    def township_of(self, version: OrganizationVersion) -> str:
        """Return the name of the township that an organization is or belongs to, as far as the scope reaches."""
        here: OrganizationVersion | None = version
        while here is not None:
            if here.level == "township":
                return here.name
            here = self.versions.get(here.parent_id or 0)
        return ""

    def _subtree(self, organization_id: int) -> Iterator[int]:
        waiting = [organization_id]
        while waiting:
            here = waiting.pop()
            yield here
            waiting.extend(self.children[here])


def _found(
    version: OrganizationVersion, state: _State, numbers: Mapping[str, int], day: date
) -> Iterable[tuple[str, Text]]:
    if version.type == "group":
        if not state.posts.leaders:
            yield "no-leader", _NO_LEADER
        return
    if not state.posts.secretaries:
        yield "no-secretary", _NO_SECRETARY
    if version.type == "branch":
        yield from _of_branch(state, numbers)
    elif version.type == "general_branch":
        low, high = numbers["general_branch_above"], numbers["committee_from_members"]
        if not low < state.with_below < high:
            yield "general-branch", _BETWEEN.filled(n=state.with_below, least=low, most=high)
    elif version.level in ("village", "branch") and state.with_below < numbers["committee_from_members"]:
        # Committees of townships and counties are there by law, whatever their size.
        least = numbers["committee_from_members"]
        yield "committee", _COMMITTEE.filled(n=state.with_below, least=least)
    if state.units > numbers["joint_most_units"]:
        yield "joint-units", _UNITS.filled(n=state.units, most=numbers["joint_most_units"])
    yield from _of_term(state.term, numbers, day)


def _of_branch(state: _State, numbers: Mapping[str, int]) -> Iterator[tuple[str, Text]]:
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


def _of_term(term: Term | None, numbers: Mapping[str, int], day: date) -> Iterator[tuple[str, Text]]:
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
