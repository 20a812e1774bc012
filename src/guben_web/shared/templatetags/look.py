"""Tags that components need: addresses that keep their query, columns that sort, widths of bars."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django import template
from django.core.paginator import Page
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.forms import BoundField, CheckboxInput
from django.http import HttpRequest
from django.template.context import RequestContext
from django.urls import reverse

register = template.Library()


@dataclass(frozen=True, slots=True)
class Sorting:
    """How a list is sorted by one column now, and where a click on its head leads."""

    url: str
    state: str


@register.simple_tag(takes_context=True)
def address_with(context: RequestContext, **changes: object) -> str:
    """Return the query of this page with these changes; an empty value takes the name out."""
    return _address(context["request"], changes)


@register.simple_tag(takes_context=True)
def sorting(context: RequestContext, column: str) -> Sorting:
    """Return how `?sort=` sorts by the column: "ascending", "descending" or nothing; a click turns it round."""
    request = context["request"]
    now = request.GET.get("sort", "")
    state = {column: "ascending", f"-{column}": "descending"}.get(now, "")
    turned = f"-{column}" if state == "ascending" else column
    return Sorting(_address(request, {"sort": turned, "page": ""}), state)


@register.simple_tag(takes_context=True)
def way_to(context: RequestContext, page: str) -> str:
    """Return the address of a page if the person's navigation leads there, else nothing.

    So a page can point to one of an app above its own, and only those see it who may follow.
    """
    url = reverse(page)
    shown = {entry.url for group in context["navigation"] for entry in group.entries}
    return url if url in shown else ""


@register.simple_tag
def page_numbers(page: Page[Model]) -> Iterable[int | str]:
    """Return the numbers to offer around the page, with … where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def at(numbers: Mapping[int, int], key: int) -> int | None:
    """Return what a table of numbers holds for a key; None for nothing."""
    return numbers.get(key)


@register.filter
def share(value: Decimal | int | str | None, of: Decimal | int | str) -> int:
    """Return how much of a whole this is, from 0 to 1000, for the width of a bar."""
    part, whole = exact(value), exact(of)
    if part is None or not whole:
        return 0
    return max(0, min(1000, int(part * 1000 / whole)))


@register.filter
def exact(value: Decimal | int | str | None) -> Decimal | None:
    """Return the number that an attribute of a component carries as text; None for nothing."""
    return None if value is None or value == "" else Decimal(value)


@register.filter
def as_json(value: object) -> str:
    """Return a value as JSON for an attribute; a script beside it would be taken out of what a page loads later."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


@register.filter
def is_tick(field: BoundField) -> bool:
    """Return whether the field is one box to tick, whose words stand behind it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def is_many(field: BoundField) -> bool:
    """Return whether the field is several boxes under one heading."""
    return field.use_fieldset


def _address(request: HttpRequest, changes: dict[str, object]) -> str:
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}"
