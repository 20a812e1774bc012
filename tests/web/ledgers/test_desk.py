"""What the workbench and the organization's page say of ledgers, and what a member reads of herself."""

from datetime import date

import pytest
from web.builders import NOW, make_account
from web.ledgers.ledgers import TODAY, add, meeting, read_in, reader_of
from web.structure.trees import make_department, make_members, on

from guben_web.corrections.models import MemberAccount
from guben_web.ledgers.checking import Draft
from guben_web.ledgers.desk import items
from guben_web.ledgers.models import Entry
from guben_web.structure.actions import dissolve_organization, merge_organizations
from guben_web.structure.asking import Dissolution, Merger

pytestmark = pytest.mark.django_db
CARE = """
ledger: county/care
version: "1"
title: {zh: 关爱, en: Care}
kept_by: [village]
close: year
subject: [member]
fields:
  member: {type: member, title: {zh: 对象, en: Member}, required: true, sensitive: true}
  visitor: {type: member, title: {zh: 慰问人, en: Visitor}}
  about: {type: text, title: {zh: 情况, en: About}, sensitive: true}
  until_day: {type: date, title: {zh: 回访期限, en: Visit again by}}
states:
  open: {title: {zh: 待回访, en: Open}}
  done: {title: {zh: 已回访, en: Done}}
moves:
  visit: {title: {zh: 回访, en: Visit}, from: [open], to: done, by: [keeper]}
due: {field: until_day, done: [done]}
"""


def said(account):
    return [(each.what.zh, each.word.zh, each.number, each.url) for each in items(account, TODAY)]


def care(tree, members, day):
    fields = {"member": str(members[0].pk), "visitor": str(members[1].pk), "about": "住院", "until_day": day}
    return Draft(tree["V1"].pk, date(2026, 1, 5), None, fields)


def test_what_is_due_and_what_is_open_stands_on_the_workbench_of_those_concerned(tmp_path, tree, ledgers):
    ledger = read_in(tmp_path / "packs", CARE)["care"]
    members = make_members(tree["V1"], 2)
    keeper = reader_of("secretary", organization=tree["V1"])
    add(ledger, care(tree, members, 20260227), keeper)
    add(ledger, care(tree, members, 20261231), keeper)

    here = said(keeper.account)
    elsewhere = said(make_account("secretary", organization_id=tree["V2"].pk))

    assert here == [
        ("关爱：到期要办的记录", "逾期3天", 1, "/ledgers/county/care/?due=1"),
        ("上一期还没有结清的台账", "待结清", 3, "/ledgers/"),
    ]
    assert elsewhere == [("上一期还没有结清的台账", "待结清", 3, "/ledgers/")]
    assert said(make_account("viewer", organization_id=tree["V1"].pk)) == []


def test_the_page_of_an_organization_shows_its_ledgers(sign_in, tmp_path, tree, ledgers):
    ledger = read_in(tmp_path / "packs", CARE)["care"]
    keeper = reader_of("secretary", organization=tree["V1"])
    add(ledger, care(tree, make_members(tree["V1"], 2), 20260227), keeper)
    add(ledgers["meetings"], meeting(tree["V1"]), keeper)

    page = sign_in(account=keeper.account).get(f"/organizations/{tree['V1'].pk}")

    kept = {
        each.ledger.name: (each.number, each.last, each.is_closed, each.overdue)
        for each in page.context["kept"]
    }
    assert kept == {
        "county/care": (1, date(2026, 1, 5), False, 1),
        "county/meetings": (1, date(2025, 2, 5), False, 0),
        "county/venues": (0, None, False, 0),
    }
    assert (
        sign_in(account=keeper.account).get("/ledgers/county/care/?due=1").context["page"].paginator.count
        == 1
    )


def test_a_member_reads_what_is_said_of_her_and_nothing_of_others(sign_in, tmp_path, tree, ledgers):
    ledger = read_in(tmp_path / "packs", CARE)["care"]
    herself, visitor = make_members(tree["V1"], 2)
    add(ledger, care(tree, (herself, visitor), 20261231), reader_of("secretary", organization=tree["V1"]))
    accounts = [make_account("member", organization_id=tree["V1"].pk) for _ in range(3)]
    for account, member in zip(accounts, (herself, visitor), strict=False):
        MemberAccount.objects.create(account=account, member_key=member.pk, linked_at=NOW, linked_by=account)

    own, of_visitor, of_nobody = (
        sign_in(account=account).get("/my-record/entries").content.decode() for account in accounts
    )

    assert ["住院" in own, herself.name in own, visitor.name in own] == [True, True, False]
    assert ["住院" in of_visitor, "没有以您为对象的记录" in of_visitor] == [False, True]
    assert "还没有与党员信息关联" in of_nobody


def test_who_keeps_the_ledgers_reads_together_what_they_say_of_somebody(sign_in, tmp_path, tree, ledgers):
    ledger = read_in(tmp_path / "packs", CARE)["care"]
    herself, visitor = make_members(tree["V1"], 2)
    entry = add(
        ledger, care(tree, (herself, visitor), 20261231), reader_of("secretary", organization=tree["V1"])
    )
    address = f"/organizations/members/{herself.pk}/entries"

    def page_of(role, key):
        client = sign_in(account=make_account(role, organization_id=tree[key].pk))
        return client.get(address)

    own, above, elsewhere = (
        page_of("secretary", "V1"),
        page_of("township", "T1"),
        page_of("secretary", "V3"),
    )

    said = [
        [words in each.content.decode() for words in ("住院", f"/entries/{entry.pk}", visitor.name)]
        for each in (own, above)
    ]
    assert said == [[True, True, False]] * 2
    assert elsewhere.status_code == 404
    way = sign_in(account=make_account("township", organization_id=tree["T1"].pk))
    assert address in way.get(f"/organizations/members/{herself.pk}").content.decode()
    none = way.get(f"/organizations/members/{visitor.pk}/entries").content.decode()
    assert "没有以此人为对象的记录" in none


def test_entries_stay_with_an_organization_that_is_merged_and_are_seen_with_the_other(sign_in, tree, ledgers):
    first = add(ledgers["meetings"], meeting(tree["V1"]), reader_of("secretary", organization=tree["V1"]))
    second = add(ledgers["meetings"], meeting(tree["V3"]), reader_of("secretary", organization=tree["V3"]))
    department = make_department()
    merge_organizations(
        asked=Merger(tree["V2"].pk, (tree["V1"].pk,), on(date(2026, 2, 1))), by=department, now=NOW
    )
    dissolve_organization(asked=Dissolution(tree["V3"].pk, on(date(2026, 2, 1))), by=department, now=NOW)

    def seen(key):
        role = "township" if key.startswith("T") else "secretary"
        reader = reader_of(role, organization=tree[key])
        return set(reader.entries(ledgers["meetings"]).values_list("pk", flat=True))

    assert (seen("V2"), seen("T1"), seen("T2")) == ({first.pk}, {first.pk, second.pk}, set())
    client = sign_in(account=make_account("secretary", organization_id=tree["V2"].pk))
    assert "V2党支部" in client.get(f"/entries/{first.pk}").content.decode()
    kept = client.get(f"/organizations/{tree['V2'].pk}").context["kept"]
    assert [each.number for each in kept if each.ledger.name == "county/meetings"] == [1]
    assert Entry.objects.get(pk=first.pk).organization == tree["V1"]
