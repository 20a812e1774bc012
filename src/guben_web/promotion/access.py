"""Who runs rounds, who writes plans, who approves them, and who sees which paths.

The department runs rounds. A plan is written by the secretary or committee of the organization itself, or for it by its
township; it is approved by the township above it, and by the department where there is none above. Everybody else sees
the organizations of her scope.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.http import Http404

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.org.access import Scope, need_scope, scope_of, within
from guben_web.promotion.enums import RoundState
from guben_web.promotion.models import Path, Round

_HOLDERS = (RoleCode.DEPARTMENT,)
_TOWNSHIPS = (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER)
_WRITERS = (RoleCode.SECRETARY, *_TOWNSHIPS)
# Before it is opened and once it is cancelled, a round is the department's own.
_SEEN_BY_UNITS = (RoundState.OPEN, RoundState.ASSESSED, RoundState.CLOSED)
# A township's own plan, or one of an organization outside all townships.
_WITHOUT_TOWNSHIP = Q(township=None) | Q(township=F("organization"))


@dataclass(frozen=True, slots=True)
class Hand:
    """What somebody may do here: what she sees, where she writes, where she approves, and whether she runs rounds."""

    sees: Scope
    writes: Scope
    approves: Scope
    holds: bool

    def is_proxy_for(self, path: Path) -> bool:
        """Return whether she would write for an organization that is not her own."""
        return path.organization_id not in self.writes.tops

    def writing(self, day: date) -> Q:
        """Return the condition that she may write the plan of a path."""
        return within(self.writes, day)

    def approving(self, day: date) -> Q:
        """Return the condition that she approves the plan of a path."""
        below = within(self.approves, day) & ~Q(organization_id__in=self.approves.tops)
        return below | _WITHOUT_TOWNSHIP if self.holds else below


def hand_of(account: Account) -> Hand:
    """Return what an account may do; a constant number of queries."""
    return Hand(
        sees=scope_of(account),
        writes=scope_of(account, _WRITERS),
        approves=scope_of(account, _TOWNSHIPS),
        holds=scope_of(account, _HOLDERS).is_whole,
    )


def need_hand(account: Account) -> Hand:
    """Return what an account may do; raises PermissionDenied for those who see no organization."""
    need_scope(account)
    return hand_of(account)


def need_holder(account: Account) -> Hand:
    """Return what an account may do; raises PermissionDenied unless it runs rounds."""
    need_scope(account, _HOLDERS)
    return hand_of(account)


def need_writer(account: Account) -> Hand:
    """Return what an account may do; raises PermissionDenied unless it writes plans."""
    need_scope(account, _WRITERS)
    return hand_of(account)


def need_approver(account: Account) -> Hand:
    """Return what an account may do; raises PermissionDenied unless it approves plans."""
    need_scope(account, (*_TOWNSHIPS, *_HOLDERS))
    return hand_of(account)


def visible_rounds(hand: Hand, day: date) -> QuerySet[Round]:
    """Return the rounds that somebody sees: the department all, others those opened with an organization of theirs."""
    rows = Round.objects.select_related("baseline", "second")
    if hand.holds:
        return rows
    own = Path.objects.filter(within(hand.sees, day))
    return rows.filter(pk__in=own.values("round"), state__in=_SEEN_BY_UNITS)


def get_round(hand: Hand, round_id: int, day: date) -> Round:
    """Return a round that somebody sees; raises Http404 for another."""
    found = visible_rounds(hand, day).filter(pk=round_id).first()
    if found is None:
        raise Http404
    return found


def visible_paths(hand: Hand, round_: Round, day: date) -> QuerySet[Path]:
    """Return the paths of a round that somebody sees."""
    return Path.objects.filter(within(hand.sees, day), round=round_)


def targeted_paths(hand: Hand, round_: Round, day: date) -> QuerySet[Path]:
    """Return the paths whose targets somebody may set: the department all, townships those below them."""
    rows = Path.objects.filter(round=round_)
    return rows if hand.holds else rows.filter(hand.approving(day))


def get_path(hand: Hand, round_id: int, organization_id: int, day: date) -> Path:
    """Return the path of an organization with its round and its plan, if there is one; raises Http404 for another."""
    return _get(Path.objects.filter(within(hand.sees, day)), get_round(hand, round_id, day), organization_id)


def get_written_path(hand: Hand, round_id: int, organization_id: int, day: date) -> Path:
    """Return a path whose plan somebody may write; raises Http404 for another, and for who has no baseline grade."""
    rows = Path.objects.filter(hand.writing(day)).exclude(baseline=None)
    return _get(rows, get_round(hand, round_id, day), organization_id)


def get_approved_path(hand: Hand, round_id: int, organization_id: int, day: date) -> Path:
    """Return a path whose plan somebody may approve; raises Http404 for another."""
    return _get(Path.objects.filter(hand.approving(day)), get_round(hand, round_id, day), organization_id)


def may(hand: Hand, path: Path, day: date) -> tuple[bool, bool]:
    """Return whether somebody may write the plan of a path, and whether she may approve it; two queries."""
    own = Path.objects.filter(pk=path.pk)
    return own.filter(hand.writing(day)).exists(), own.filter(hand.approving(day)).exists()


def _get(rows: QuerySet[Path], round_: Round, organization_id: int) -> Path:
    path = rows.filter(round=round_, organization_id=organization_id).select_related("plan").first()
    if path is None:
        raise Http404
    path.round = round_
    return path
