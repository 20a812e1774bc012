"""Statistics: the numbers are those of the frozen snapshot and those worked by hand; small groups stay whole."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from web.builders import NOW, make_account
from web.counties import bring_in, write_county

from guben.insight.bulletin import bulletin_of
from guben.snapshot.counting import count_people
from guben.synthesis import make_county, write_county_workbook
from guben_web.audit.models import Entry
from guben_web.engine.schemes import collected_measures
from guben_web.org.access import Scope
from guben_web.org.models import Organization
from guben_web.people import actions
from guben_web.people.models import Member
from guben_web.snapshots.freezing import freeze_snapshot
from guben_web.statistics.census import census_on
from guben_web.statistics.standings import Limits, standing_out

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
WHOLE = Scope(is_whole=True)


@pytest.fixture
def county(tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"))
    return {each.key: each.pk for each in Organization.objects.all()}


def of(*tops):
    return Scope(is_whole=False, tops=frozenset(tops))


def shown(client, address):
    return client.get(address).content.decode()


def numbers(counts, name):
    table = next(each for each in bulletin_of(counts) if each.name == name)
    return {row.title.zh: row.number for row in table.rows if row.number}


def test_the_page_counts_what_a_snapshot_of_the_same_day_counts(tmp_path):
    made = make_county(seed=5, townships=2, villages=10, members=400)
    write_county_workbook(made, tmp_path / "county.xlsx", collected_measures())
    bring_in(tmp_path / "county.xlsx", as_of=made.as_of)
    snapshot = freeze_snapshot(as_of=made.as_of, period="2025", folder=tmp_path / "frozen")
    township = Organization.objects.filter(versions__level="township").earliest("key")

    assert bulletin_of(census_on(made.as_of, WHOLE).counts()) == bulletin_of(count_people(snapshot))
    assert bulletin_of(census_on(made.as_of, of(township.pk)).counts()) == bulletin_of(
        count_people(snapshot, township.key)
    )


def test_three_members_are_counted_as_by_hand(county):
    # Born 1985-06-12, 1970-01-01 and 1980-03-04; joined 2010, 1995 and 2001.
    counts = census_on(DAY, WHOLE).counts()

    assert numbers(counts, "age") == {"36至40岁": 1, "41至45岁": 1, "56至60岁": 1}
    assert numbers(counts, "joined") == {"党的十一届三中全会后至党的十八大前": 3}
    assert numbers(counts, "totals") == {"党员总数": 3, "正式党员": 3, "女党员": 1}
    assert numbers(counts, "type") == {"合计": 5, "党委": 3, "党支部": 2}
    assert numbers(census_on(DAY, WHOLE, organization_field="rural").counts(), "totals")["党员总数"] == 3
    assert numbers(census_on(DAY, WHOLE, organization_field="agency").counts(), "totals") == {}
    assert numbers(census_on(date(1999, 1, 1), WHOLE).counts(), "totals")["党员总数"] == 1


def test_a_day_takes_the_members_of_that_day(county):
    lin = Member.objects.get(name="曾荷生")
    keeper = make_account("department")
    actions.move_member(member=lin, organization_id=county["V2"], on=date(2025, 6, 1), by=keeper, now=NOW)

    def members(day, key):
        return numbers(census_on(day, of(county[key])).counts(), "totals")["党员总数"]

    assert [members(date(2025, 5, 31), key) for key in ("V1", "V2", "C1")] == [2, 1, 3]
    assert [members(date(2025, 6, 1), key) for key in ("V1", "V2", "C1")] == [1, 2, 3]


def test_organizations_stand_out_by_limits_that_may_be_set(county):
    # V1: aged 40 and 56; V2: aged 45. Nobody joined after 2010.
    def names(limits):
        found = standing_out(census_on(DAY, WHOLE, limits).standings, limits)
        return {name: [each.name[:2] for each in rows] for name, rows in found.items()}

    assert names(Limits()) == {"old": ["菱渚"], "none": ["荻汀", "菱渚"], "few": []}
    assert names(Limits(old_percent=50)) == {"old": ["荻汀", "菱渚"], "none": ["荻汀", "菱渚"], "few": []}
    assert names(Limits(years=16))["none"] == ["菱渚"]


def test_the_table_of_organizations_counts_each_with_all_below_it(county):
    rows = census_on(DAY, WHOLE).below(None)

    assert [(each.name, each.members, each.women_percent) for each in rows] == [
        ("篁川镇党委", 2, Decimal("50.0")),
        ("鹭屏乡党委", 1, Decimal("0.0")),
    ]


def test_small_groups_are_not_broken_down_for_those_who_may_not_see_members(sign_in, county):
    viewer = shown(sign_in(account=make_account("viewer", organization_id=county["T1"])), "/statistics/")
    township = shown(sign_in(account=make_account("township", organization_id=county["T1"])), "/statistics/")

    assert ["女党员" in page for page in (viewer, township)] == [False, True]
    assert ["党员不足10名" in page for page in (viewer, township)] == [True, False]
    assert ["out-old" in page for page in (viewer, township)] == [False, True]


def test_an_organization_outside_the_own_range_is_not_there(sign_in, county):
    client = sign_in(account=make_account("township", organization_id=county["T1"]))

    assert [client.get(f"/statistics/{county[key]}").status_code for key in ("V1", "V2")] == [200, 404]
    assert client.get(f"/statistics/export?within={county['V2']}").status_code == 404


def test_the_workbook_has_a_sheet_for_each_table_and_taking_it_out_is_recorded(sign_in, county):
    response = sign_in("department").get(f"/statistics/export?within={county['T1']}&on=2026-03-01")

    book = openpyxl.load_workbook(io.BytesIO(response.content))
    rows = [tuple(cell.value for cell in row) for row in book["年龄"].iter_rows(min_row=3) if row[1].value]
    assert rows == [("36至40岁", 1, "50.0"), ("56至60岁", 1, "50.0")]
    assert [name for name in book.sheetnames if name in ("老龄化突出", "多年未发展", "发展偏少")] == [
        "老龄化突出",
        "多年未发展",
        "发展偏少",
    ]
    # Both members of V1 joined long ago; one is 56.
    never = [
        tuple(cell.value for cell in row) for row in book["多年未发展"].iter_rows(min_row=3) if row[1].value
    ]
    assert never == [("荻汀村党支部", 2, 1, 0, 0)]
    assert Entry.objects.get(action="statistics.exported").detail == {
        "organization": "T1",
        "day": "2026-03-01",
    }


def test_the_page_takes_the_same_number_of_queries_for_small_and_large(
    sign_in, county, django_assert_num_queries
):
    client = sign_in("department")
    client.get("/statistics/")
    for key in ("V1", "T1"):
        with django_assert_num_queries(10):
            client.get(f"/statistics/{county[key]}")
