"""Periods, as people write them: 2024, 2025上半年, 2025Q1, 2025-03; and those for which ledgers are closed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guben_web.engine.ledgers import Closing
from guben_web.engine.texts import Text

# A year, then what of it; the column holds 16 letters.
PERIOD = re.compile(r"\A(?:19|20)[0-9]{2}\S{0,12}\Z")
_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年?(?P<rest>.*)")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_HALF = re.compile(r"-?(?:[Hh](?P<number>[12])|(?P<word>[上下])半年(?:度)?)")
_QUARTER = re.compile(r"-?(?:[Qq](?P<number>[1-4])|第?(?P<word>[一二三四1-4])季度?)")
_MONTH = re.compile(r"(?:-(?P<short>[0-9]{1,2})|(?P<number>[0-9]{1,2})月份?|[Mm](?P<letter>[0-9]{1,2}))")
_MONTHS = {Closing.MONTH: 1, Closing.QUARTER: 3, Closing.HALF_YEAR: 6, Closing.YEAR: 12}
_TITLES = {
    Closing.YEAR: Text("{year}年", "{year}"),
    Closing.HALF_YEAR: Text("{year}年{half}半年", "half-year {number} of {year}"),
    Closing.QUARTER: Text("{year}年第{number}季度", "quarter {number} of {year}"),
    Closing.MONTH: Text("{year}年{number}月", "{year}-{number:02d}"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A year, half-year, quarter or month; `number` counts them within the year from 1."""

    kind: Closing
    year: int
    number: int

    @property
    def code(self) -> str:
        """How it is kept: 2025, 2025H1, 2025Q1, 2025-03."""
        match self.kind:
            case Closing.YEAR:
                return str(self.year)
            case Closing.HALF_YEAR:
                return f"{self.year}H{self.number}"
            case Closing.QUARTER:
                return f"{self.year}Q{self.number}"
            case Closing.MONTH:
                return f"{self.year}-{self.number:02d}"

    @property
    def title(self) -> Text:
        """What people call it."""
        half = "上" if self.number == 1 else "下"
        return _TITLES[self.kind].filled(year=self.year, number=self.number, half=half)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, (self.number - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Period":
        """The one after it."""
        is_last = self.number * _MONTHS[self.kind] == 12
        return Period(self.kind, self.year + is_last, 1 if is_last else self.number + 1)

    @property
    def previous(self) -> "Period":
        """The one before it."""
        return period_of(self.kind, self.first - timedelta(days=1))


def period_of(kind: Closing, day: date) -> Period:
    """Return the period of a kind that a day lies in."""
    return Period(kind, day.year, (day.month - 1) // _MONTHS[kind] + 1)


def find_period(words: str) -> Period | None:
    """Return the period that is written as 2025, 2025上半年, 2025H1, 2025Q1, 2025年第一季度, 2025-03 or 2025年3月; None for another text."""
    match = _YEAR.fullmatch(words.strip())
    if match is None:
        return None
    year, rest = int(match["year"]), match["rest"]
    if rest in ("", "度"):
        return Period(Closing.YEAR, year, 1)
    for kind, pattern in ((Closing.HALF_YEAR, _HALF), (Closing.QUARTER, _QUARTER), (Closing.MONTH, _MONTH)):
        found = pattern.fullmatch(rest)
        if found:
            said = next(each for each in found.groups() if each)
            number = _NUMERALS.get(said) or int(said)
            return Period(kind, year, number) if 1 <= number <= 12 // _MONTHS[kind] else None
    return None


def periods_between(kind: Closing, first: date, last: date) -> Iterator[Period]:
    """Yield the periods of a kind that share a day with the time between two days, both included."""
    period = period_of(kind, first)
    while period.first <= last:
        yield period
        period = period.next


def periods_to_close(kind: Closing, first: date, last: date) -> list[Period]:
    """Return the periods of which the time between two days is known once they are closed.

    They are those that lie inside; where none does, as of a year in one of its quarters, those that share a day with it.
    """
    touched = list(periods_between(kind, first, last))
    return [each for each in touched if first <= each.first and each.last <= last] or touched


def find_year(period: str) -> int | None:
    """Return the year that a period begins with; None for a text that is no period."""
    return int(period[:4]) if PERIOD.match(period) else None
