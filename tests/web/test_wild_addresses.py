"""Whatever stands in an address, the answer is a page, on every database; and what forms refuse before it is stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from django.utils import translation
from web.counties import AS_OF, bring_in
from web.scored import scored_county, write_scored_county

from guben_web.imports.forms import Upload
from guben_web.imports.models import Batch
from guben_web.ledgers.models import ReportedValue

HUGE = 10**25
LONG = "9" * 5000
WORDS = ("%00", "a" * 60_000)


@pytest.fixture
def evaluation(tmp_path):
    return scored_county(tmp_path)


def patterns(resolver):
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each)
        elif isinstance(each, URLPattern):
            yield each


def test_every_number_in_an_address_is_one_that_databases_can_compare():
    """`<id:…>` is for that; a plain int may have any number of digits."""
    wide = {
        each.name
        for each in patterns(get_resolver())
        if any(isinstance(one, IntConverter) for one in each.pattern.converters.values())
    }

    assert wide == set()


@pytest.mark.django_db
def test_numbers_that_no_thing_has_lead_nowhere(sign_in, evaluation):
    client = sign_in("department")
    batch = Batch.objects.get()
    addresses = [
        f"/organizations/{HUGE}",
        f"/organizations/{HUGE}/below",
        f"/organizations/{HUGE}/members",
        f"/organizations/{LONG}",
        f"/results/{HUGE}",
        f"/results/{evaluation.pk}/organizations/{HUGE}",
        f"/results/{evaluation.pk}/organizations/{HUGE}/why",
        f"/imports/{HUGE}",
        f"/imports/{batch.pk}{'0' * 30}",
        f"/runs/{HUGE}/progress",
        "/organizations/٣",
    ]

    got = {address[:40]: client.get(address).status_code for address in addresses}

    assert set(got.values()) == {404}, got


@pytest.mark.django_db
def test_searches_for_anything_find_what_there_is_or_nothing(sign_in, evaluation):
    client = sign_in("department")
    here, batch = f"/results/{evaluation.pk}", Batch.objects.get()
    addresses = [
        *(f"{here}?township={each}" for each in ("²", LONG, HUGE, -1)),
        *(f"{here}?grade={each}" for each in ("²", HUGE, "abc")),
        *(f"{here}?words={each}" for each in WORDS),
        f"{here}?field=%00",
        f"{here}?sort=%00",
        *(f"/organizations/?q={each}" for each in WORDS),
        *(f"/organizations/members?q={each}" for each in WORDS),
        *(f"/imports/{batch.pk}?q={each}" for each in WORDS),
    ]

    got = {address[:40]: client.get(address).status_code for address in addresses}

    assert set(got.values()) == {200}, got


@pytest.mark.django_db
def test_a_township_or_grade_that_is_no_number_does_not_narrow(sign_in, evaluation):
    client = sign_in("department")

    def number(query):
        return client.get(f"/results/{evaluation.pk}?{query}").context["overview"].number

    assert [number(query) for query in ("", "grade=abc", "township=²", "field=x")] == [2, 2, 2, 2]
    assert [number(query) for query in ("grade=none", "grade=1", "field=rural", f"township={HUGE}")] == [
        *(0, 1, 2, 2)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["until=9999-12-31", "since=0001-01-01", "since=9999-12-31", "words=%00"])
def test_the_record_takes_any_day(sign_in, query):
    assert sign_in("audit_admin").get(f"/record?{query}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("period", ["0000", "²²²²", "上半年"])
def test_an_evaluation_can_be_asked_for_whatever_periods_there_are(sign_in, tmp_path, period):
    bring_in(write_scored_county(tmp_path / "county.xlsx"))
    ReportedValue.objects.update(period=period)

    assert sign_in("department").get("/results/new").status_code == 200


def upload(**changed):
    """Return the form of an upload, filled in well but for what is changed."""
    form = {"as_of": "2025-12-31", "period": "2025", **changed}
    return Upload(form, {"workbook": SimpleUploadedFile("county.xlsx", b"x")})


@pytest.mark.parametrize("period", ["2025", "1999", "2025上半年", "2025Q1"])
def test_a_period_begins_with_its_year(period):
    assert "period" not in upload(period=period).errors


@pytest.mark.parametrize(
    "period", ["0000", "²²²²", "9999", "上半年", "2025 Q1", "2025年第一季度和第二季度合并之后"]
)
def test_what_is_no_period_is_not_uploaded(period):
    form = upload(period=period)

    with translation.override("zh-hans"):
        assert "考核期以年份开头，如2025、2025上半年。" in form.errors["period"]


def test_a_workbook_of_a_day_to_come_is_not_uploaded():
    form = upload(as_of="2205-12-31")

    with translation.override("en"):
        assert form.errors["as_of"][0].startswith("This day has not come yet; today (")


@pytest.mark.django_db
def test_names_and_codes_are_found_as_before(sign_in, tmp_path):
    bring_in(write_scored_county(tmp_path / "county.xlsx"), as_of=AS_OF)
    client = sign_in("department")

    found = client.get("/organizations/?q= 荻 汀 ").context["page"].object_list

    assert [each.name for each in found] == ["荻汀村党支部"]
