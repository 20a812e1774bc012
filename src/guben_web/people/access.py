"""Who sees members, and who keeps what is known of them."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.org.access import Scope, holding_on, need_scope, scope_of, within
from guben_web.org.models import OrganizationVersion
from guben_web.people.enums import KEEPERS, READERS
from guben_web.people.models import Member, SavedFilter


def people_scope(account: Account) -> Scope:
    """Return where an account sees members; empty for those whose role has nothing to do with them."""
    return scope_of(account, READERS)


def need_people_scope(account: Account) -> Scope:
    """Return where an account sees members; raises PermissionDenied where nowhere."""
    scope = people_scope(account)
    if scope.is_empty:
        raise PermissionDenied
    return scope


def sees_members_of(account: Account, organization_id: int, day: date) -> bool:
    """Return whether an account sees the members of an organization; to see the organization is not enough."""
    scope = people_scope(account)
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day))
    return scope.is_whole or rows.filter(organization_id=organization_id).exists()


def least_members() -> int:
    """Return how many members a figure must rest on to be shown to those who do not see members."""
    return int(settings.STATISTICS_SMALLEST_GROUP)


def smallest_group(account: Account) -> int:
    """Return how many members a group must have to be broken down for an account: any for those who see members."""
    return 0 if not people_scope(account).is_empty else least_members()


def get_member(account: Account, key: UUID) -> Member:
    """Return a member that the account sees; raises PermissionDenied or Http404."""
    return _get(need_people_scope(account), key)


def seen_members(account: Account, keys: Iterable[UUID]) -> set[UUID]:
    """Return those of these members whose pages the account may open; one query."""
    here = within(people_scope(account), timezone.localdate())
    return set(Member.objects.filter(here, pk__in=list(keys)).values_list("pk", flat=True))


def get_kept_member(account: Account, key: UUID) -> Member:
    """Return a member that the account may change; raises PermissionDenied or Http404."""
    return _get(need_scope(account, KEEPERS), key)


def is_keeper_of(account: Account, member: Member) -> bool:
    """Return whether the account may change a member."""
    scope = scope_of(account, KEEPERS)
    here = Member.objects.filter(within(scope, timezone.localdate()), pk=member.pk)
    return not scope.is_empty and here.exists()


def is_keeper(account: Account) -> bool:
    """Return whether the account may change members anywhere."""
    return not scope_of(account, KEEPERS).is_empty


def need_keeper_scope(account: Account) -> Scope:
    """Return where an account may take members in and change them; raises PermissionDenied where nowhere."""
    return need_scope(account, KEEPERS)


def saved_filters(account: Account) -> QuerySet[SavedFilter]:
    """Return the filters that an account has kept."""
    return SavedFilter.objects.filter(account=account)


def get_saved_filter(account: Account, filter_id: int) -> SavedFilter:
    """Return a filter of the account's own; raises PermissionDenied or Http404."""
    need_people_scope(account)
    saved = saved_filters(account).filter(pk=filter_id).first()
    if saved is None:
        raise Http404
    return saved


def _get(scope: Scope, key: UUID) -> Member:
    rows = Member.objects.filter(within(scope, timezone.localdate()), pk=key)
    member = rows.select_related("organization").first()
    if member is None:
        raise Http404
    return member
