"""Counts that tests need to exist, in a county of two townships."""

from datetime import date

from web.builders import NOW, make_account

from guben_web.engine.tallies import find_ballot
from guben_web.tallies import actions
from guben_web.tallies.actions import Plan
from guben_web.tallies.models import Count, CountSheet

VILLAGES = "pioneer-project/village"
DEADLINE = date(2026, 3, 31)
LINES = (
    *("issued", "returned", "void"),
    *("votes/trust/approve", "votes/trust/disapprove", "blank/trust"),
    *("votes/satisfaction/approve", "votes/satisfaction/disapprove", "blank/satisfaction"),
)


def open_count(by=None, *, period="2026", township=None, ballots=None, now=NOW, scheme=VILLAGES) -> Count:
    """Open a count of the residents' ballot."""
    plan = Plan(
        ballot=find_ballot(scheme, "residents"),
        title="2026年群众测评",
        period=period,
        deadline=DEADLINE,
        township_id=township.pk if township else None,
        ballots=ballots,
    )
    return actions.open_count(plan=plan, by=by or make_account("department"), now=now)


def sheet_of(count, organization) -> CountSheet:
    """Return an organization's sheet as it is now."""
    return CountSheet.objects.get(count=count, organization=organization)


def typed(trust=(40, 8, 2), satisfaction=(43, 7, 0), *, issued=60, returned=52, void=2) -> dict[str, str]:
    """Return what somebody types in; 52 came back, 2 are void, so each question adds up to 50."""
    return dict(zip(LINES, map(str, (issued, returned, void, *trust, *satisfaction)), strict=True))


def type_in(sheet, by, said=None, *, now=NOW) -> CountSheet:
    """Type a sheet in."""
    return actions.type_in(sheet=sheet, typed=said or typed(), by=by, now=now)


def officer_of(organization) -> object:
    """Return an account of a township's organization officer."""
    return make_account("township_officer", organization_id=organization.pk)


def stand(count, organization, tellers, said=None, *, now=NOW) -> CountSheet:
    """Let two tellers type the same."""
    for teller in tellers:
        sheet = type_in(sheet_of(count, organization), teller, said, now=now)
    return sheet
