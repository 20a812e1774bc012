"""The bulletin of eight invented people, counted by hand, and how it is printed."""

from datetime import date
from decimal import Decimal

import pytest

from guben.cli.main import run
from guben.insight.bulletin import bulletin_of, members_in, share_of
from guben.model.bands import AGE_BANDS, years_before
from guben.snapshot.counting import count_people
from guben.snapshot.records import Records
from guben.snapshot.store import Source, write_snapshot
from guben.snapshot.tables import Organization, Person

AS_OF = date(2024, 12, 31)


def organization(key, path, type_="branch", field="rural"):
    nothing = (None,) * 5
    return Organization(
        key, key, f"{key}支部", type_, field, "village", None, path, *nothing, None, None, "s"
    )


def person(number, organization, born, sex, ethnicity, education, occupation, joined, status="full"):
    return Person(
        f"p{number}",
        organization,
        born,
        sex,
        ethnicity,
        education,
        occupation,
        joined,
        None,
        status,
        None,
        "s",
    )


@pytest.fixture
def snapshot(tmp_path):
    records = Records()
    records.organizations = [
        organization("T", "1", "committee", "agency"),
        organization("A", "1/1"),
        organization("B", "1/2"),
    ]
    records.people = [
        # 30 on the last day of the year, one day short of 31.
        person(1, "A", 19940101, "female", "01", "bachelor", "farmer", 20240701),
        person(2, "A", 19931231, "male", "02", "college", "farmer", 20121101),
        person(3, "A", 19640101, "male", "01", "primary", "retired", 19781130),
        person(4, "A", 19631231, "female", "01", None, "retired", 19781201),
        person(5, "B", None, None, None, None, None, None),
        person(6, "B", 20000606, "female", "03", "graduate", "student", 20240101, "probationary"),
        person(7, "B", 20010101, "male", "01", "college", "student", None, "activist"),
        # Joined after the day: no member on it.
        person(8, "B", 19900101, "male", "01", "college", "worker", 20250101),
    ]
    return write_snapshot(records, tmp_path / "snapshot", as_of=AS_OF, period="2024", source=Source("hand"))


def numbers(counts, name):
    table = next(each for each in bulletin_of(counts) if each.name == name)
    return {row.title.zh: (row.number, row.percent) for row in table.rows if row.number}


def test_six_are_members_and_their_parts_are_counted_and_shared(snapshot):
    assert numbers(count_people(snapshot), "totals") == {
        "党员总数": (6, None),
        "正式党员": (5, Decimal("83.3")),
        "预备党员": (1, Decimal("16.7")),
        "女党员": (3, Decimal("50.0")),
        "少数民族党员": (2, Decimal("33.3")),
        "大专及以上学历": (3, Decimal("50.0")),
    }


def test_ages_are_full_years_on_the_day(snapshot):
    assert numbers(count_people(snapshot), "age") == {
        "30岁及以下": (2, Decimal("33.3")),
        "31至35岁": (1, Decimal("16.7")),
        "56至60岁": (1, Decimal("16.7")),
        "61岁及以上": (1, Decimal("16.7")),
        "未登记": (1, Decimal("16.7")),
    }


def test_joining_periods_begin_with_their_first_day(snapshot):
    assert {title: number for title, (number, _) in numbers(count_people(snapshot), "joined").items()} == {
        "新中国成立后至党的十一届三中全会前": 1,
        "党的十一届三中全会后至党的十八大前": 1,
        "党的十八大以来": 3,
        "未登记": 1,
    }


def test_this_years_admissions_and_those_on_the_way_stand_apart(snapshot):
    counts = count_people(snapshot)

    assert numbers(counts, "developed") == {
        "发展党员": (2, None),
        "女党员": (2, Decimal("100.0")),
        "少数民族党员": (1, Decimal("50.0")),
        "35岁及以下": (2, Decimal("100.0")),
        "大专及以上学历": (2, Decimal("100.0")),
    }
    assert numbers(counts, "pipeline") == {"入党积极分子": (1, None)}


def test_one_organization_counts_with_all_below_it_by_key_or_name(snapshot):
    assert [members_in(count_people(snapshot, each)) for each in ("T", "A", "B支部")] == [6, 4, 2]
    assert numbers(count_people(snapshot, "T"), "type") == {
        "合计": (3, None),
        "党委": (1, Decimal("33.3")),
        "党支部": (2, Decimal("66.7")),
    }


def test_shares_are_rounded_half_away_from_zero_and_nothing_has_none():
    assert (share_of(1, 16), share_of(1, 800), share_of(0, 0)) == (Decimal("6.3"), Decimal("0.1"), None)


def test_a_leap_day_is_reached_on_the_last_of_february():
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert AGE_BANDS[1].days(date(2024, 2, 29)) == (date(1988, 2, 29), date(1993, 2, 28))


def test_the_command_prints_every_table_and_refuses_what_is_not_there(snapshot, capsys):
    assert run(["bulletin", str(snapshot.folder), "A", "--lang", "en"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[:4] == [
        "A, as of 2024-12-31",
        "Members",
        "  Members                        4",
        "  Full members                   4   100.0%",
    ]

    assert run(["bulletin", str(snapshot.folder), "C", "--lang", "en"]) == 1
    assert "E706 The snapshot holds no 'C', or several." in capsys.readouterr().err
