"""Who fills in which forms, who approves them, who asks for them, and what somebody sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.org.access import Scope, scope_of, within
from guben_web.org.models import OrganizationVersion
from guben_web.reporting.enums import APPROVERS, DESIGNERS, FILLERS, READERS, Act, Stage
from guben_web.reporting.models import Cell, Collection, Department, Draw, Sheet, Upload

_FILLING = (Act.SUBMIT, Act.WITHDRAW)


@dataclass(frozen=True, slots=True)
class Hand:
    """What somebody may do with forms: where she fills in, where she approves, whether she asks, what she returns."""

    fills: Scope
    approves: Scope
    reads: Scope
    designs: bool
    departments: frozenset[str]

    @property
    def is_empty(self) -> bool:
        """True if forms are no business of hers."""
        return self.reads.is_empty and not self.departments

    def is_proxy_for(self, sheet: Sheet) -> bool:
        """Return whether she would fill in a form for somebody else."""
        return sheet.organization_id is not None and sheet.organization_id not in self.fills.tops


def hand_of(account: Account) -> Hand:
    """Return what an account may do with forms; a constant number of queries."""
    scoring = RoleCode.SCORING_DEPARTMENT in account.role_codes()
    codes = Department.objects.filter(account=account).values_list("code", flat=True) if scoring else ()
    return Hand(
        fills=scope_of(account, FILLERS),
        approves=scope_of(account, APPROVERS),
        reads=scope_of(account, READERS),
        designs=not scope_of(account, DESIGNERS).is_empty,
        departments=frozenset(codes),
    )


def need_hand(account: Account) -> Hand:
    """Return what an account may do with forms; raises PermissionDenied where that is nothing."""
    hand = hand_of(account)
    if hand.is_empty and RoleCode.SCORING_DEPARTMENT not in account.role_codes():
        raise PermissionDenied
    return hand


def need_filler(account: Account) -> Hand:
    """Return what somebody may do who fills in forms; raises PermissionDenied for others."""
    hand = need_hand(account)
    if hand.fills.is_empty and RoleCode.SCORING_DEPARTMENT not in account.role_codes():
        raise PermissionDenied
    return hand


def need_approver(account: Account) -> Hand:
    """Return what somebody may do who approves forms; raises PermissionDenied for others."""
    hand = hand_of(account)
    if hand.approves.is_empty:
        raise PermissionDenied
    return hand


def need_designer(account: Account) -> None:
    """Raise PermissionDenied unless the account asks others to report."""
    if scope_of(account, DESIGNERS).is_empty:
        raise PermissionDenied


def may_fill(hand: Hand, sheet: Sheet, day: date) -> bool:
    """Return whether somebody fills in a form; one query at most."""
    if sheet.department:
        return sheet.department in hand.departments
    return _holds(hand.fills, sheet.organization_id, day)


def may(hand: Hand, act: Act, sheet: Sheet, day: date) -> bool:
    """Return whether somebody may do this with a form, whatever state it is in; one query at most."""
    if act in _FILLING:
        return may_fill(hand, sheet, day)
    if act == Act.APPROVE:
        return _holds(hand.approves, sheet.township_id, day)
    if act == Act.RETURN:
        return hand.designs or _holds(hand.approves, sheet.township_id, day)
    return hand.designs


def need(hand: Hand, act: Act, sheet: Sheet, day: date) -> None:
    """Raise PermissionDenied unless somebody may do this with a form."""
    if not may(hand, act, sheet, day):
        raise PermissionDenied


def visible_sheets(hand: Hand, day: date) -> QuerySet[Sheet]:
    """Return the forms that somebody sees: of her organizations, and of the departments she stands for."""
    seen = Q(department__in=hand.departments) if hand.departments else Q(pk__in=[])
    if hand.reads.is_whole:
        seen = Q()
    elif hand.reads.tops:
        seen |= within(hand.reads, day)
    return Sheet.objects.filter(seen).exclude(collection__stage=Stage.DRAFT).select_related("collection")


def fillable_sheets(hand: Hand, day: date) -> QuerySet[Sheet]:
    """Return the forms that somebody fills in."""
    mine = Q(department__in=hand.departments) if hand.departments else Q(pk__in=[])
    if not hand.fills.is_empty:
        mine |= within(hand.fills, day)
    return Sheet.objects.filter(mine).exclude(collection__stage=Stage.DRAFT).select_related("collection")


def approvable_sheets(hand: Hand, day: date) -> QuerySet[Sheet]:
    """Return the forms that somebody approves, in whatever state."""
    rows = Sheet.objects.filter(within(hand.approves, day, path="township_id"))
    return rows.exclude(collection__stage=Stage.DRAFT).select_related("collection")


def get_sheet(hand: Hand, sheet_id: int, day: date) -> Sheet:
    """Return a form that somebody sees; raises Http404 for another."""
    return _one(visible_sheets(hand, day), sheet_id)


def get_fillable_sheet(account: Account, sheet_id: int, day: date) -> Sheet:
    """Return a form that an account fills in; raises PermissionDenied or Http404."""
    return _one(fillable_sheets(need_filler(account), day), sheet_id)


def get_approvable_sheet(account: Account, sheet_id: int, day: date) -> Sheet:
    """Return a form that an account approves or takes over; raises PermissionDenied or Http404."""
    hand = hand_of(account)
    if hand.designs:
        return _one(visible_sheets(hand, day), sheet_id)
    return _one(approvable_sheets(need_approver(account), day), sheet_id)


def get_designed_sheet(account: Account, sheet_id: int, day: date) -> Sheet:
    """Return a form of any collection, for those who ask; raises PermissionDenied or Http404."""
    need_designer(account)
    return _one(visible_sheets(hand_of(account), day), sheet_id)


def find_seen_cell(hand: Hand, cell_id: int, day: date) -> Cell | None:
    """Return a cell of a form that somebody sees."""
    cell = Cell.objects.filter(pk=cell_id, sheet__in=visible_sheets(hand, day))
    return cell.select_related("sheet__collection", "entered_by").first()


def get_collection(account: Account, collection_id: int) -> Collection:
    """Return a collection, for those who ask; raises PermissionDenied or Http404."""
    need_designer(account)
    return _collection(Collection.objects.filter(pk=collection_id))


def get_open_collection(hand: Hand, collection_id: int) -> Collection:
    """Return a collection that was published; raises Http404 for another."""
    return _collection(Collection.objects.filter(pk=collection_id).exclude(stage=Stage.DRAFT))


def get_draw(account: Account, draw_id: int, day: date) -> Draw:
    """Return a draw of a township that an account approves for; raises PermissionDenied or Http404."""
    hand = need_approver(account)
    rows = Draw.objects.filter(within(hand.approves, day, path="township_id"), pk=draw_id)
    draw = rows.select_related("collection", "drawn_by").first()
    if draw is None:
        raise Http404
    return draw


def get_upload(account: Account, upload_id: int) -> Upload:
    """Return a workbook that the account itself has uploaded; raises PermissionDenied or Http404."""
    need_filler(account)
    rows = Upload.objects.filter(pk=upload_id, uploaded_by=account).select_related("collection", "run")
    upload = rows.defer("content").first()
    if upload is None:
        raise Http404
    return upload


def organizations_within(scope: Scope, ids: Iterable[int], day: date) -> set[int]:
    """Return those of some organizations that are in a scope; one query."""
    rows = OrganizationVersion.objects.filter(
        within(scope, day), organization_id__in=list(ids), valid_to=None
    )
    return set(rows.values_list("organization_id", flat=True))


def _holds(scope: Scope, organization_id: int | None, day: date) -> bool:
    if organization_id is None or scope.is_empty:
        return False
    if scope.is_whole or organization_id in scope.tops:
        return True
    return OrganizationVersion.objects.filter(within(scope, day), organization_id=organization_id).exists()


def _one(rows: QuerySet[Sheet], sheet_id: int) -> Sheet:
    sheet = rows.filter(pk=sheet_id).select_related("collection", "organization", "submitted_by").first()
    if sheet is None:
        raise Http404
    return sheet


def _collection(rows: QuerySet[Collection]) -> Collection:
    collection = rows.first()
    if collection is None:
        raise Http404
    return collection
