"""The pages of counts in a browser: axe, no wider than the window, nothing in the console."""

import pytest
from django.utils import timezone
from web.builders import make_account
from web.looking import found_wrong
from web.reporting.forms import make_county, secretary_of, township_of
from web.tallies.counting import officer_of, open_count, sheet_of, stand, type_in, typed

from guben_web.tallies import actions

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_the_pages_of_counts_have_nothing_wrong(browser, live_server, language, theme):
    people, pages = scene()

    found = {
        who: found_wrong(browser, live_server.url, people[who], addresses, language=language, theme=theme)
        for who, addresses in pages.items()
    }

    assert found == {who: {} for who in pages}


def scene():
    """Store sheets in every state; return who looks at which pages."""
    now, county = timezone.now(), make_county()
    people = {
        "department": make_account("department"),
        "township": township_of(county["T1"]),
        "secretary": secretary_of(county["V1"]),
    }
    other = officer_of(county["T1"])
    count = open_count(people["department"], ballots=60, now=now)
    stand(count, county["V1"], (people["township"], other), now=now)
    sheet = type_in(sheet_of(count, county["V2"]), people["township"], now=now)
    type_in(sheet, other, typed(trust=(41, 7, 2)), now=now)
    type_in(sheet_of(count, county["V3"]), other, now=now)
    actions.release(count=count, by=people["department"], now=now)
    standing = sheet_of(count, county["V1"])
    at = f"/tallies/{count.pk}"
    return people, {
        "department": [
            *("/tallies/", "/tallies/new", at, f"{at}/papers", f"{at}/reminder"),
            *(f"/tallies/sheets/{sheet.pk}/decide", f"/tallies/sheets/{standing.pk}/reopen"),
        ],
        "township": [at, f"/tallies/sheets/{sheet.pk}", f"/tallies/sheets/{sheet.pk}/type"],
        "secretary": ["/tallies/", at, f"/tallies/sheets/{standing.pk}"],
    }
