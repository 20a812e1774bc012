"""The rules that organizations should satisfy, with their parameters and where these come from, in one place.

Nothing here forbids anything: an organization that departs from a rule is found, and somebody looks at it. A county
sets other numbers on the page of rules. Ids such as S101 name sources as the glossary does.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from guben_web.engine.texts import Text
from guben_web.structure.models import Parameter as Stored

_BRANCHES = Text("《支部工作条例》（2018）", "Regulation on branches (2018)")
_ELECTIONS = Text("《基层组织选举工作条例》（2020）", "Regulation on elections (2020)")
_LOCAL = Text("地方做法，可调整", "Local practice; set it as you do")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a rule: what it is called, what it is unless a county says otherwise, and its source."""

    name: str
    title: Text
    default: int
    source: Text


def _parameter(name: str, zh: str, en: str, default: int, source: Text, ids: str = "") -> Parameter:
    cited = Text(f"{source.zh}{ids}", f"{source.en} {ids}".strip())
    return Parameter(name, Text(zh, en), default, cited)


PARAMETERS = (
    _parameter("branch_least", "党支部正式党员最少（人）", "Full members of a branch, at least", 3, _BRANCHES, "[S101][S102]"),
    _parameter("branch_most", "党支部党员一般不超过（人）", "Members of a branch, usually at most", 50, _BRANCHES, "[S101][S102]"),
    _parameter("joint_most_units", "联合党支部覆盖单位一般不超过（个）", "Workplaces of a joint branch, usually at most", 5, _BRANCHES, "[S102]"),
    _parameter("general_branch_above", "党总支党员超过（人）", "Members of a general branch, more than", 50, _BRANCHES, "[S101]"),
    _parameter("committee_from_members", "设党委的党员数（人）", "Members from which there is a committee", 100, _LOCAL, "[S103]"),
    _parameter("team_from_members", "设支部委员会的正式党员数（人）", "Full members from which a branch has a committee", 7, _BRANCHES, "[S102]"),
    _parameter("team_least", "支部委员会最少（人）", "Size of a branch's committee, at least", 3, _BRANCHES, "[S102]"),
    _parameter("team_usual", "支部委员会一般不超过（人）", "Size of a branch's committee, usually at most", 5, _BRANCHES, "[S102]"),
    _parameter("team_most", "支部委员会最多（人）", "Size of a branch's committee, at most", 7, _BRANCHES, "[S102]"),
    _parameter("term_years_village", "村、社区党组织任期（年）", "Term in villages and communities (years)", 5, _BRANCHES, "[S102]"),
    _parameter("term_years_other", "其他党支部任期（年）", "Term elsewhere (years)", 3, _BRANCHES, "[S102]"),
    _parameter("postponed_most_years", "提前或延期换届最多（年）", "An election may be early or late by (years)", 1, _ELECTIONS, "[S104]"),
    _parameter("election_notice_days", "提前多少天提示换届（天）", "Days before an election is due that it is shown", 180, _LOCAL),
    _parameter("own_from_members", "应单独组建的正式党员数（人）", "Full members from which a workplace has its own branch", 3, _BRANCHES, "[S101][S102]"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what is wrong where it is not kept, in which colour, and where it stands."""

    code: str
    title: Text
    colour: str
    source: Text


RULES = {
    rule.code: rule
    for rule in (
        Rule("no-secretary", Text("书记空缺", "No secretary"), "red", _BRANCHES),
        Rule("no-leader", Text("党小组没有组长", "A group without leader"), "amber", _BRANCHES),
        Rule("few-members", Text("正式党员不足", "Too few full members"), "red", _BRANCHES),
        Rule("many-members", Text("党员过多", "Too many members"), "amber", _BRANCHES),
        Rule("general-branch", Text("党总支规模不符", "Size of a general branch"), "amber", _BRANCHES),
        Rule("committee", Text("党委规模不符", "Size of a committee"), "amber", _LOCAL),
        Rule("no-team", Text("应设支部委员会", "A committee is needed"), "amber", _BRANCHES),
        Rule("large-team", Text("班子人数过多", "Too large a team"), "amber", _BRANCHES),
        Rule("joint-units", Text("联合支部单位过多", "Too many workplaces"), "amber", _BRANCHES),
        Rule("overdue", Text("逾期未换届", "Election overdue"), "red", _ELECTIONS),
        Rule("due", Text("即将换届", "Election due"), "amber", _ELECTIONS),
        Rule("long-postponed", Text("延期超过规定", "Postponed for too long"), "red", _ELECTIONS),
        Rule("no-term", Text("没有登记任期", "No term on record"), "none", _ELECTIONS),
    )
}


def parameters() -> Mapping[str, int]:
    """Return the numbers of the rules as they are set here; one query."""
    stored = dict(Stored.objects.values_list("name", "value"))
    return {each.name: stored.get(each.name, each.default) for each in PARAMETERS}
