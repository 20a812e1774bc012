"""The structure of the membership: tables, charts, the organizations below and those that stand out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.engine.bulletin import Table, bulletin_of, members_in
from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import list_of
from guben_web.org import queries as org
from guben_web.org.access import Scope
from guben_web.org.models import OrganizationVersion
from guben_web.org.requests import day_asked, organization_asked, query_of
from guben_web.org.trails import trail_of
from guben_web.people.access import smallest_group
from guben_web.shared.htmx import render_page
from guben_web.statistics import access, actions, books, forms
from guben_web.statistics.census import Census, census_on
from guben_web.statistics.charts import charts_of
from guben_web.statistics.standings import Limits, standing_out
from guben_web.words.language import current_language, label, say

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WHOLE = Text("全部", "Everything")
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is counted: where, on which day, in which field."""

    scope: Scope
    own_scope: Scope
    day: date
    field: str
    version: OrganizationVersion | None
    smallest: int

    @property
    def name(self) -> str:
        return self.version.name if self.version else say(_WHOLE)

    @property
    def top(self) -> int | None:
        return self.version.organization_id if self.version else None


@require_GET
def whole(request: AccountRequest) -> HttpResponse:
    """Show the statistics of all that an account sees."""
    return _page(request, _asked(request, None))


@require_GET
def organization(request: AccountRequest, organization_id: int) -> HttpResponse:
    """Show the statistics of an organization with all below it."""
    return _page(request, _asked(request, organization_id))


@require_GET
def export(request: AccountRequest) -> HttpResponse:
    """Give the statistics as a workbook; the act is recorded."""
    asked = _asked(request, organization_asked(request))
    limits = Limits()
    census, tables = _counted(asked, limits)
    found = standing_out(census.standings, limits) if not asked.smallest else {}
    now = timezone.now()
    key = asked.version.organization.key if asked.version else ""
    actions.record_download(organization=key, day=asked.day.isoformat(), by=request.account, now=now)
    book = books.statistics_book(
        asked.name,
        tables,
        census.below(asked.top),
        found,
        smallest=asked.smallest,
        day=asked.day,
        by=request.account,
        now=now,
        language=current_language(),
    )
    disposition = f'attachment; filename="statistics-{asked.day.isoformat()}.xlsx"'
    return HttpResponse(book, content_type=_EXCEL, headers={"Content-Disposition": disposition})


def _page(request: AccountRequest, asked: _Asked) -> HttpResponse:
    form = forms.LimitsForm(request.GET)
    limits = form.limits()
    census, tables = _counted(asked, limits)
    found = standing_out(census.standings, limits) if not asked.smallest else {}
    query = request.GET.copy()
    if asked.version:
        query["within"] = str(asked.version.organization_id)
    context: dict[str, Any] = {
        "organization": asked.version,
        "trail": _trail(asked),
        "tables": tables,
        "is_small": len(tables) == 1,
        "charts": charts_of(tables),
        "below": census.below(asked.top),
        "smallest": asked.smallest,
        "standing_out": {name: rows[:_MOST_SHOWN] for name, rows in found.items()},
        "numbers": {name: len(rows) for name, rows in found.items()},
        "limits": limits,
        "fields": list_of("field"),
        "field": asked.field,
        "day": asked.day,
        "on": query_of(asked.day),
        "query": query.urlencode(),
    }
    return render_page(request, "statistics/structure.html", context, part="found")


def _asked(request: AccountRequest, organization_id: int | None) -> _Asked:
    scope, day = access.need_statistics_scope(request.account), day_asked(request)
    field = request.GET.get("field", "")
    version = None
    here = scope
    if organization_id is not None:
        version = org.find_version_on(day, organization_id, scope)
        if version is None:
            raise Http404
        here = Scope(is_whole=False, tops=frozenset({organization_id}))
    known = field if field in list_of("field") else ""
    return _Asked(here, scope, day, known, version, smallest_group(request.account))


def _counted(asked: _Asked, limits: Limits) -> tuple[Census, tuple[Table, ...]]:
    """Return the census and its tables, of a group that is too small only the first with its first row."""
    census = census_on(asked.day, asked.scope, limits, asked.field)
    counts = census.counts()
    tables = bulletin_of(counts)
    if members_in(counts) < asked.smallest:
        first = tables[0]
        tables = (Table(first.name, first.title, first.rows[:1]),)
    return census, tables


def _trail(asked: _Asked) -> list[dict[str, str]]:
    words = str(label("党员结构", "Structure of the membership"))
    if asked.version is None:
        return []
    above = org.ancestors_on(asked.day, asked.version.organization_id)
    return trail_of(above, asked.version, scope=asked.own_scope, day=asked.day, last=words)
