"""How dates and numbers look."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from guben_web.engine.texts import Language, Text

NOTHING = "—"
_YES, _NO = Text("是", "yes"), Text("否", "no")


def in_words(value: date, language: Language) -> str:
    """Return 2024年12月31日 in Chinese and 2024-12-31 in English."""
    return f"{value.year}年{value.month}月{value.day}日" if language == "zh" else value.isoformat()


def iso_of(day: int) -> str:
    """Return 1985-06-12 for 19850612, as the core writes days."""
    return f"{day // 10_000}-{day // 100 % 100:02d}-{day % 100:02d}"


def yes_or_no(holds: object) -> Text:
    """Return the word for what holds or does not."""
    return _YES if holds else _NO


def time_of(value: datetime, language: Language) -> str:
    """Return the day and the time of it, to the minute."""
    return f"{in_words(value.date(), language)} {value:%H:%M}"


def number_of(value: Decimal | int | None, digits: int | None = None) -> str:
    """Return the number with its thousands apart; with `digits`, rounded half away from zero; — for None."""
    if value is None:
        return NOTHING
    if digits is not None:
        value = Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def percent_of(value: Decimal | int | None, digits: int = 1) -> str:
    """Return a value in percent with its sign; — for None."""
    return NOTHING if value is None else f"{number_of(value, digits)}%"
