"""What the first page shows, and what is known about the installation."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.urls import reverse

from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.accounts.models import Account, Role
from guben_web.accounts.queries import roles_of
from guben_web.engine.schemes import scheme_titles
from guben_web.engine.texts import Text
from guben_web.home.models import Installation
from guben_web.imports import access as imports_access
from guben_web.imports import queries as imports
from guben_web.imports.models import Batch
from guben_web.imports.queries import ShownBatch
from guben_web.jobs.models import Run
from guben_web.jobs.queries import open_runs_of
from guben_web.org import queries as org
from guben_web.org.access import holding_on, scope_of
from guben_web.org.models import OrganizationVersion
from guben_web.people import queries as people
from guben_web.people.access import people_scope
from guben_web.people.queries import Headcount
from guben_web.results import access as results
from guben_web.results.shown import ListedEvaluation, for_list, listed_evaluation

_MOST_SHOWN = 5
_MOST_RESULTS = 3
_TREE, _MEMBERS = Text("看组织树", "The tree of organizations"), Text("找党员", "Find a member")
_RESULTS, _OWN = Text("看考核结果", "Results of evaluations"), Text("看我的信息", "What is held about me")
_HEALTH, _RUNS = Text("看运行状况", "How the system is"), Text("看后台工作", "Background work")
_ACCOUNTS, _NEW_ACCOUNT = Text("看账号", "Accounts"), Text("建立账号", "Make an account")
_RECORD = Text("看操作记录", "The record of acts")
_WHAT_FOR = {
    RoleCode.DEPARTMENT: Text(
        "导入和查看全县的组织、党员和数据，开展考核。",
        "Imports and sees the organizations, members and figures of the county, and evaluates.",
    ),
    RoleCode.SCORING_DEPARTMENT: Text("查看组织和填报的数据。", "Sees organizations and what they reported."),
    RoleCode.TOWNSHIP: Text(
        "导入和查看本乡镇的组织、党员和数据，查看结果。",
        "Imports and sees the organizations, members and figures of the township, and sees its results.",
    ),
    RoleCode.TOWNSHIP_OFFICER: Text(
        "导入和核对本乡镇的组织、党员和数据。",
        "Imports and checks the organizations, members and figures of the township.",
    ),
    RoleCode.SECRETARY: Text(
        "查看本组织的党员、数据和结果。", "Sees the members, figures and results of the organization."
    ),
    RoleCode.INSPECTOR: Text("查看组织和填报的数据。", "Sees organizations and what they reported."),
    RoleCode.MEMBER: Text("查看所在的组织。", "Sees the organization."),
    RoleCode.VIEWER: Text("只看，不改。", "Looks, and changes nothing."),
    RoleCode.SYSTEM_ADMIN: Text(
        "维护系统运行；看不到业务数据。", "Keeps the system running; sees none of its data."
    ),
    RoleCode.SECURITY_ADMIN: Text(
        "管理账号、角色和登录链接；看不到业务数据。",
        "Looks after accounts, roles and sign-in links; sees none of the data.",
    ),
    RoleCode.AUDIT_ADMIN: Text(
        "核对操作记录是否完整；看不到业务数据。",
        "Checks that the record of acts is whole; sees none of the data.",
    ),
}


# Where each role usually goes from here: the name of the address, and the words on the button.
_WAYS = {
    RoleCode.DEPARTMENT: (("org:tree", _TREE), ("people:list", _MEMBERS), ("results:list", _RESULTS)),
    RoleCode.SCORING_DEPARTMENT: (("org:tree", _TREE), ("results:list", _RESULTS)),
    RoleCode.TOWNSHIP: (("org:tree", _TREE), ("people:list", _MEMBERS), ("results:list", _RESULTS)),
    RoleCode.TOWNSHIP_OFFICER: (("org:tree", _TREE), ("people:list", _MEMBERS)),
    RoleCode.SECRETARY: (("people:list", _MEMBERS), ("results:list", _RESULTS)),
    RoleCode.INSPECTOR: (("org:tree", _TREE), ("results:list", _RESULTS)),
    RoleCode.MEMBER: (("corrections:own", _OWN), ("org:tree", _TREE)),
    RoleCode.VIEWER: (("org:tree", _TREE), ("results:list", _RESULTS)),
    RoleCode.SYSTEM_ADMIN: (("administration:system", _HEALTH), ("administration:runs", _RUNS)),
    RoleCode.SECURITY_ADMIN: (("administration:accounts", _ACCOUNTS), ("administration:new", _NEW_ACCOUNT)),
    RoleCode.AUDIT_ADMIN: (("accounts:record", _RECORD),),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A page that somebody with a role usually goes to, with the words that lead there."""

    url: str
    words: Text


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role with the organization that it is held for, and what it is there for."""

    role: Role
    organization: OrganizationVersion | None
    what_for: Text

    @property
    def is_for_all(self) -> bool:
        """True if it is held for the whole installation by somebody who sees its data."""
        return self.role.organization_id is None and RoleCode(self.role.code) not in ADMINISTRATORS


@dataclass(frozen=True, slots=True)
class Registry:
    """How much of the registry somebody sees; `people` is None for those who see no members."""

    organizations: int
    people: Headcount | None


@dataclass(frozen=True, slots=True)
class OpenRun:
    """Work in the background, and the import that it works on, if any."""

    run: Run
    batch: Batch | None


@dataclass(frozen=True, slots=True)
class OpenImports:
    """The imports that wait for a decision: the newest of them, and how many there are."""

    batches: list[ShownBatch]
    number: int


def held_roles(account: Account, day: date) -> list[HeldRole]:
    """Return the roles that an account holds now; two queries."""
    roles = list(roles_of(account))
    ids = [role.organization_id for role in roles if role.organization_id is not None]
    versions = OrganizationVersion.objects.filter(holding_on(day), organization_id__in=ids)
    names = {each.organization_id: each for each in versions}
    return [
        HeldRole(role, names.get(role.organization_id or 0), _WHAT_FOR[RoleCode(role.code)]) for role in roles
    ]


def ways_of(account: Account) -> list[Way]:
    """Return the pages that somebody with these roles usually goes to, each once."""
    pages = {page: words for code in account.role_codes() for page, words in _WAYS[RoleCode(code)]}
    return [Way(reverse(page), words) for page, words in pages.items()]


def registry_of(account: Account, day: date) -> Registry | None:
    """Return how much of the registry an account sees; None for nothing at all."""
    scope, seen = scope_of(account), people_scope(account)
    if scope.is_empty:
        return None
    headcount = None if seen.is_empty else people.headcount_on(day, seen)
    return Registry(org.count_on(day, scope), headcount)


def open_runs(account: Account) -> list[OpenRun]:
    """Return what an account has asked for that is not done yet; two queries."""
    runs = list(open_runs_of(account.pk))
    batches = {batch.run_id: batch for batch in Batch.objects.filter(run__in=runs)}
    return [OpenRun(run, batches.get(run.pk)) for run in runs]


def imports_of(account: Account) -> OpenImports | None:
    """Return the imports that wait for an account; None for those who do not import."""
    if not imports_access.is_importer(account):
        return None
    waiting = imports.undecided(imports_access.visible_batches(account))
    return OpenImports(imports.shown_batches(waiting[:_MOST_SHOWN]), waiting.count())


def results_of(account: Account, day: date) -> list[ListedEvaluation]:
    """Return the latest evaluations that an account sees."""
    scope = scope_of(account)
    if scope.is_empty:
        return []
    rows = for_list(results.visible_evaluations(scope, day))[:_MOST_RESULTS]
    return [listed_evaluation(each, scheme_titles()) for each in rows]


def find_installation() -> Installation | None:
    """Return the mark of this database; None where there is none, or no table for it yet."""
    if Installation._meta.db_table not in connection.introspection.table_names():
        return None
    return Installation.objects.first()
