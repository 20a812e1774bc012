"""The demo: who can sign in to it. The one place where its content is made."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from guben_web.accounts import actions as accounts
from guben_web.accounts.enums import LinkPurpose, RoleCode
from guben_web.accounts.models import Account
from guben_web.engine.texts import Text
from guben_web.home import actions
from guben_web.home.queries import find_installation

_LIFETIME = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody a visitor can sign in as."""

    username: str
    name: Text
    role: RoleCode
    organization_id: int | None = None


# The organizations are those of the demo county once it is imported; see make_demo.
PEOPLE = (
    DemoPerson("demo-department", Text("县委组织部", "Organization department"), RoleCode.DEPARTMENT),
    DemoPerson("demo-township", Text("乡镇党委", "Township committee"), RoleCode.TOWNSHIP, 1),
    DemoPerson("demo-secretary", Text("村党组织书记", "Village secretary"), RoleCode.SECRETARY, 2),
    DemoPerson("demo-auditor", Text("审计人员", "Auditor"), RoleCode.AUDIT_ADMIN),
)


@transaction.atomic
def make_demo(*, now: datetime) -> None:
    """Fill an empty database with the demo: its mark, its people.

    Raises AlreadyInstalled.
    """
    actions.install(kind="demo", now=now)
    for person in PEOPLE:
        account = accounts.create_account(
            username=person.username, display_name=person.name.zh, by=None, now=now
        )
        accounts.grant_role(
            account=account, code=person.role, organization_id=person.organization_id, by=None, now=now
        )
        accounts.need_no_password(account=account, by=None, now=now)


def make_demo_once(*, now: datetime) -> bool:
    """Make the demo unless it is there already; return whether it was made."""
    if find_installation() is not None:
        return False
    make_demo(now=now)
    return True


def create_demo_links(*, now: datetime) -> list[tuple[DemoPerson, str]]:
    """Return a fresh one-time link token for everybody in the demo; earlier ones end.

    Raises AlreadyInstalled where this is no demo.
    """
    installation = find_installation()
    if installation is None or installation.kind != "demo":
        raise actions.AlreadyInstalled(kind=actions.KINDS["real"])
    return [
        (
            person,
            accounts.create_link(
                account=Account.objects.get(username=person.username),
                purpose=LinkPurpose.DEMO,
                lifetime=_LIFETIME,
                by=None,
                now=now,
            ),
        )
        for person in PEOPLE
    ]
