"""Closing a ledger for a period, what it locks, what it makes known, and what is frozen of it."""

import json
from datetime import date

import pytest
from web.builders import NOW, make_account
from web.ledgers.ledgers import MEETINGS, TODAY, add, meeting, read_in, reader_of

from guben_web.ledgers import closing_actions, entry_actions
from guben_web.ledgers.checking import Draft
from guben_web.ledgers.closing_actions import (
    PeriodHasNotBegun,
    ReasonIsMissing,
    ThereAreEntries,
    ThereIsNothing,
)
from guben_web.ledgers.entry_actions import EntryIsRefused, PeriodIsClosed
from guben_web.ledgers.figures import figures_of
from guben_web.ledgers.models import Closing
from guben_web.ledgers.periods import find_period, periods_to_close
from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.snapshots.freezing import find_record_now, records_on

pytestmark = pytest.mark.django_db
PAGE = "/ledgers/county/meetings/closing"


def close(ledger, organization, period, by, *, is_nothing=False):
    return closing_actions.close_period(
        ledger=ledger,
        organization=organization,
        period=find_period(period),
        is_nothing=is_nothing,
        by=by,
        now=NOW,
    )


def send(entry, by):
    return entry_actions.move_entry(entry=entry, move="send", reason="", revision=1, by=by, now=NOW)


@pytest.mark.parametrize(
    ("words", "code", "first", "last"),
    [
        ("2025", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025年度", "2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025上半年", "2025H1", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025H2", "2025H2", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025年第一季度", "2025Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2025Q4", "2025Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2024年2月", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12", "2025-12", date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_is_read_as_people_write_it(words, code, first, last):
    period = find_period(words)

    assert (period.code, period.first, period.last) == (code, first, last)
    assert find_period(period.code) == period


@pytest.mark.parametrize("words", ["", "25", "2025Q5", "2025-13", "2025年春", "第一季度", "2025-0"])
def test_what_is_no_period_is_none(words):
    assert find_period(words) is None


def test_the_periods_inside_a_time_have_to_be_closed_and_where_none_is_those_that_touch_it():
    def codes(kind, first, last):
        return [each.code for each in periods_to_close(find_period(kind).kind, first, last)]

    year = (date(2025, 1, 1), date(2025, 12, 31))
    assert codes("2025Q1", *year) == ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]
    # The fourth quarter is not over on 30 November.
    assert codes("2025Q1", date(2025, 1, 1), date(2025, 11, 30)) == ["2025Q1", "2025Q2", "2025Q3"]
    assert codes("2025", date(2025, 1, 1), date(2025, 3, 31)) == ["2025"]


def test_nothing_to_report_is_one_click_and_cannot_be_said_where_there_is_something(sign_in, ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    client = sign_in(account=keeper.account)

    response = client.post(f"{PAGE}/{tree['V1'].pk}/2025Q1/close", {"nothing": "1"})

    closing = Closing.objects.get()
    assert response["Location"] == f"{PAGE}?period=2025Q1"
    assert (closing.period, closing.is_nothing, closing.is_proxy) == ("2025Q1", True, False)
    with pytest.raises(EntryIsRefused) as refused:
        add(ledgers["meetings"], meeting(tree["V1"]), keeper)
    assert refused.value.words.zh == "不能这样登记：2025年第1季度已结清，要登记或修改请先重新打开。"

    with pytest.raises(ThereIsNothing):
        close(ledgers["meetings"], tree["V1"], "2025Q2", keeper)
    entry = add(ledgers["meetings"], meeting(tree["V1"], day=date(2025, 4, 1)), keeper)
    with pytest.raises(ThereAreEntries):
        close(ledgers["meetings"], tree["V1"], "2025Q2", keeper, is_nothing=True)
    close(ledgers["meetings"], tree["V1"], "2025Q2", keeper)
    with pytest.raises(PeriodIsClosed):
        entry_actions.remove_entry(entry=entry, reason="重复", revision=1, by=keeper, now=NOW)
    with pytest.raises(PeriodHasNotBegun):
        close(ledgers["meetings"], tree["V1"], "2026Q4", keeper, is_nothing=True)


def test_a_period_is_opened_again_only_with_a_reason(sign_in, ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    close(ledgers["meetings"], tree["V1"], "2025Q1", keeper, is_nothing=True)
    client = sign_in(account=keeper.account)
    address = f"{PAGE}/{tree['V1'].pk}/2025Q1/reopen"

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "漏登一次"}).status_code == 302

    closing = Closing.objects.get()
    assert (closing.reason, closing.reopened_at is not None) == ("漏登一次", True)
    add(ledgers["meetings"], meeting(tree["V1"]), keeper)
    with pytest.raises(ReasonIsMissing):
        closing_actions.reopen_period(
            ledger=ledgers["meetings"],
            organization=tree["V1"],
            period=find_period("2025Q1"),
            reason=" ",
            by=keeper,
            now=NOW,
        )


def test_the_township_sees_who_has_not_closed_and_copies_the_names(sign_in, ledgers, tree):
    township = reader_of("township", organization=tree["T1"])
    close(ledgers["meetings"], tree["V2"], "2025Q4", township, is_nothing=True)

    page = sign_in(account=township.account).get(f"{PAGE}?period=2025Q4")

    assert page.context["counts"] == (4, 1)
    assert page.context["missing"] == "B1党支部、V1党支部、V3党支部"
    assert "2025年第4季度，会议，未结清：B1党支部、V1党支部、V3党支部" in page.content.decode()
    assert Closing.objects.get().is_proxy is True


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_closings_asks_as_often_for_three_as_for_one(
    sign_in, ledgers, tree, django_assert_num_queries, number
):
    OrganizationVersion.objects.filter(organization__key__in=["V2", "V3", "B1"][: 4 - number]).update(
        level="group"
    )
    client = sign_in(account=make_account("township", organization_id=tree["T1"].pk))

    with django_assert_num_queries(16):
        assert len(client.get(PAGE).context["standings"]) == number
    with django_assert_num_queries(7):
        assert len(client.get("/ledgers/county/meetings/figures").context["figures"]) == number


def test_a_measure_about_a_single_person_is_known_to_those_who_see_members(tmp_path, tree):
    text = MEETINGS.replace("meetings_held: {type: count,", "meetings_held: {type: count, sensitive: true,")
    ledger = read_in(tmp_path / "packs", text)["meetings"]
    keeper = reader_of("township", organization=tree["T1"])
    send(add(ledger, meeting(tree["V1"]), keeper), keeper)
    close(ledger, tree["V1"], "2025Q1", keeper)
    rows = list(OrganizationVersion.objects.filter(organization__key="V1"))
    quarter = find_period("2025Q1")

    values = [
        [words.zh for words in each.values]
        for reader in (keeper, reader_of("viewer", organization=tree["T1"]))
        for each in figures_of(ledger, quarter, rows, reader)
    ]

    # 18 of 20 expected came: 90 %.
    assert values == [["1", "90%"], ["（不公开）", "90%"]]


def test_the_measures_are_known_once_the_ledger_is_closed(ledgers, tree):
    keeper = reader_of("township", organization=tree["T1"])
    for came, day in ((18, date(2025, 2, 5)), (15, date(2025, 3, 7))):
        send(add(ledgers["meetings"], meeting(tree["V1"], came=came, day=day), keeper), keeper)
    # A draft does not count.
    add(ledgers["meetings"], meeting(tree["V1"], came=0), keeper)
    rows = list(OrganizationVersion.objects.filter(organization__key__in=["V1", "V2"]))
    quarter = find_period("2025Q1")

    before = figures_of(ledgers["meetings"], quarter, rows, keeper)
    close(ledgers["meetings"], tree["V1"], "2025Q1", keeper)
    after = figures_of(ledgers["meetings"], quarter, rows, keeper)

    assert [each.is_closed for each in before] == [False, False]
    # 33 of 40 expected came: 82.5 %.
    assert [(each.is_closed, [words.zh for words in each.values]) for each in after] == [
        (True, ["2", "82.5%"]),
        (False, []),
    ]


def test_entries_and_closures_are_frozen_with_the_period_up_to_the_cut_off(ledgers, tree):
    keeper = reader_of("department", organization=tree["C"])
    counted = send(add(ledgers["meetings"], meeting(tree["V1"], rate=85_500_000), keeper), keeper)
    add(ledgers["meetings"], meeting(tree["V1"]), keeper)
    send(add(ledgers["meetings"], meeting(tree["V1"], day=date(2024, 12, 31)), keeper), keeper)
    place = Workplace.objects.create(name="村部", kind="village", organization=tree["V1"])

    def venue(since, until, area):
        fields = {"name": "党群服务中心", "place": place.key, "area": area, "own": True}
        return add(ledgers["venues"], Draft(tree["V1"].pk, since, until, fields), keeper)

    venue(date(2019, 5, 1), date(2025, 6, 30), 50)
    held = venue(date(2025, 7, 1), None, 80)
    for quarter in ("2025Q1", "2025Q2", "2025Q3", "2025Q4"):
        for key in ("V1", "V2") if quarter != "2025Q4" else ("V1",):
            is_nothing = quarter != "2025Q1" or key != "V1"
            last = close(ledgers["meetings"], tree[key], quarter, keeper, is_nothing=is_nothing)

    records = records_on(date(2025, 12, 31), "2025")

    assert [
        (each.ledger, each.organization, each.entry_date, json.loads(each.fields), each.source)
        for each in records.entries
    ] == [
        (
            "county/meetings",
            "V1",
            20250205,
            {"kind": "congress", "topic": "学习", "due": 20, "came": 18, "rate": 85_500_000, "state": "sent"},
            f"entry:{counted.pk}",
        ),
        (
            "county/venues",
            "V1",
            20250701,
            {"name": "党群服务中心", "place": place.key, "area": 80, "own": True},
            f"entry:{held.pk}",
        ),
    ]
    assert [(each.organization, each.ledger, each.period, each.source) for each in records.closures] == [
        ("V1", "county/meetings", "2025", f"closing:{last.pk}")
    ]
    assert find_record_now(f"entry:{counted.pk}")._replace(period="2025") == records.entries[0]
    # On 30 November the fourth quarter is not over, and the second village has closed the others.
    assert [each.organization for each in records_on(date(2025, 11, 30), "2025").closures] == ["V1", "V2"]


def test_what_lasts_may_change_after_the_year_in_which_it_began_was_closed(ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    place = Workplace.objects.create(name="村部", kind="village", organization=tree["V1"])
    fields = {"name": "党群服务中心", "place": place.key}
    entry = add(ledgers["venues"], Draft(tree["V1"].pk, date(2024, 5, 1), None, fields), keeper)
    close(ledgers["venues"], tree["V1"], "2024", keeper)

    def change(revision, **more):
        draft = Draft(tree["V1"].pk, **{"day": date(2024, 5, 1), "until": None, "fields": fields, **more})
        return entry_actions.change_entry(entry=entry, draft=draft, revision=revision, by=keeper, now=NOW)

    change(1, fields={**fields, "area": 120})
    change(2, until=TODAY)
    with pytest.raises(EntryIsRefused):
        change(3, until=date(2024, 12, 1))
    with pytest.raises(EntryIsRefused):
        change(3, day=date(2023, 1, 1))
