"""What stands is frozen and gives points; from a grade one comes down to the count sheet."""

import pytest
from django.test import Client
from web.builders import NOW, make_account
from web.scored import AS_OF, evaluate, scored_county
from web.tallies.counting import open_count, sheet_of, stand, type_in, typed

from guben_web.org.models import Organization
from guben_web.results import actions as results
from guben_web.results.models import Result
from guben_web.snapshots.freezing import find_record_now, records_on
from guben_web.tallies import actions
from guben_web.tallies.models import Count

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(tmp_path):
    """Count both villages of the scored county anew, for the period whose shares came from a workbook."""
    scored_county(tmp_path)
    department, other = make_account("department"), make_account("department")
    one, two = Organization.objects.get(key="V1"), Organization.objects.get(key="V2")
    count = open_count(department, period="2025")
    # 160 of 200 trust: 80 %, at the line. 169 of 199 are satisfied: 84.92…%, under 85 %; one is blank.
    first = typed(trust=(160, 40, 0), satisfaction=(169, 30, 1), issued=210, returned=203, void=3)
    # 8 of 10 and 17 of 20: both at the line; 10 blanks count for neither.
    second = typed(trust=(8, 2, 10), satisfaction=(17, 3, 0), issued=20, returned=20, void=0)
    stand(count, one, (department, other), first)
    stand(count, two, (department, other), second)
    return count, one, two, department


def test_points_follow_from_the_counts_that_stand(counted):
    _, one, two, department = counted

    evaluation = evaluate(department, as_of=AS_OF)

    points = {
        row.organization_id: (row.total, row.points["core.trust"], row.points["service"])
        for row in Result.objects.filter(evaluation=evaluation)
    }
    # V1 had 85: trust stays 12, service falls from 20 to 0. V2 had 30: 12 for trust and 20 for service come to it.
    assert points == {one.pk: (6500, 1200, 0), two.pk: (6200, 1200, 2000)}


def test_what_does_not_stand_is_not_frozen_and_what_was_reported_stays(counted):
    count, one, _, department = counted
    actions.reopen(sheet=sheet_of(count, one), reason="原表看错一列", by=department, now=NOW)
    type_in(sheet_of(count, one), department, typed())

    records = records_on(AS_OF, "2025")

    shares = {
        (row.organization, row.measure): (row.number, row.source.split(":")[0])
        for row in records.values
        if row.measure in ("trust", "satisfaction")
    }
    assert shares == {
        ("V1", "trust"): (85_000_000, "value"),
        ("V1", "satisfaction"): (85_000_000, "value"),
        ("V2", "trust"): (80_000_000, "tally"),
        ("V2", "satisfaction"): (85_000_000, "tally"),
    }
    assert {row.organization for row in records.tallies} == {"V2"}


def test_votes_by_option_are_frozen_for_parts_that_score_them(counted):
    count, one, two, department = counted
    question = {
        "name": "team",
        "zh": "测评",
        "en": "Review",
        "measure": "",
        "scale": 0,
        "options": [
            {"code": "excellent", "zh": "优秀", "en": "Excellent"},
            {"code": "good", "zh": "好", "en": "Good"},
        ],
    }
    Count.objects.filter(pk=count.pk).update(questions=[question])
    sheet = sheet_of(count, two)
    actions.reopen(sheet=sheet_of(count, one), reason="原表看错一列", by=department, now=NOW)
    sheet.numbers = {"issued": 9, "returned": 9, "void": 0, "votes/team/excellent": 5, "votes/team/good": 4}
    sheet.numbers["blank/team"] = 0
    sheet.save()

    tallies = records_on(AS_OF, "2025").tallies

    assert [(row.organization, row.ballot, row.question, row.option, row.votes) for row in tallies] == [
        ("V2", "residents", "team", "excellent", 5),
        ("V2", "residents", "team", "good", 4),
    ]
    assert find_record_now(tallies[1].source) == tallies[1]


def test_where_nobody_chose_there_is_no_share(counted):
    count, one, _, department = counted
    sheet = sheet_of(count, one)
    actions.reopen(sheet=sheet, reason="原表看错一列", by=department, now=NOW)
    blank = typed(trust=(0, 0, 50), satisfaction=(50, 0, 0))
    stand(count, one, (department, make_account("department")), blank)

    values = [row for row in records_on(AS_OF, "2025").values if row.organization == "V1"]

    assert [row.source[:5] for row in values if row.measure == "trust"] == ["value"]
    assert [row.number for row in values if row.measure == "satisfaction"] == [100_000_000]


def test_from_the_grade_one_comes_down_to_the_count_sheet(counted):
    count, one, _, department = counted
    evaluation = evaluate(department, as_of=AS_OF)
    results.show_to_units(evaluation=evaluation, by=department, now=NOW)
    secretary = make_account("secretary", organization_id=one.pk)
    sheet = sheet_of(count, one)
    at = f"/results/{evaluation.pk}/organizations/{one.pk}/records/tally:{sheet.pk}:satisfaction"
    why = f"/results/{evaluation.pk}/organizations/{one.pk}/why?all"

    def page(account, address):
        client = Client()
        client.force_login(account)
        return client.get(address).content.decode()

    hidden = page(secretary, at)
    actions.release(count=count, by=department, now=NOW)
    shown = page(secretary, at)

    assert f"records/tally:{sheet.pk}:satisfaction" in page(department, why)
    link = f'href="/tallies/sheets/{sheet.pk}"'
    assert [link in each for each in (page(department, at), hidden, shown)] == [True, False, True]
    assert ["计票得出的数据" in shown, "county.xlsx" in shown] == [True, False]
