"""Choosing an organization in a form: one types some of its name and takes one of those offered, or types its code."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from guben_web.org.access import Scope, holding_on, within
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import Wanted, name_on, search_on
from guben_web.shared.pickers import PickerInput
from guben_web.words.language import label
from guben_web.words.traditional import simplified

_MOST_OFFERED = 20
_EVERYWHERE = Scope(is_whole=True)
# 荻汀村党支部（V1）: behind the name stands the code, or the superior's name where there is no code.
_WITH_MORE = re.compile(r"(?P<name>.+)（(?P<more>[^（）]+)）")
FOUND = label("可选的组织", "Organizations to choose from")
_UNKNOWN = label(
    "没有找到“{words}”。请从列出的组织中选一个，或者填组织代码。",
    "There is no '{words}'. Take one of those offered, or type a code.",
)
_HOW = label(
    "写名称中的几个字或拼音首字母，从列出的里面选；也可以填全称或代码。",
    "Type some of the name or its pinyin initials and take one of those offered; a full name or a code does too.",
)
_SEVERAL = label(
    "有{n}个组织叫“{words}”，请填组织代码，或者从列出的里面选。",
    "{n} organizations are called '{words}'; type the code, or take one of those offered.",
)


@dataclass(frozen=True, slots=True)
class Option:
    """An organization that a picker offers: what it puts into the field, the name, and what tells it from others."""

    value: str
    name: str
    more: str


def offered(words: str, scope: Scope, day: date) -> list[Option]:
    """Return the organizations whose name, pinyin, initials or code match; one query."""
    divided = _WITH_MORE.fullmatch(words.strip())
    rows = search_on(day, scope, Wanted(divided["name"] if divided else words))[:_MOST_OFFERED]
    return [_option(row.name, row.organization.code, getattr(row, "parent_name", None)) for row in rows]


def _option(name: str, code: str | None, parent_name: str | None) -> Option:
    more = " · ".join(each for each in (code, parent_name) if each)
    return Option(shown(name, code, parent_name), name, more)


def shown(name: str, code: str | None, parent_name: str | None) -> str:
    """Return an organization as a picker shows it."""
    more = code or parent_name
    return f"{name}（{more}）" if more else name


def shown_organization(organization_id: int, day: date, scope: Scope = _EVERYWHERE) -> str:
    """Return an organization as a picker shows it, by its id; nothing for one that is not in the scope on the day."""
    rows = OrganizationVersion.objects.filter(
        holding_on(day), within(scope, day), organization_id=organization_id
    )
    row = rows.select_related("organization").annotate(parent_name=name_on(day, "parent_id")).first()
    return shown(row.name, row.organization.code, row.parent_name) if row else ""


class OrganizationField(forms.CharField):
    """An organization within a scope as it is today; its value is the open version, or None."""

    widget = PickerInput("org:pick", FOUND)

    def __init__(self, *, scope: Scope, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _HOW)
        super().__init__(**kwargs)
        self.scope = scope

    def clean(self, value: Any) -> Any:
        """Return the organization that is meant."""
        words = super().clean(value).strip()
        return _found(words, self.scope) if words else None


def find_organization(words: str, scope: Scope) -> OrganizationVersion | None:
    """Return the one organization of a scope with this name or code, or that a picker shows like this."""
    found = _named(words.strip(), scope)
    return found[0] if len(found) == 1 else None


def _found(words: str, scope: Scope) -> OrganizationVersion:
    found = _named(words, scope)
    if len(found) == 1:
        return found[0]
    words_of = _SEVERAL if found else _UNKNOWN
    raise forms.ValidationError(str(words_of).format(words=words, n=len(found)))


def _named(words: str, scope: Scope) -> list[OrganizationVersion]:
    today = timezone.localdate()
    rows = OrganizationVersion.objects.filter(holding_on(today), within(scope, today), valid_to=None)
    rows = rows.select_related("organization").annotate(parent_name=name_on(today, "parent_id"))
    found: list[OrganizationVersion] = list(
        rows.filter(Q(name__in=(words, simplified(words))) | Q(organization__code=words))
    )
    divided = _WITH_MORE.fullmatch(words)
    if not found and divided:
        found = [
            row
            for row in rows.filter(name=divided["name"])
            if divided["more"] in (row.organization.code, row.parent_name)
        ]
    return found
