"""What a page about one member shows."""

from datetime import date
from typing import Any

from guben_web.accounts.models import Account
from guben_web.engine.texts import Text
from guben_web.org.models import Organization, OrganizationVersion
from guben_web.people import queries
from guben_web.people.history import changes_in_words
from guben_web.people.models import Member, Post
from guben_web.people.queries import full_years
from guben_web.people.secrecy import decrypt, masked
from guben_web.words.language import say

_MOST_CHANGES = 200
_SYSTEM = Text("系统", "The system")
_BY = {
    "batch": Text("导入第{number}批", "import {number}"),
    "undo": Text("撤销第{number}批", "undoing import {number}"),
    "hand": Text("手工", "by hand"),
    "correction": Text("按本人申请更正", "corrected as asked"),
}


def of_member(member: Member, day: date) -> dict[str, Any]:
    """Return what is held about a member, masked: facts, posts, where she belonged, and every change."""
    changes = list(queries.history_of(member)[:_MOST_CHANGES])
    ids = {each.account_id for each in changes if each.account_id is not None}
    names = {each.pk: each.display_name for each in Account.objects.filter(pk__in=ids)}
    keys = {key for each in changes for key in each.changes.get("organization", ()) if key}
    organizations = {
        each.organization.key: each.name
        for each in OrganizationVersion.objects.filter(
            organization__in=Organization.objects.filter(key__in=keys), valid_to=None
        ).select_related("organization")
    }
    held = Post.objects.filter(member=member).select_related("organization").order_by("-start_date", "-id")
    return {
        "member": member,
        "age": full_years(member.birth_date, day),
        "numbers": {
            name: masked(name, decrypt(getattr(member, name), of=member.key, field=name))
            for name in ("identity", "phone", "address")
        },
        "memberships": queries.memberships_of(member),
        "posts": queries.with_names(held, day),
        "history": [
            {
                "at": each.at,
                "by": names.get(each.account_id or 0, say(_SYSTEM)),
                "how": _how(each.origin),
                "changes": changes_in_words(each.changes, of=member.key, organizations=organizations),
            }
            for each in changes
        ],
    }


def _how(origin: str) -> Text:
    kind, _, number = origin.partition(":")
    return _BY[kind].filled(number=number) if kind in _BY else Text(origin, origin)
