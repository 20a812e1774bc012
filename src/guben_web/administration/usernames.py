"""User names that are proposed from the names of people."""

import re

from guben_web.accounts.queries import is_taken
from guben_web.words.pinyin import initials_of, pinyin_of_person

SHAPE = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
# Longer names are those of offices: their initials are what people type.
_LONGEST_PERSON = 4
_LONGEST = 28


def proposed_username(name: str) -> str:
    """Return a user name that nobody has: zenghesheng for 曾荷生, and zenghesheng2 for the next one."""
    plain = "".join(name.split())
    sound = pinyin_of_person(plain) if len(plain) <= _LONGEST_PERSON else initials_of(plain)
    stem = "".join(each for each in sound if each.isascii() and each.isalnum())[:_LONGEST] or "user"
    if len(stem) == 1:
        stem += "1"
    number, username = 1, stem
    while is_taken(username):
        number += 1
        username = f"{stem}{number}"
    return username
