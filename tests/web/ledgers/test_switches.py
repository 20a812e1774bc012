"""The department switches ledgers on and off: what each asks, what cannot go, what stays."""

from unittest.mock import patch

import pytest
from django.test import Client
from web.builders import NOW, make_account
from web.ledgers.ledgers import MEETINGS, VENUES, add, meeting, read_in, reader_of
from web.structure.trees import make_tree

from guben_web.audit.models import Entry as Act
from guben_web.engine.texts import Text
from guben_web.ledgers.models import Entry
from guben_web.ledgers.switches import carried_by_level, groups_on
from guben_web.packs import actions, reading, switching
from guben_web.packs.actions import LedgerIsCounted, LedgerIsDemanded
from guben_web.packs.models import Ledger

pytestmark = pytest.mark.django_db
SCHEME = Text("走访办法", "Rules on visits")
BOOKINGS = """
ledger: county/bookings
version: "1"
title: {zh: 预约, en: Bookings}
kept_by: [village]
close: month
fields:
  venue: {type: entry, of: county/venues, title: {zh: 场所, en: Venue}, required: true}
"""


def counted_by_a_scheme(*names):
    """Let a scheme count ledgers; none that comes with the product does."""
    return patch.object(switching, "ledgers_in_use", lambda: dict.fromkeys(names, (SCHEME,)))


def kept():
    return sorted(Ledger.objects.filter(is_kept=True).values_list("name", flat=True))


def test_an_installation_begins_with_what_schemes_count_and_what_that_demands(tmp_path):
    read_in(tmp_path, MEETINGS, VENUES, BOOKINGS)
    Ledger.objects.all().delete()

    with counted_by_a_scheme("county/bookings"), patch.object(reading, "PACKS", tmp_path / "none"):
        actions.read_packs(own=tmp_path, by=None, now=NOW)

    # Every booking names a venue.
    assert kept() == ["county/bookings", "county/venues"]


def test_of_the_base_pack_nothing_is_kept_until_a_scheme_comes_to_count_it():
    actions.read_packs(own=None, by=None, now=NOW)
    at_first = kept()

    with counted_by_a_scheme("base/venue-use"):
        actions.read_packs(own=None, by=None, now=NOW)

    assert (at_first, kept()) == ([], ["base/venue-use", "base/venues"])
    assert Act.objects.filter(action="ledger.switched_on").count() == 2


def test_what_a_scheme_counts_does_not_go_and_the_sentence_names_the_scheme(tmp_path):
    ledgers, department = read_in(tmp_path, MEETINGS), make_account("department")

    with counted_by_a_scheme("county/meetings"), pytest.raises(LedgerIsCounted) as refused:
        actions.keep_ledger(ledger=ledgers["meetings"], is_kept=False, by=department, now=NOW)

    assert refused.value.words.zh == "“会议”不能关闭：走访办法要从它取数。"
    assert kept() == ["county/meetings"]


def test_what_others_name_goes_after_them_and_comes_with_them(tmp_path):
    ledgers, department = read_in(tmp_path, MEETINGS, VENUES, BOOKINGS), make_account("department")

    def switch(name, *, on):
        actions.keep_ledger(ledger=ledgers[name], is_kept=on, by=department, now=NOW)

    with pytest.raises(LedgerIsDemanded) as refused:
        switch("venues", on=False)
    switch("bookings", on=False)
    switch("venues", on=False)
    both_off = kept()
    switch("bookings", on=True)

    assert (
        refused.value.words.en == "Venues stays on, because every entry of these names one of it: Bookings."
    )
    assert both_off == ["county/meetings"]
    assert kept() == ["county/bookings", "county/meetings", "county/venues"]
    acts = Act.objects.filter(action__startswith="ledger.").order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["ledger.switched_off"] * 2 + ["ledger.switched_on"] * 2


def test_off_hides_a_ledger_and_removes_nothing(sign_in, ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    entry = add(ledgers["meetings"], meeting(tree["V1"]), keeper)
    client = sign_in("department")
    asked = client.get("/ledger-switches/county/meetings?keep=no").content.decode()

    client.post("/ledger-switches/county/meetings?keep=no")
    village = Client()
    village.force_login(keeper.account)
    gone = [village.get(each).status_code for each in ("/ledgers/county/meetings/", f"/entries/{entry.pk}")]
    still = Entry.objects.filter(pk=entry.pk, is_removed=False).count()
    client.post("/ledger-switches/county/meetings?keep=yes")

    assert "1条记录都留着" in asked
    assert (gone[0], still) == (404, 1)
    assert village.get("/ledgers/county/meetings/").status_code == 200


def test_the_page_says_what_each_asks_and_what_an_organization_carries(sign_in, ledgers, tree):
    Ledger.objects.filter(name="county/venues").update(is_kept=False)

    page = sign_in("department").get("/ledger-switches").content.decode()
    groups = groups_on(NOW.date())

    # 8 fields, four times a year, a minute each: 32 minutes; 3 villages and a branch: 128 minutes, 3 hours.
    asked = [
        (group.name, each.ledger.name, each.fields, each.organizations, each.times, each.minutes, each.hours)
        for group in groups
        for each in group.switches
    ]
    assert asked == [
        ("chosen", "county/meetings", 8, 4, 4, 32, 3),
        ("off", "county/venues", 5, 3, 1, 5, 1),
    ]
    assert carried_by_level(groups) == {"village": 32, "branch": 32}
    assert ["会议" in page, "开启…" in page, "关闭…" in page] == [True, True, True]


def test_where_none_is_on_the_department_is_led_to_the_switches(sign_in, tmp_path):
    read_in(tmp_path, MEETINGS, kept=False)
    make_tree()

    empty = sign_in("department").get("/ledgers/").content.decode()
    of_others = sign_in("viewer").get("/ledgers/").content.decode()

    link = '<a href="/ledger-switches">台账开关</a></div>'
    assert [link in empty, link in of_others] == [True, False]


def test_switching_on_says_what_it_costs_and_what_comes_with_it(sign_in, tmp_path, tree):
    read_in(tmp_path, MEETINGS, VENUES, BOOKINGS, kept=False)
    client = sign_in("department")

    page = client.get("/ledger-switches/county/bookings?keep=yes").content.decode()
    answer = client.post("/ledger-switches/county/bookings?keep=yes")

    words = (
        "3个组织登记，每期至少结清一次，一年12次；每期登记1条，1个字段，每个组织一年约12分钟，全部约1小时。"
    )
    assert [words in page, "它的记录要引用阵地，一并开启。" in page] == [True, True]
    assert (answer.status_code, kept()) == (302, ["county/bookings", "county/venues"])
    # Whoever comes late is led to what can be done now.
    late = client.get("/ledger-switches/county/bookings?keep=yes")
    assert late["Location"].endswith("?keep=no")


def test_the_page_takes_the_same_number_of_queries_for_one_ledger_and_for_three(
    sign_in, tmp_path, django_assert_max_num_queries
):
    make_tree()
    client = sign_in("department")

    def queries():
        client.get("/account")
        with django_assert_max_num_queries(40) as asked:
            client.get("/ledger-switches")
        return len(asked)

    read_in(tmp_path, MEETINGS)
    one = queries()
    read_in(tmp_path, VENUES, BOOKINGS)

    assert queries() == one
