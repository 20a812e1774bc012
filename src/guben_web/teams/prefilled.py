"""Posts and terms as sheets to correct and bring in again: brought in unchanged, they change nothing."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Q

from guben_web.engine.lists import Cell, ListSheet, prefilled_sheet
from guben_web.engine.texts import Language
from guben_web.org.access import Scope, within
from guben_web.people.models import Member, Post
from guben_web.people.secrecy import decrypt
from guben_web.teams.models import Tenure, Term
from guben_web.teams.sheets import POSTS, TERMS

_WIDTHS = {"record": 12, "organization": 28, "identity_number": 20, "note": 24}


def posts_sheet(
    scope: Scope, day: date, references: Mapping[int, str], *, with_numbers: bool, language: Language
) -> ListSheet:
    """Return the posts that are held in a scope on a day."""
    columns = [each for each in POSTS.columns if with_numbers or each.name != "identity_number"]
    rows = _posts(scope, day, references, with_numbers)
    return prefilled_sheet(POSTS.title, columns, rows, language=language, widths=_WIDTHS)


def terms_sheet(scope: Scope, day: date, references: Mapping[int, str], *, language: Language) -> ListSheet:
    """Return the terms of the organizations of a scope."""
    return prefilled_sheet(
        TERMS.title, TERMS.columns, _terms(scope, day, references), language=language, widths=_WIDTHS
    )


def _held(day: date) -> Q:
    return (Q(start_date=None) | Q(start_date__lte=day)) & (Q(end_date=None) | Q(end_date__gt=day))


def _posts(
    scope: Scope, day: date, references: Mapping[int, str], with_numbers: bool
) -> Iterator[dict[str, Cell]]:
    rows = Post.objects.filter(_held(day), within(scope, day)).select_related("member", "tenure")
    for post in rows.order_by("organization__key", "id"):
        tenure = getattr(post, "tenure", None) or Tenure()
        yield {
            **_who(post.member, with_numbers),
            "organization": references.get(post.organization_id),
            "post": post.post,
            "start": post.start_date,
            "end": post.end_date,
            "way": tenure.way,
            "document": tenure.document,
            "until": tenure.until,
            "outcome": tenure.outcome,
            "note": tenure.note,
        }


def _terms(scope: Scope, day: date, references: Mapping[int, str]) -> Iterator[dict[str, Cell]]:
    names = [each.name for each in TERMS.columns if each.name != "organization"]
    for term in Term.objects.filter(within(scope, day)).order_by("organization__key", "elected_date"):
        facts: dict[str, Cell] = {name: getattr(term, name) for name in names}
        yield {"organization": references.get(term.organization_id), **facts}


def _who(member: Member, with_numbers: bool) -> dict[str, Cell]:
    number = decrypt(member.identity, of=member.key, field="identity") if with_numbers else None
    return {"record": str(member.key), "name": member.name, "identity_number": number}
