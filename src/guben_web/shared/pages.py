"""Long lists, a page at a time."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

M = TypeVar("M", bound=Model)
ROWS_A_PAGE = 50
MOST_LISTED = 2_000


def page_of(rows: QuerySet[M], request: HttpRequest, *, rows_a_page: int = ROWS_A_PAGE) -> Page[M]:
    """Return the page of the list that `?page=` asks for; the nearest there is for a number that is none."""
    return Paginator(rows, rows_a_page).get_page(request.GET.get("page"))


class _BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts so far only, since a count of all would read them all, and so would a page far behind."""

    @cached_property
    def counted(self) -> int:
        """How many there are, or one more than are listed."""
        assert isinstance(self.object_list, QuerySet)
        return self.object_list.order_by()[: MOST_LISTED + 1].count()

    @cached_property
    def count(self) -> int:
        """How many are listed."""
        return min(self.counted, MOST_LISTED)

    @property
    def is_cut(self) -> bool:
        """True if there are more than are listed."""
        return self.counted > MOST_LISTED


def page_of_many(rows: QuerySet[M], request: HttpRequest) -> Page[M]:
    """Return the page that `?page=` asks for of a list that may have millions of rows; the first MOST_LISTED are listed."""
    return _in_two_steps(_BoundedPaginator(rows.values_list("pk", flat=True), ROWS_A_PAGE), rows, request)


def page_of_wide(rows: QuerySet[M], request: HttpRequest) -> Page[M]:
    """Return the same page, read in two steps: the keys in order, then the rows of the page.

    For rows that are wide and many: the database then does not carry them whole while it puts them in order.
    """
    return _in_two_steps(Paginator(rows.values_list("pk", flat=True), ROWS_A_PAGE), rows, request)


def _in_two_steps(keys_of_all: "Paginator[Any]", rows: QuerySet[M], request: HttpRequest) -> Page[M]:
    page: Page[Any] = keys_of_all.get_page(request.GET.get("page"))
    keys = list(page.object_list)
    found = {row.pk: row for row in rows.filter(pk__in=keys).order_by()}
    page.object_list = [found[key] for key in keys if key in found]
    return page


def in_order(rows: QuerySet[M], request: HttpRequest, columns: Mapping[str, str]) -> QuerySet[M]:
    """Return the list in the order that `?sort=` asks for; as it is where it asks for none of the columns.

    `columns` are fields by the name of their column, with a minus before those that rise as the column falls. What
    is not known comes last.
    """
    asked = request.GET.get("sort", "")
    field = columns.get(asked.removeprefix("-"))
    if field is None:
        return rows
    column = F(field.removeprefix("-"))
    falls = asked.startswith("-") != field.startswith("-")
    return rows.order_by(column.desc(nulls_last=True) if falls else column.asc(nulls_last=True), "pk")
