"""What the administrators' pages show about accounts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.accounts.models import Account, HandOver, Role
from guben_web.administration.access import within_scope
from guben_web.administration.enums import INVITED
from guben_web.administration.places import names_of
from guben_web.engine.texts import Text, both
from guben_web.org.access import Scope

_MOST_IN_A_ROW = 3
_EVERYWHERE = Scope(is_whole=True)
_WHOLE_COUNTY = Text("全县", "the whole county")
_SYSTEM = Text("本系统", "this system")
_GONE = Text("（已不存在的组织）", "(an organization that is no more)")


@dataclass(frozen=True, slots=True)
class ShownRole:
    """A role, what it is for in words, and the hand-over that ended or gave it."""

    role: Role
    place: Text


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """An account with the roles it holds now."""

    account: Account
    roles: list[ShownRole]

    @property
    def first_roles(self) -> list[ShownRole]:
        """The roles that a row of a list has room for."""
        return self.roles[:_MOST_IN_A_ROW]

    @property
    def further_roles(self) -> int:
        """How many it has beside those."""
        return max(0, len(self.roles) - _MOST_IN_A_ROW)

    @property
    def is_invited(self) -> bool:
        """True if it can sign in, never did, and holds only what a township invites to."""
        codes = {RoleCode(each.role.code) for each in self.roles}
        is_waiting = self.account.is_active and self.account.last_login is None
        return is_waiting and bool(codes) and codes <= set(INVITED)


def shown_roles(roles: Iterable[Role], day: date) -> list[ShownRole]:
    """Return roles with the names of their organizations; one query beside that of the roles."""
    held = list(roles)
    names = names_of((role.organization_id for role in held), day)
    return [ShownRole(role, _place(role, names)) for role in held]


def shown_accounts(accounts: Iterable[Account], day: date, scope: Scope = _EVERYWHERE) -> list[ShownAccount]:
    """Return accounts with the roles they hold now in a scope; two queries beside that of the accounts."""
    rows = list(accounts)
    held = Role.objects.filter(within_scope(scope, day), account__in=rows, ended_at=None)
    roles = held.order_by("granted_at", "id")
    of_account: defaultdict[int, list[ShownRole]] = defaultdict(list)
    for shown in shown_roles(roles, day):
        of_account[shown.role.account_id].append(shown)
    return [ShownAccount(account, of_account[account.pk]) for account in rows]


def ended_roles_of(account: Account, day: date) -> list[ShownRole]:
    """Return the roles that the account held before, the last ended first."""
    ended = account.roles.exclude(ended_at=None).order_by("-ended_at", "-id")
    return shown_roles(ended, day)


def hand_overs_of(account: Account) -> list[HandOver]:
    """Return the hand-overs that the account took part in, the latest first."""
    rows = HandOver.objects.filter(predecessor=account) | HandOver.objects.filter(successor=account)
    return list(rows.select_related("predecessor", "successor").order_by("-made_at", "-id"))


def _place(role: Role, names: dict[int, str]) -> Text:
    if role.organization_id is None:
        return _SYSTEM if RoleCode(role.code) in ADMINISTRATORS else _WHOLE_COUNTY
    name = names.get(role.organization_id)
    return both(name) if name else _GONE
