"""Reads of corrections."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When

from guben_web.corrections.enums import State
from guben_web.corrections.models import Correction, MemberAccount
from guben_web.people.models import Member
from guben_web.people.secrecy import decrypt


@dataclass(frozen=True, slots=True)
class ShownCorrection:
    """A correction with the member's name and words in the clear."""

    correction: Correction
    name: str
    words: str


def open_first(rows: QuerySet[Correction]) -> QuerySet[Correction]:
    """Return corrections, those that wait for an answer first, the oldest of them at the top."""
    is_over = Case(When(state=State.OPEN, then=Value(0)), default=Value(1))
    return rows.select_related("answered_by").order_by(is_over, "asked_at", "key")


def corrections_of(member: Member) -> QuerySet[Correction]:
    """Return what a member has asked for, the latest first."""
    return Correction.objects.filter(member_key=member.pk).select_related("answered_by")


def shown(rows: Iterable[Correction]) -> list[ShownCorrection]:
    """Return corrections as pages show them; one query for all names."""
    there = list(rows)
    names = dict(Member.objects.filter(pk__in={each.member_key for each in there}).values_list("pk", "name"))
    return [
        ShownCorrection(each, names.get(each.member_key, "—"), decrypt(each.words, of=each.pk, field="words"))
        for each in there
    ]


def find_link(member: Member) -> MemberAccount | None:
    """Return the account that a member has."""
    return MemberAccount.objects.filter(member_key=member.pk).select_related("account").first()
