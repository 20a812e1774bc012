"""Long lists, a page at a time."""

from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

M = TypeVar("M", bound=Model)
ROWS_A_PAGE = 50


def page_of(rows: QuerySet[M], request: HttpRequest, *, rows_a_page: int = ROWS_A_PAGE) -> Page[M]:
    """Return the page of the list that `?page=` asks for; the nearest there is for a number that is none."""
    return Paginator(rows, rows_a_page).get_page(request.GET.get("page"))
