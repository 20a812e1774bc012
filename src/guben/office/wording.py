"""Words of cells and headings without what does not matter: width of characters, spaces, capitals."""

import re
import unicodedata
from fractions import Fraction

from guben.model.exact import plain_number

_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_LONG_DIGITS = re.compile(r"[0-9０-９][0-9０-９\s-]{9,}[0-9０-９xXｘＸ]")
_SHOWN_CHARACTERS = 30
_MOST_SHOWN = Fraction(10**15)

MISSING_WORDS = frozenset(
    {"", "-", "--", "—", "——", "–", "/", "\\", "无数据", "未统计", "缺", "缺失", "暂无", "暂无数据", "nodata"}
)
NOT_APPLICABLE_WORDS = frozenset({"不适用", "n/a", "notapplicable"})


def half_width(words: str) -> str:
    """Return the words with full-width letters, digits and punctuation made half-width, trimmed."""
    return unicodedata.normalize("NFKC", words).strip()


def without_spaces(words: str) -> str:
    """Return the words half-width and without any space or line break."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", words))


def folded(words: str) -> str:
    """Return the words as they are compared: half-width, without spaces, small letters."""
    return without_spaces(words).casefold()


def on_one_line(words: str) -> str:
    """Return the words with every run of spaces and line breaks made one space."""
    return _SPACES.sub(" ", words).strip()


def shown(cell: object) -> str:
    """Return a cell's words for a message: short, and with long numbers hidden, for they may name a person."""
    words = f"{cell:.15g}" if isinstance(cell, float) else on_one_line(str(cell))
    words = _LONG_DIGITS.sub("***", words)
    return words if len(words) <= _SHOWN_CHARACTERS else words[:_SHOWN_CHARACTERS] + "…"


def long_number(number: Fraction) -> str:
    """Return a number with separators between thousands; beyond what a cell can hold exactly, its power of ten."""
    if abs(number) >= _MOST_SHOWN:
        sign = "-" if number < 0 else ""
        return f"{sign}10^{len(str(int(abs(number)))) - 1}"
    whole, point, decimals = plain_number(number).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{point}{decimals}"
