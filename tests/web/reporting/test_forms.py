"""Forms: filling in, handing in, returning, approving, accepting, opening again; who may, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from web.builders import NOW, make_account
from web.reporting.forms import (
    DEADLINE,
    INCOME,
    ONE_DAY,
    VIOLATION,
    fill,
    fill_all,
    hand_in,
    make_county,
    name_discipline,
    publish,
    report,
    secretary_of,
    sheet_of,
    township_of,
    typed,
)

from guben_web.ledgers.models import ReportedValue
from guben_web.reporting import sheet_actions as forms
from guben_web.reporting.enums import How, State
from guben_web.reporting.figures import value_of
from guben_web.reporting.models import Cell, CellChange, Sheet, SheetAct
from guben_web.reporting.refused import (
    ActIsNotPossible,
    NothingIsReturned,
    ReasonIsMissing,
    SheetIsLocked,
    SheetIsNotReady,
)
from guben_web.reporting.sheet_actions import Said

pytestmark = pytest.mark.django_db
AFTER = NOW + timedelta(days=40)


@pytest.fixture
def county():
    return make_county()


def reasons_of(refused):
    return refused.value.words.zh


def test_a_form_goes_from_the_village_to_the_reported_values(county):
    department, secretary, township = (
        make_account("department"),
        secretary_of(county["V1"]),
        township_of(county["T1"]),
    )
    sheet = sheet_of(publish(department), county["V1"])

    hand_in(sheet, secretary)
    forms.approve(sheet=sheet, by=township, now=NOW + ONE_DAY)
    forms.accept(sheets=[sheet], by=department, now=NOW + 2 * ONE_DAY)

    sheet.refresh_from_db()
    assert sheet.state == State.ACCEPTED
    cells = {cell.measure: cell for cell in sheet.cells.all()}
    stored = {row.measure: row for row in ReportedValue.objects.filter(period="2026")}
    # 5,200 yuan with four decimals.
    assert value_of(stored[INCOME]) == (52_000_000, 4, None, False)
    assert {name: row.source for name, row in stored.items()} == {
        name: f"cell:{cell.pk}" for name, cell in cells.items()
    }
    acts = list(SheetAct.objects.values_list("act", "by_id", "waited_seconds"))
    assert acts == [
        ("SUBMIT", secretary.pk, None),
        ("APPROVE", township.pk, 86_400),
        ("ACCEPT", department.pk, 172_800),
    ]


def test_every_change_of_a_cell_keeps_what_stood_before(county):
    secretary = secretary_of(county["V1"])
    sheet = sheet_of(publish(), county["V1"])

    fill(sheet, secretary, net_income="5200")
    fill(sheet, secretary, net_income="5300")
    fill(sheet, secretary, net_income="5300")
    fill(sheet, secretary, net_income="")

    changes = CellChange.objects.values_list("before", "after", "revision")
    assert list(changes) == [
        (None, [52_000_000, 4, None, False], 2),
        ([52_000_000, 4, None, False], [53_000_000, 4, None, False], 3),
        ([53_000_000, 4, None, False], None, 4),
    ]
    sheet.refresh_from_db()
    assert (sheet.filled, sheet.asked) == (0, 3)


def test_what_a_township_enters_for_a_village_is_recorded_as_by_proxy(county):
    township = township_of(county["T1"])
    sheet = sheet_of(publish(), county["V1"])

    hand_in(sheet, township)

    sheet.refresh_from_db()
    assert sheet.is_proxy
    assert sheet.flags == ["PROXY"]
    assert all(Cell.objects.values_list("is_proxy", flat=True))


def test_who_may_do_what_is_checked_where_it_is_done(county):
    department, other = make_account("department"), secretary_of(county["V2"])
    other_township = township_of(county["T2"])
    secretary, township = secretary_of(county["V1"]), township_of(county["T1"])
    sheet = sheet_of(publish(department), county["V1"])

    for somebody in (other, other_township, department, make_account("viewer")):
        with pytest.raises(PermissionDenied):
            fill(sheet, somebody, net_income="1")
    hand_in(sheet, secretary)
    for somebody in (secretary, other_township, department):
        with pytest.raises(PermissionDenied):
            forms.approve(sheet=sheet, by=somebody, now=NOW)
    for somebody in (secretary, township):
        with pytest.raises(PermissionDenied):
            forms.accept(sheets=[sheet], by=somebody, now=NOW)
        with pytest.raises(PermissionDenied):
            forms.reopen(sheet=sheet, reason="数填错了", until=DEADLINE, by=somebody, now=NOW)


def test_a_returned_cell_is_answered_before_the_form_is_handed_in_again(county):
    secretary, township = secretary_of(county["V1"]), township_of(county["T1"])
    sheet = sheet_of(publish(), county["V1"])
    hand_in(sheet, secretary)
    key = (county["V1"].pk, INCOME)

    with pytest.raises(NothingIsReturned):
        forms.return_cells(sheet=sheet, keys=[], reason="与年报不一致", by=township, now=NOW)
    with pytest.raises(ReasonIsMissing):
        forms.return_cells(sheet=sheet, keys=[key], reason=" ", by=township, now=NOW)
    forms.return_cells(sheet=sheet, keys=[key], reason="与年报不一致", by=township, now=NOW)

    with pytest.raises(SheetIsNotReady) as refused:
        forms.submit(sheet=sheet, by=secretary, now=NOW)
    assert reasons_of(refused) == "还不能报送：退回的年人均纯收入还没有改，也没有说明。"
    fill(sheet, secretary, net_income="5150")
    forms.submit(sheet=sheet, by=secretary, now=NOW)
    sheet.refresh_from_db()
    assert (sheet.returned, sheet.flags) == (0, ["CHANGED"])


def test_a_return_after_the_deadline_opens_the_form_for_some_days(county):
    secretary, township = secretary_of(county["V1"]), township_of(county["T1"])
    sheet = sheet_of(publish(), county["V1"])
    hand_in(sheet, secretary)

    forms.return_cells(sheet=sheet, keys=[(county["V1"].pk, INCOME)], reason="请核对", by=township, now=AFTER)
    fill(sheet, secretary, AFTER + 3 * ONE_DAY, net_income="5100")

    with pytest.raises(SheetIsLocked):
        fill(sheet, secretary, AFTER + 4 * ONE_DAY, net_income="5000")


def test_a_jump_needs_a_reason(county):
    secretary = secretary_of(county["V1"])
    report(county["V1"], INCOME, "4000")
    sheet = sheet_of(publish(), county["V1"])
    # 6,000 is half as much again, which is no jump; 6,000.01 is more.
    fill_all(sheet, secretary, income="6000.01")

    with pytest.raises(SheetIsNotReady) as refused:
        forms.submit(sheet=sheet, by=secretary, now=NOW)
    assert reasons_of(refused) == "还不能报送：变动大的年人均纯收入没有说明。"
    fill(sheet, secretary, net_income="6000.01", note="新开了两家加工厂")
    forms.submit(sheet=sheet, by=secretary, now=NOW)

    sheet.refresh_from_db()
    assert sheet.flags == ["JUMP"]


def test_half_as_much_again_is_no_jump(county):
    secretary = secretary_of(county["V1"])
    report(county["V1"], INCOME, "4000")
    sheet = sheet_of(publish(), county["V1"])

    hand_in(sheet, secretary, income="6000")

    sheet.refresh_from_db()
    assert sheet.flags == []


def test_gaps_are_handed_in_only_if_that_is_meant(county):
    secretary = secretary_of(county["V1"])
    sheet = sheet_of(publish(), county["V1"])
    fill(sheet, secretary, net_income="5200")

    with pytest.raises(SheetIsNotReady):
        forms.submit(sheet=sheet, by=secretary, now=NOW)
    forms.submit(sheet=sheet, by=secretary, now=NOW, is_incomplete_meant=True)

    sheet.refresh_from_db()
    assert sheet.flags == ["MISSING"]


def test_a_figure_in_the_top_twentieth_of_its_bounds_is_near_them(county):
    collection = publish()
    # Bounds of net income: 0 to 1,000,000.
    for village, income in (("V1", "950000"), ("V2", "950000.01")):
        hand_in(sheet_of(collection, county[village]), secretary_of(county[village]), income=income)

    flags = [sheet_of(collection, county[village]).flags for village in ("V1", "V2")]
    assert flags == [[], ["NEAR_BOUNDS"]]


def test_nothing_is_filled_in_after_the_deadline_until_it_is_opened_again(county):
    department, secretary = make_account("department"), secretary_of(county["V1"])
    sheet = sheet_of(publish(department), county["V1"])

    with pytest.raises(SheetIsLocked) as refused:
        fill(sheet, secretary, AFTER, net_income="5200")
    assert reasons_of(refused) == "这张表现在不能填写：截止日期2026-03-31已过。"
    with pytest.raises(ReasonIsMissing):
        forms.reopen(sheet=sheet, reason="", until=AFTER.date(), by=department, now=AFTER)
    forms.reopen(sheet=sheet, reason="洪灾耽误", until=AFTER.date(), by=department, now=AFTER)

    assert fill(sheet, secretary, AFTER, net_income="5200") == []


def test_an_accepted_form_is_locked_and_takes_its_figures_back_when_opened_again(county):
    department, secretary = make_account("department"), secretary_of(county["V1"])
    sheet = sheet_of(publish(department), county["V1"])
    hand_in(sheet, secretary)
    forms.approve(sheet=sheet, by=township_of(county["T1"]), now=NOW)
    forms.accept(sheets=[sheet], by=department, now=NOW)
    kept = report(county["V1"], VIOLATION, "否", period="2026")

    with pytest.raises(SheetIsLocked):
        fill(sheet, secretary, net_income="1")
    with pytest.raises(ActIsNotPossible):
        forms.accept(sheets=[sheet], by=department, now=NOW)
    forms.reopen(sheet=sheet, reason="审计发现差错", until=DEADLINE, by=department, now=NOW)

    assert list(ReportedValue.objects.filter(period="2026")) == [kept]
    assert fill(sheet, secretary, net_income="5100") == []


def test_the_second_of_two_editors_is_told_what_the_first_has_changed(county):
    secretary, township = secretary_of(county["V1"]), township_of(county["T1"])
    sheet = sheet_of(publish(), county["V1"])
    seen_by_both = Said(county["V1"].pk, INCOME, typed(INCOME, "5200"), known=0)
    other = Said(county["V1"].pk, INCOME, typed(INCOME, "5300"), known=0)
    same = Said(county["V1"].pk, INCOME, typed(INCOME, "5200"), known=0)

    def say(said, by):
        return forms.fill(sheet=sheet, said=[said], how=How.TYPED, by=by, now=NOW)

    assert say(seen_by_both, secretary) == []
    assert say(other, township) == [other]
    assert say(same, township) == []
    assert value_of(Cell.objects.get()) == typed(INCOME, "5200")


def test_a_withdrawn_form_is_handed_in_again(county):
    secretary = secretary_of(county["V1"])
    sheet = sheet_of(publish(), county["V1"])
    hand_in(sheet, secretary)

    forms.withdraw(sheet=sheet, by=secretary, now=NOW)
    fill(sheet, secretary, net_income="5100")
    forms.submit(sheet=sheet, by=secretary, now=NOW)
    forms.approve(sheet=sheet, by=township_of(county["T1"]), now=NOW)

    with pytest.raises(ActIsNotPossible):
        forms.withdraw(sheet=sheet, by=secretary, now=NOW)


def test_a_department_returns_one_table_that_goes_straight_to_the_organization_department(county):
    department, discipline = make_account("department"), make_account("scoring_department")
    name_discipline(discipline)
    collection = publish(department, measures=[INCOME, VIOLATION])
    sheet = Sheet.objects.get(collection=collection, department="discipline")
    villages = [county[key] for key in ("V1", "V2", "V3", "W1")]
    assert (sheet.asked, sheet.filled) == (4, 0)

    said = [Said(each.pk, VIOLATION, typed(VIOLATION, "否")) for each in villages]
    forms.fill(sheet=sheet, said=said, how=How.TYPED, by=discipline, now=NOW)
    forms.submit(sheet=sheet, by=discipline, now=NOW)
    with pytest.raises(PermissionDenied):
        forms.approve(sheet=sheet, by=township_of(county["T1"]), now=NOW)
    forms.accept(sheets=[sheet], by=department, now=NOW)

    stored = ReportedValue.objects.filter(measure=VIOLATION).values_list("organization__key", "number")
    assert list(stored) == [("V1", 0), ("V2", 0), ("V3", 0), ("W1", 0)]
