"""What is known of a member beside where she belongs: how each fact is kept, set, and written into a change."""

from datetime import date
from typing import Any

from guben_web.people.models import Member
from guben_web.people.secrecy import decrypt, encrypt, index_of
from guben_web.words.pinyin import initials_of_person

# Encrypted, with the field of the blind index where there is one.
INDEXED = {"identity": "identity_index", "phone": "phone_index", "address": None}
FACTS = (
    *("name", "identity", "phone", "address", "sex", "ethnicity", "birth_date", "education", "occupation"),
    *("joined_date", "full_date", "techniques", "floating", "floating_since", "floating_place"),
    *("is_in_hardship", "hardship_since"),
)


def set_fact(member: Member, name: str, value: Any) -> bool:
    """Set a fact and return whether that changes anything; nothing is stored."""
    if name in INDEXED:
        if decrypt(getattr(member, name), of=member.key, field=name) == value:
            return False
        setattr(member, name, encrypt(value, of=member.key, field=name))
        index = INDEXED[name]
        if index:
            setattr(member, index, index_of(name, value))
        return True
    if getattr(member, name) == value:
        return False
    setattr(member, name, value)
    if name == "name":
        member.name_initials = initials_of_person(member.name)[:60]
    return True


def as_kept(member: Member, name: str) -> Any:
    """Return a fact as a change keeps it: days as 20240131, numbers encrypted, nothing as None."""
    value = getattr(member, name)
    if isinstance(value, date):
        return value.year * 10_000 + value.month * 100 + value.day
    return None if value == "" else value
