"""Posts held and ended, several of one person; elections; the list of posts."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from web.builders import make_account
from web.structure.trees import make_members, make_organization, make_tree

from guben_web.audit.models import Entry
from guben_web.org.access import Scope
from guben_web.people.models import Post
from guben_web.structure.findings import findings_on
from guben_web.teams.models import Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return make_tree()


def hold(client, organization, name, post="secretary", **more):
    data = {"member": name, "post": post, "day": "2025-03-01", "way": "ELECTED", **more}
    return client.post(f"/organizations/{organization.pk}/team/hold", data)


def test_somebody_holds_several_posts_in_several_organizations(sign_in, tree):
    client = sign_in("department")
    make_members(tree["V1"], 1)

    statuses = [
        hold(client, tree["V1"], "V10").status_code,
        hold(client, tree["V1"], "V10", "reserve_cadre").status_code,
        hold(client, tree["V2"], "V10", "contact_leader").status_code,
        hold(client, tree["V3"], "V10", "contact_leader").status_code,
    ]

    assert statuses == [302] * 4
    assert list(Post.objects.order_by("id").values_list("organization__key", "post", "in_team")) == [
        ("V1", "secretary", True),
        ("V1", "reserve_cadre", False),
        ("V2", "contact_leader", False),
        ("V3", "contact_leader", False),
    ]
    page = client.get(f"/organizations/{tree['V1'].pk}/team").content.decode()
    assert [each in page for each in ("书记", "后备干部", "V10", "选举")] == [True] * 4
    assert Entry.objects.filter(action="post.held").count() == 4


def test_the_team_stands_by_rank_and_leads_to_those_whose_pages_one_may_open(sign_in, tree):
    client = sign_in("department")
    here, there = make_members(tree["V1"], 1)[0], make_members(tree["V3"], 1)[0]
    hold(client, tree["V1"], "V30", "deputy_secretary", day="2025-03-02")
    hold(client, tree["V1"], "V10", "secretary")

    page = client.get(f"/organizations/{tree['V1'].pk}/team").content.decode()
    own = sign_in(account=make_account("secretary", organization_id=tree["V1"].pk))
    narrow = own.get(f"/organizations/{tree['V1'].pk}/team").content.decode()

    links = [f'href="/organizations/members/{each.pk}"' for each in (here, there)]
    assert page.index("V10") < page.index("V30")
    assert [[link in shown for link in links] for shown in (page, narrow)] == [[True, True], [True, False]]


def test_everything_that_forbids_a_post_is_said_at_once(sign_in, tree):
    client = sign_in("department")
    make_members(tree["V1"], 2)
    hold(client, tree["V1"], "V10")

    again = hold(client, tree["V1"], "V11", day="2999-01-01")
    unknown = hold(client, tree["V1"], "某某")

    assert again.context["form"].errors == {
        "post": ["这个组织已有书记，请先免去现任。"],
        "day": ["日期2999-01-01还没有到。"],
    }
    assert unknown.context["form"].errors == {"member": ["您的范围内没有“某某”。"]}
    assert Post.objects.count() == 1


def test_those_of_one_name_are_told_apart_by_the_year_of_birth(sign_in, tree):
    client = sign_in("department")
    for year in (1970, 1980):
        member = make_members(tree["V1"], 1, birth_date=date(year, 5, 1))[0]
        member.name = "林菱"
        member.save()

    assert hold(client, tree["V1"], "林菱").context["form"].errors == {
        "member": ["有2人叫“林菱”，请在后面写出生年份。"]
    }
    assert hold(client, tree["V1"], "林菱（1980）").status_code == 302
    assert Post.objects.get().member.birth_date == date(1980, 5, 1)


def test_a_post_ends_with_what_became_of_the_person_and_stays_in_the_history(sign_in, tree):
    client = sign_in("department")
    make_members(tree["V1"], 1)
    hold(client, tree["V1"], "V10")
    address = f"/organizations/posts/{Post.objects.get().pk}/end"

    early = client.post(address, {"day": "2025-02-28", "outcome": "UNFIT"})
    ended = client.post(address, {"day": "2025-12-31", "outcome": "UNFIT", "note": "另选"})

    assert early.context["form"].errors == {"day": ["免职日期不能早于任职日期2025-03-01。"]}
    assert (ended.status_code, Post.objects.get().end_date) == (302, date(2025, 12, 31))
    page = client.get(f"/organizations/{tree['V1'].pk}/team").content.decode()
    assert [each in page for each in ("2025-12-31", "不胜任调整", "另选")] == [True] * 3
    codes = {each.rule.code for each in findings_on(date(2026, 1, 1), Scope(True), only=tree["V1"].pk)}
    before = {each.rule.code for each in findings_on(date(2025, 6, 1), Scope(True), only=tree["V1"].pk)}
    assert ("no-secretary" in codes, "no-secretary" in before) == (True, False)


def test_an_election_begins_a_term_and_says_when_the_next_one_is_due(sign_in, tree):
    client = sign_in("department")
    address = f"/organizations/{tree['V1'].pk}/team/term"
    said = {"elected_date": "2021-03-01", "due_date": "2026-03-01", "how": "ELECTION", "seats": "5"}

    assert client.post(address, said).status_code == 302
    assert Term.objects.get().ends == date(2026, 3, 1)
    twice = client.post(address, {**said, "due_date": "2020-03-01"})
    assert twice.context["form"].errors == {
        "elected_date": ["这一天的选举已经登记。"],
        "due_date": ["应换届日期要在选举日期之后。"],
    }


def test_the_list_of_posts_is_narrowed_down_seen_by_date_and_taken_out(sign_in, tree):
    client = sign_in("department")
    make_members(tree["V1"], 2)
    hold(client, tree["V1"], "V10")
    hold(client, tree["V1"], "V11", "first_secretary", way="SENT")

    def names(query):
        return [post.member.name for post in client.get(f"/organizations/posts?{query}").context["page"]]

    assert names("post=first_secretary") == ["V11"]
    assert names(f"township={tree['T2'].pk}") == names("on=2025-02-28") == names("ended=1") == []
    assert names("q=V10") == ["V10"]
    book = openpyxl.load_workbook(
        BytesIO(client.get("/organizations/posts.xlsx?post=first_secretary").content)
    )
    assert [cell.value for cell in book.active[3]][:3] == ["V1党支部", "第一书记", "V11"]


def test_a_township_enters_for_its_villages_and_a_secretary_only_looks(sign_in, tree):
    make_members(tree["V1"], 1)
    township = sign_in(account=make_account("township_officer", organization_id=tree["T1"].pk))
    assert hold(township, tree["V1"], "V10").status_code == 302
    assert hold(township, tree["T2"], "V10").status_code == 404

    secretary = sign_in(account=make_account("secretary", organization_id=tree["V1"].pk))
    assert secretary.get(f"/organizations/{tree['V1'].pk}/team").status_code == 200
    assert hold(secretary, tree["V1"], "V10").status_code == 403


def test_the_pages_take_the_same_number_of_queries_for_one_and_for_three(
    sign_in, tree, django_assert_max_num_queries
):
    client, counts = sign_in("department"), []
    make_organization("V9", tree["T1"])
    for names in (1, 3):
        for member in make_members(tree["V1"], names):
            member.name = f"{names}{member.name}"
            member.save()
            Post.objects.create(member=member, organization=tree["V1"], post="committee_member", in_team=True)
        seen = []
        for address in ("/organizations/posts", f"/organizations/{tree['V1'].pk}/team"):
            client.get(address)
            with django_assert_max_num_queries(20) as asked:
                client.get(address)
            seen.append(len(asked))
        counts.append(seen)

    assert counts[0] == counts[1]
