"""What a ledger about people comes to for each of them: by the same formulas as an evaluation, beside the year before."""

from datetime import date

import pytest
from web.builders import NOW
from web.ledgers.ledgers import add, reader_of
from web.structure.trees import make_members

from guben_web.ledgers.checking import Draft
from guben_web.ledgers.person_years import people_of, years_of
from guben_web.packs import actions as packs
from guben_web.packs.models import Ledger

pytestmark = pytest.mark.django_db
PAGE = "/ledgers/base/pay/people"


@pytest.fixture
def pay(tree):
    """The pay of two people in two years, one of them in arrears."""
    keeper = reader_of("township", organization=tree["T1"])
    packs.read_packs(own=None, by=None, now=NOW)
    Ledger.objects.filter(name="base/pay").update(is_kept=True)
    ledger = Ledger.objects.kept().get(name="base/pay")
    first, second = make_members(tree["V1"], 2)
    for member, day, due, paid in (
        (first, date(2024, 12, 31), 24_000, 24_000),
        (first, date(2025, 6, 30), 12_600, 12_600),
        (first, date(2025, 12, 31), 12_600, 7_400),
        (second, date(2025, 12, 31), 9_000, 9_000),
    ):
        scale = 10 ** ledger.type.fields["due_amount"].type.scale
        fields = {
            "person": str(member.pk),
            "kind": "basic",
            "due_amount": due * scale,
            "paid_amount": paid * scale,
        }
        add(ledger, Draft(tree["V1"].pk, day, None, fields), keeper)
    return ledger, keeper, first, second


def test_pay_grows_over_the_year_before_and_what_is_not_paid_is_in_arrears(pay):
    ledger, keeper, first, second = pay

    rows = years_of(ledger, 2025, list(people_of(ledger, 2025, keeper)), keeper)

    titles = [each.title.zh for each in ledger.type.measures_of_a_person]
    assert titles == ["应发报酬", "实发报酬", "欠发报酬", "人均基本报酬"]
    # Due 12,600 twice is 25,200, 5 percent over 24,000; 5,200 of it were not paid, and paid were 16.7 percent less.
    said = {
        row.name: [(each.words.zh, each.growth and f"{each.growth:.1f}") for each in row.figures]
        for row in rows
    }
    assert said == {
        first.name: [("25,200", "5.0"), ("20,000", "-16.7"), ("5,200", None), ("20,000", "-16.7")],
        second.name: [("9,000", None), ("9,000", None), ("0", None), ("9,000", None)],
    }


def test_the_page_shows_it_to_those_above_and_not_to_the_village(pay, sign_in, tree):
    _, keeper, first, second = pay
    secretary = reader_of("secretary", organization=tree["V1"])

    above = sign_in(account=keeper.account).get(f"{PAGE}?year=2025")
    own = sign_in(account=secretary.account).get(f"{PAGE}?year=2025")

    assert [each.name for each in above.context["rows"]] == [first.name, second.name]
    assert "5.0%" in above.content.decode()
    assert own.context["rows"] == []


def test_a_ledger_that_is_not_about_people_has_no_such_page(ledgers, sign_in):
    assert sign_in("department").get("/ledgers/county/meetings/people").status_code == 404
