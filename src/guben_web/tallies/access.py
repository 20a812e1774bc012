"""Who asks for counts, who types them in, and who sees what stands."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.org.access import Scope, scope_of, within
from guben_web.tallies.enums import OPENERS, READERS, TELLERS, State
from guben_web.tallies.models import Count, CountSheet


@dataclass(frozen=True, slots=True)
class Hand:
    """What somebody may do with counts: where she types in, where she reads what was released, whether she opens them.

    `own` are the organizations that she stands for in any role: nobody counts votes about herself.
    """

    account_id: int
    types: Scope
    reads: Scope
    opens: bool
    own: frozenset[int]


def hand_of(account: Account) -> Hand:
    """Return what an account may do with counts; a constant number of queries."""
    types = scope_of(account, TELLERS)
    opens = RoleCode.DEPARTMENT in account.role_codes()
    return Hand(account.pk, types, scope_of(account, READERS), opens, scope_of(account).tops)


def need_hand(account: Account) -> Hand:
    """Return what an account may do with counts; raises PermissionDenied where that is nothing."""
    hand = hand_of(account)
    if hand.reads.is_empty:
        raise PermissionDenied
    return hand


def need_teller(account: Account) -> Hand:
    """Return what somebody may do who types counts in; raises PermissionDenied for others."""
    hand = hand_of(account)
    if hand.types.is_empty:
        raise PermissionDenied
    return hand


def need_opener(account: Account) -> Hand:
    """Return what somebody may do who asks for counts; raises PermissionDenied for others."""
    hand = hand_of(account)
    if scope_of(account, OPENERS).is_empty:
        raise PermissionDenied
    return hand


def typed_sheets(hand: Hand, day: date) -> QuerySet[CountSheet]:
    """Return the sheets that somebody may type in: below her, and about no organization that she stands for."""
    rows = CountSheet.objects.filter(within(hand.types, day)).exclude(organization_id__in=hand.own)
    return rows.select_related("count")


def visible_sheets(hand: Hand, day: date) -> QuerySet[CountSheet]:
    """Return the sheets that somebody sees: those she may type in, and elsewhere what stands and was released."""
    mine = within(hand.types, day) & ~Q(organization_id__in=hand.own)
    shown = within(hand.reads, day) & Q(state=State.STANDS, count__released_at__isnull=False)
    return CountSheet.objects.filter(mine | shown).select_related("count")


def may_type(hand: Hand, sheet: CountSheet, day: date) -> bool:
    """Return whether somebody may type in a sheet, whatever state it is in; one query at most."""
    if sheet.organization_id in hand.own or hand.types.is_empty:
        return False
    return hand.types.is_whole or typed_sheets(hand, day).filter(pk=sheet.pk).exists()


def need_typing(hand: Hand, sheet: CountSheet, day: date) -> None:
    """Raise PermissionDenied unless somebody may type in a sheet."""
    if not may_type(hand, sheet, day):
        raise PermissionDenied


def visible_counts(hand: Hand, day: date) -> QuerySet[Count]:
    """Return the counts with a sheet that somebody sees; all for those who ask for them."""
    if hand.opens:
        return Count.objects.all()
    return Count.objects.filter(pk__in=visible_sheets(hand, day).order_by().values("count_id"))


def get_count(hand: Hand, count_id: int, day: date) -> Count:
    """Return a count that somebody sees; raises Http404 for another."""
    count = visible_counts(hand, day).filter(pk=count_id).select_related("opened_by", "released_by").first()
    if count is None:
        raise Http404
    return count


def get_sheet(hand: Hand, sheet_id: int, day: date) -> CountSheet:
    """Return a sheet that somebody sees; raises Http404 for another."""
    return _one(visible_sheets(hand, day), sheet_id)


def find_seen_sheet(account: Account, sheet_id: int, day: date) -> CountSheet | None:
    """Return a sheet that an account sees, if she does."""
    return visible_sheets(hand_of(account), day).filter(pk=sheet_id).first()


def get_typed_sheet(hand: Hand, sheet_id: int, day: date) -> CountSheet:
    """Return a sheet that somebody may type in; raises Http404 for another."""
    return _one(typed_sheets(hand, day), sheet_id)


def _one(rows: QuerySet[CountSheet], sheet_id: int) -> CountSheet:
    sheet = (
        rows.filter(pk=sheet_id)
        .select_related("count", "organization", "first_teller", "second_teller")
        .first()
    )
    if sheet is None:
        raise Http404
    return sheet
