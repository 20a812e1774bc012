"""The pages of reporting in a browser: axe, no wider than the window, nothing in the console."""

import pytest
from django.utils import timezone
from web.builders import make_account
from web.looking import found_wrong
from web.reporting.forms import (
    FUNDS,
    INCOME,
    VILLAGES,
    VIOLATION,
    fill,
    make_county,
    name_discipline,
    publish,
    report,
    secretary_of,
    sheet_of,
    township_of,
)

from guben_web.reporting import approval_actions, sheet_actions
from guben_web.reporting.models import Cell, Collection, Sheet

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.look
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_the_pages_of_reporting_have_nothing_wrong(browser, live_server, language, theme):
    people, pages = scene()

    found = {
        who: found_wrong(browser, live_server.url, people[who], addresses, language=language, theme=theme)
        for who, addresses in pages.items()
    }

    assert found == {who: {} for who in pages}


def scene():
    """Store forms in every state; return who looks at which pages."""
    now = timezone.now()
    county = make_county(6)
    people = {
        "department": make_account("department"),
        "township": township_of(county["T1"]),
        "secretary": secretary_of(county["V1"]),
        "scorer": make_account("scoring_department"),
    }
    name_discipline(people["scorer"])
    for key in ("V1", "V2", "V3"):
        report(county[key], INCOME, "3000")
    collection = publish(people["department"], measures=[INCOME, FUNDS, VIOLATION], now=now)
    Collection.objects.update(deadline=timezone.localdate())
    secretary = people["secretary"]
    own = sheet_of(collection, county["V1"])
    fill(own, secretary, now, net_income="3100", collective_funds_total="5")
    sheet_actions.submit(sheet=own, by=secretary, now=now)
    sheet_actions.return_cells(
        sheet=own, keys=[(county["V1"].pk, INCOME)], reason="请核对", by=people["township"], now=now
    )
    flagged = sheet_of(collection, county["V2"])
    fill(flagged, secretary_of(county["V2"]), now, note="增产", net_income="9000", collective_funds_total="5")
    sheet_actions.submit(sheet=flagged, by=secretary_of(county["V2"]), now=now)
    for key in ("V4", "V5"):
        hand_in_two(sheet_of(collection, county[key]), secretary_of(county[key]), now)
    draw = approval_actions.draw_sample(
        collection=collection, township_id=county["T1"].pk, by=people["township"], now=now
    )
    sheet_actions.approve(sheet=flagged, by=people["township"], now=now)
    back = Sheet.objects.get(collection=collection, department="discipline")
    cell = Cell.objects.filter(sheet=own).first()
    at = f"/reporting/collections/{collection.pk}"
    pages = {
        "secretary": [
            *("/reporting/", f"/reporting/sheets/{own.pk}", f"/reporting/cells/{cell.pk}", f"{at}/upload"),
            "/reporting/burden",
        ],
        "township": [
            *("/reporting/approval/", f"/reporting/approval/{collection.pk}", f"/reporting/draws/{draw.pk}"),
            *(f"/reporting/sheets/{draw.sheets.first().sheet_id}", f"{at}/reminder"),
        ],
        "scorer": ["/reporting/", f"/reporting/sheets/{back.pk}"],
        "department": [
            *("/reporting/collections/", at, f"{at}/townships/{county['T1'].pk}", f"{at}/close"),
            f"/reporting/collections/new?schemes={VILLAGES}&period=2026",
            *("/reporting/departments/", "/reporting/departments/discipline"),
            f"/reporting/sheets/{flagged.pk}",
        ],
    }
    return people, pages


def hand_in_two(sheet, by, now):
    """Fill in what is asked and submit."""
    fill(sheet, by, now, net_income="5000", collective_funds_total="5")
    sheet_actions.submit(sheet=sheet, by=by, now=now)
