"""Tags and filters for words on pages; no `{% load %}` needed."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import title_of, workplace_title
from guben_web.words.formats import in_words, number_of, percent_of, time_of
from guben_web.words.language import current_language
from guben_web.words.language import say as say_text

register = template.Library()


@register.simple_tag
def say(zh: str, en: str, *, one: str | None = None, **facts: object) -> str:
    """Say words that stand in the template in both languages: `{% say "共{n}人" "{n} people" one="1 person" n=count %}`.

    `one` are the English words where `n` is 1. A whole number `n` has its thousands apart.
    """
    n = facts.get("n")
    text = Text(zh, one if one is not None and n == 1 else en)
    if isinstance(n, int):
        facts["n"] = number_of(n)
    return say_text(text.filled(**facts) if facts else text)


@register.filter
def said(text: Text | None) -> str:
    """Return a text of the core in the language of the page; nothing for None."""
    return say_text(text) if text else ""


@register.filter
def day(value: date | None) -> str:
    """Return 2024年12月31日, or 2024-12-31 in English; nothing for None."""
    if value is None:
        return ""
    return in_words(timezone.localdate(value) if isinstance(value, datetime) else value, current_language())


@register.filter
def moment(value: datetime | None) -> str:
    """Return 2024年12月31日 09:05, or 2024-12-31 09:05 in English; nothing for None."""
    return "" if value is None else time_of(timezone.localtime(value), current_language())


@register.filter
def iso(value: date | None) -> str:
    """Return 2024-12-31 in every language, for what machines read; nothing for None."""
    return "" if value is None else value.isoformat()


@register.filter
def number(value: Decimal | int | None, digits: int | None = None) -> str:
    """Return the number with its thousands apart and, if asked, so many digits after the point; — for None."""
    return number_of(value, digits)


@register.filter
def percent(value: Decimal | int | None, digits: int = 1) -> str:
    """Return a value in percent with its sign, such as 85.0%; — for None."""
    return percent_of(value, digits)


@register.filter
def titled(code: str | None, list_name: str) -> str:
    """Return the words for a value of a list of the core: `{{ organization.level|titled:"level" }}`."""
    return say_text(workplace_title(code or "") if list_name == "workplace" else title_of(list_name, code))
