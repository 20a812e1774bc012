"""The page of what a ledger about people comes to for each of them by year."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from guben_web.accounts.requests import AccountRequest
from guben_web.ledgers import access, person_years
from guben_web.ledgers.figures import unit_words
from guben_web.ledgers.requests import reader_of
from guben_web.people.access import need_people_scope
from guben_web.shared.pages import page_of

_YEARS_OFFERED = 6


@never_cache
@require_GET
def people(request: AccountRequest, name: str) -> HttpResponse:
    """Show by person what the measures of a ledger come to in a year, and how they grew."""
    need_people_scope(request.account)
    ledger = access.get_ledger(request.account, name)
    measures = ledger.type.measures_of_a_person
    if not measures:
        raise Http404
    reader = reader_of(request)
    years = range(reader.day.year, reader.day.year - _YEARS_OFFERED, -1)
    asked = request.GET.get("year", "")
    year = int(asked) if asked in {str(each) for each in years} else reader.day.year
    page = page_of(person_years.people_of(ledger, year, reader), request)
    context = {
        "ledger": ledger,
        "type": ledger.type,
        "year": year,
        "years": years,
        "page": page,
        "measures": [(each, unit_words(each.type)) for each in measures],
        "rows": person_years.years_of(ledger, year, list(page.object_list), reader),
        "is_about_people": True,
    }
    return render(request, "ledgers/people.html", context)
