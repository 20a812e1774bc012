"""Identity numbers (GB 11643): checked, asked for birth date and sex, then dropped."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from stdnum.cn.ric import calc_check_digit

from guben.office.wording import without_spaces

_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_SHORTENED = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+")


class IdentityProblem(StrEnum):
    """Why an identity number cannot be right."""

    CUT = "cut"
    OLD = "old"
    LENGTH = "length"
    IMPOSSIBLE_DAY = "impossible_day"
    CHECK_DIGIT = "check_digit"


@dataclass(frozen=True, slots=True)
class Identity:
    """What an identity number says; the number itself serves only to find duplicates and never leaves reading."""

    number: str = field(repr=False)
    birth_date: int
    sex: str


def read_identity_number(cell: object) -> Identity | IdentityProblem:
    """Return what the number says, or why it cannot be right. The region is not checked: tables of it have gaps."""
    if isinstance(cell, (int, float)):
        if abs(cell) >= 1e15:
            return IdentityProblem.CUT
        words = f"{cell:.0f}"
    else:
        words = without_spaces(str(cell)).upper().lstrip("'’‘`")
    if _SHORTENED.fullmatch(words):
        return IdentityProblem.CUT
    if re.fullmatch(r"[0-9]{15}", words):
        return IdentityProblem.OLD
    if not _NUMBER.fullmatch(words):
        return IdentityProblem.LENGTH
    if words[-1] != calc_check_digit(words):
        return IdentityProblem.CUT if words.endswith("000") else IdentityProblem.CHECK_DIGIT
    try:
        date(int(words[6:10]), int(words[10:12]), int(words[12:14]))
    except ValueError:
        return IdentityProblem.IMPOSSIBLE_DAY
    return Identity(words, int(words[6:14]), "male" if int(words[16]) % 2 else "female")
