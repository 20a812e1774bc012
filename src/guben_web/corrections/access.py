"""Whose page it is, and who answers."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from guben_web.accounts.access import need_role
from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.corrections.models import Correction, MemberAccount
from guben_web.org.access import need_scope, within
from guben_web.people.enums import KEEPERS
from guben_web.people.models import Member


def find_own_member(account: Account) -> Member | None:
    """Return the member that an account belongs to; raises PermissionDenied for those who are no members here."""
    need_role(account, RoleCode.MEMBER)
    link = MemberAccount.objects.filter(account=account).first()
    return Member.objects.filter(pk=link.member_key).first() if link else None


def visible_corrections(account: Account) -> QuerySet[Correction]:
    """Return what the members of an account's range ask for; raises PermissionDenied for those who answer nothing."""
    scope = need_scope(account, KEEPERS)
    members = Member.objects.filter(within(scope, timezone.localdate()))
    return Correction.objects.filter(member_key__in=members.values("pk"))


def get_correction(account: Account, key: UUID) -> Correction:
    """Return one of them; raises Http404 for another."""
    correction = visible_corrections(account).select_related("answered_by").filter(pk=key).first()
    if correction is None:
        raise Http404
    return correction
