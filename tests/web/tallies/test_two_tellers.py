"""The law of two tellers: a count stands only if both typed the same, neither sees the other's, and numbers add up."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web.builders import NOW, make_account
from web.reporting.forms import make_county, secretary_of, township_of
from web.tallies.counting import LINES, officer_of, open_count, sheet_of, stand, type_in, typed

from guben_web.accounts import actions as accounts
from guben_web.accounts.enums import RoleCode
from guben_web.audit.models import Entry
from guben_web.tallies import actions
from guben_web.tallies.arithmetic import lines_of, read_numbers
from guben_web.tallies.enums import Act, State
from guben_web.tallies.models import CountAct, CountSheet, Typing
from guben_web.tallies.refused import (
    CountHasBegun,
    NobodyIsCounted,
    NothingToDecide,
    NothingToRelease,
    NumbersDisagree,
    ReasonIsMissing,
    SheetHasTwoTellers,
    SheetIsCounted,
    TellerCannotDecide,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def count(county):
    return open_count()


@pytest.fixture
def tellers(county):
    return township_of(county["T1"]), officer_of(county["T1"])


def test_two_who_type_the_same_make_it_stand(county, count, tellers):
    sheet = type_in(sheet_of(count, county["V1"]), tellers[0])
    first = (sheet.state, sheet.numbers)
    sheet = type_in(sheet, tellers[1])

    assert first == (State.FIRST, None)
    assert (sheet.state, sheet.numbers["votes/trust/approve"], sheet.stands_since) == (State.STANDS, 40, NOW)


def test_one_who_types_twice_is_still_one_teller(county, count, tellers):
    sheet = type_in(sheet_of(count, county["V1"]), tellers[0])

    again = type_in(sheet, tellers[0])

    assert (again.state, again.second_teller) == (State.FIRST, None)
    assert list(CountAct.objects.values_list("act", flat=True)) == [Act.FIRST, Act.CORRECTED]


def test_who_differs_is_told_the_lines_and_corrects_until_both_agree(county, count, tellers):
    sheet = type_in(sheet_of(count, county["V1"]), tellers[0], typed(trust=(41, 7, 2)))
    sheet = type_in(sheet, tellers[1])
    differing = (sheet.state, sheet.differing, sheet.numbers)
    # The second was right: nothing changes by typing the same again.
    sheet = type_in(sheet, tellers[1])
    still = sheet.state
    sheet = type_in(sheet, tellers[0])

    assert differing == (State.DIFFERS, ["votes/trust/approve", "votes/trust/disapprove"], None)
    assert (still, sheet.state, sheet.differing) == (State.DIFFERS, State.STANDS, [])


_FIVES = st.tuples(*[st.integers(0, 2)] * 5)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(typings=st.lists(st.tuples(st.booleans(), _FIVES), min_size=1, max_size=6))
def test_whatever_is_typed_it_stands_exactly_when_the_last_of_both_are_equal(county, count, tellers, typings):
    CountAct.objects.all().delete()
    Typing.objects.all().delete()
    CountSheet.objects.update(
        state=State.OPEN, first_teller=None, second_teller=None, differing=[], numbers=None, stands_since=None
    )
    sheet, last = sheet_of(count, county["V1"]), {}
    for is_second, (more, void, trust, satisfaction, blank) in typings:
        if sheet.state == State.STANDS:
            break
        returned = 20 + more
        valid = returned - void
        said = typed(
            trust=(10 + trust, valid - 10 - trust - blank, blank),
            satisfaction=(12 + satisfaction, valid - 12 - satisfaction, 0),
            returned=returned,
            void=void,
        )
        teller = tellers[is_second]
        sheet = type_in(sheet, teller, said)
        last[teller.pk] = said
        agree = len(last) == 2 and len({tuple(each.items()) for each in last.values()}) == 1
        assert (sheet.state == State.STANDS) == agree
        assert (sheet.numbers is not None) == agree


def test_the_second_never_gets_what_the_first_typed(county, count, tellers):
    odd = typed(trust=(7531, 1, 0), satisfaction=(7532, 0, 0), issued=7777, returned=7533, void=1)
    sheet = type_in(sheet_of(count, county["V1"]), tellers[0], odd)
    department, secretary = make_account("department"), secretary_of(county["V1"])
    addresses = [
        *("/", "/tallies/", f"/tallies/{count.pk}", f"/tallies/{count.pk}/papers"),
        *(f"/tallies/{count.pk}/reminder", f"/tallies/{count.pk}/counts.xlsx"),
        *(f"/tallies/sheets/{sheet.pk}", f"/tallies/sheets/{sheet.pk}/type"),
        *(f"/tallies/sheets/{sheet.pk}/decide", f"/tallies/sheets/{sheet.pk}/reopen"),
    ]

    def leaks():
        found = []
        for account in (tellers[1], department, secretary):
            client = Client()
            client.force_login(account)
            for address in addresses:
                words = client.get(address, follow=True).content.decode("latin-1")
                found += [(account.username, address)] if re.search(r"753[123]|7777", words) else []
        return found

    before = leaks()
    client = Client()
    client.force_login(tellers[1])
    answer = client.post(f"/tallies/sheets/{sheet.pk}/type", typed(), follow=True).content.decode()
    wrong = client.post(f"/tallies/sheets/{sheet.pk}/type", {**typed(), "void": "9"}).content.decode()

    assert (before, leaks()) == ([], [])
    assert [re.search(r"753[123]|7777", each) for each in (answer, wrong)] == [None, None]
    assert [each for each in Entry.objects.all() if re.search(r"753[123]|7777", str(each.detail))] == []


def test_all_that_does_not_add_up_is_said_at_once_and_nothing_is_stored(county, count, tellers):
    sheet = sheet_of(count, county["V1"])
    said = typed(trust=(40, 8, 3), satisfaction=(43, "x", 0), issued=50)

    _, problems = read_numbers(count, said)
    with pytest.raises(NumbersDisagree):
        type_in(sheet, tellers[0], said)

    assert [each.words.zh for each in problems] == [
        "“群众对村党组织的满意率 · 不认可”要填0到10000的整数。",
        "收回52张，多于发出的50张。",
        "“群众对书记和班子的信任率”各选项与未选合计51张，有效票是50张（收回52减无效2）。",
    ]
    assert (Typing.objects.count(), sheet_of(count, county["V1"]).state) == (0, State.OPEN)


def test_more_void_than_came_back_and_more_issued_than_there_were(county):
    count = open_count(ballots=60)

    _, problems = read_numbers(count, typed(issued=61, returned=3, void=4))

    assert [each.words.en for each in problems] == [
        "61 were issued, more than the 60 for each organization.",
        "4 are void, more than the 3 that came back.",
    ]


def test_a_third_look_decides_with_a_reason_by_somebody_else(county, count, tellers):
    sheet = type_in(sheet_of(count, county["V1"]), tellers[0], typed(trust=(41, 7, 2)))
    third = make_account("department")
    with pytest.raises(NothingToDecide):
        actions.decide(sheet=sheet, typed=typed(), reason="核对", by=third, now=NOW)
    sheet = type_in(sheet, tellers[1])

    with pytest.raises(TellerCannotDecide):
        actions.decide(sheet=sheet, typed=typed(), reason="核对", by=tellers[0], now=NOW)
    with pytest.raises(ReasonIsMissing):
        actions.decide(sheet=sheet, typed=typed(), reason=" ", by=third, now=NOW)
    with pytest.raises(SheetHasTwoTellers):
        type_in(sheet, third)
    actions.decide(sheet=sheet, typed=typed(trust=(42, 6, 2)), reason="第三人看原表", by=third, now=NOW)

    sheet = sheet_of(count, county["V1"])
    assert (sheet.state, sheet.numbers["votes/trust/approve"]) == (State.STANDS, 42)
    assert CountAct.objects.get(act=Act.DECIDED).reason == "第三人看原表"
    with pytest.raises(SheetIsCounted):
        type_in(sheet, tellers[0])


def test_what_stands_is_opened_again_only_with_a_reason_and_what_was_typed_stays(county, count, tellers):
    sheet, department = stand(count, county["V1"], tellers), make_account("department")

    with pytest.raises(ReasonIsMissing):
        actions.reopen(sheet=sheet, reason="", by=department, now=NOW)
    actions.reopen(sheet=sheet, reason="原表看错一列", by=department, now=NOW)

    sheet = sheet_of(count, county["V1"])
    assert (sheet.state, sheet.numbers, sheet.first_teller, sheet.round) == (State.OPEN, None, None, 2)
    assert Typing.objects.filter(round=1).count() == 2
    # The second of then may be the first of now.
    assert type_in(sheet, tellers[1], typed(trust=(1, 49, 0))).state == State.FIRST


def test_nobody_types_in_a_count_about_an_organization_that_she_stands_for(county, count, tellers):
    sheet = sheet_of(count, county["V1"])
    both = township_of(county["T1"])
    accounts.grant_role(
        account=both, code=RoleCode.SECRETARY, organization_id=county["V1"].pk, by=None, now=NOW
    )
    stranger = township_of(county["T2"])

    for who in (secretary_of(county["V1"]), both, stranger):
        with pytest.raises(PermissionDenied):
            type_in(sheet, who)

    assert type_in(sheet_of(count, county["V2"]), both).state == State.FIRST


def test_a_township_does_not_type_in_the_votes_about_itself(county):
    count = open_count(scheme="pioneer-project/township")
    sheet = sheet_of(count, county["T1"])

    with pytest.raises(PermissionDenied):
        type_in(sheet, township_of(county["T1"]), {})


def test_an_organization_is_counted_once_for_a_ballot_and_a_period(county, count):
    later = open_count(period="2027", township=county["T2"])

    with pytest.raises(NobodyIsCounted):
        open_count()
    rest = open_count(period="2027")

    counted = [sorted(each.sheets.values_list("organization__key", flat=True)) for each in (later, rest)]
    assert counted == [["W1"], ["V1", "V2", "V3"]]


def test_a_count_is_released_once_something_stands_and_removed_while_nobody_has_begun(county, count, tellers):
    department = make_account("department")
    with pytest.raises(NothingToRelease):
        actions.release(count=count, by=department, now=NOW)
    type_in(sheet_of(count, county["V1"]), tellers[0])
    with pytest.raises(CountHasBegun):
        actions.remove_count(count=count, by=department, now=NOW)
    type_in(sheet_of(count, county["V1"]), tellers[1])
    actions.release(count=count, by=department, now=NOW)
    with pytest.raises(NothingToRelease):
        actions.release(count=count, by=department, now=NOW)
    other = open_count(period="2027")
    actions.remove_count(count=other, by=department, now=NOW)

    acts = Entry.objects.filter(action__startswith="tallies.").order_by("pk").values_list("action", flat=True)
    assert [each.removeprefix("tallies.") for each in acts] == [
        *("opened", "typed", "typed", "released", "opened", "removed"),
    ]


def test_the_lines_of_a_sheet_are_in_the_order_of_the_paper(count):
    from_page = tuple(each.key for each in lines_of(count))

    assert from_page == LINES
