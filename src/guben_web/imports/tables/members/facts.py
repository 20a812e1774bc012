"""What a line says of a member, set on the row."""

from typing import Any

from guben_web.imports.days import to_date
from guben_web.imports.register import MEMBER_DAYS, MEMBER_TEXTS
from guben_web.people.models import Member
from guben_web.words.pinyin import initials_of_person

# Kept as a text, never as nothing.
_WORDS = ("identity", "phone", "address", "name", "floating", "floating_place")


def say_member(member: Member, said: dict[str, Any]) -> None:
    """Set what was said of a member; None for what is empty again."""
    for name in MEMBER_TEXTS:
        if name in said and name not in _WORDS:
            setattr(member, name, said[name])
    for name in MEMBER_DAYS:
        if name in said:
            setattr(member, name, to_date(said[name]))
    for name in ("identity_index", "phone_index"):
        if name in said:
            setattr(member, name, said[name])
    for name in _WORDS:
        if name in said:
            setattr(member, name, said[name] or "")
    if "name" in said:
        member.name_initials = initials_of_person(member.name)[:60]
