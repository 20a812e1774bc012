"""What the rules find, with numbers worked by hand; and the worklist of it."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from web.builders import NOW, make_account
from web.structure.trees import make_department, make_members, make_organization, make_tree

from guben_web.audit.models import Entry
from guben_web.org.access import Scope
from guben_web.people.models import Post
from guben_web.structure import actions
from guben_web.structure.findings import findings_on
from guben_web.teams.models import Term

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
WHOLE = Scope(is_whole=True)


@pytest.fixture
def tree():
    return make_tree()


def found(organization, day=DAY):
    return {each.rule.code: each.words.zh for each in findings_on(day, WHOLE, only=organization.pk)}


def hold(organization, member, post="secretary"):
    return Post.objects.create(organization=organization, member=member, post=post, in_team=True)


def elect(organization, elected, due, **more):
    return Term.objects.create(organization=organization, elected_date=elected, due_date=due, **more)


def test_a_branch_of_two_without_secretary_and_term_departs_in_three_ways(tree):
    make_members(tree["V2"], 2)
    make_members(tree["V2"], 3, status="probationary")

    assert found(tree["V2"]) == {
        "no-secretary": "没有书记。",
        "few-members": "有2名正式党员，不足3名。",
        "no-term": "没有登记本届任期，看不出何时换届。",
    }


def test_seven_full_members_need_a_committee_and_six_must_have_none(tree):
    seven, six = make_members(tree["V2"], 7), make_members(tree["V3"], 6)
    for key, people in (("V2", seven[:2]), ("V3", six[:3])):
        for member, post in zip(people, ("secretary", "deputy_secretary", "committee_member"), strict=False):
            hold(tree[key], member, post)
        elect(tree[key], date(2025, 1, 1), date(2030, 1, 1))

    assert found(tree["V2"]) == {"no-team": "有7名正式党员，应设3至5人的支部委员会，现有班子2人。"}
    assert found(tree["V3"]) == {"large-team": "正式党员6名，不足7名，不设支部委员会，现有班子3人。"}


def test_members_of_its_groups_count_with_a_branch(tree):
    group = make_organization("G1", tree["V2"], type="group", level="group")
    make_members(tree["V2"], 1)
    make_members(group, 2)

    assert "few-members" not in found(tree["V2"])
    assert found(group) == {"no-leader": "没有组长。"}


@pytest.mark.parametrize(
    ("due", "postponed", "expected"),
    [
        (date(2026, 3, 1), None, {"overdue": "应于2026-03-01前换届，已逾期1天。"}),
        (date(2026, 8, 29), None, {"due": "应于2026-08-29前换届，还有180天。"}),
        (date(2026, 8, 30), None, {}),
        (date(2026, 1, 1), date(2027, 1, 1), {}),
        (date(2026, 1, 1), date(2027, 1, 2), {"long-postponed": "批准延期到2027-01-02，超过规定的1年。"}),
    ],
)
def test_an_election_is_due_by_the_term_or_the_day_it_was_postponed_to(tree, due, postponed, expected):
    people = make_members(tree["V2"], 3)
    hold(tree["V2"], people[0])
    elect(tree["V2"], date(2021, 3, 1), due, postponed_to=postponed)

    assert found(tree["V2"]) == expected


def test_a_general_branch_is_between_fifty_and_a_hundred_with_those_below(tree):
    general = make_organization("V9", tree["T1"], type="general_branch")
    part = make_organization("B9", general, level="branch")
    make_members(general, 1)
    make_members(part, 49)

    assert found(general)["general-branch"] == "含下级有50名党员，一般应多于50名、少于100名。"
    make_members(part, 1)
    assert "general-branch" not in found(general)


def test_a_county_sets_other_numbers(tree):
    make_members(tree["V2"], 2)
    actions.set_parameters(numbers={"branch_least": 2}, by=make_department(), now=NOW)

    assert "few-members" not in found(tree["V2"])


def test_the_worklist_is_narrowed_down_and_taken_out(sign_in, tree):
    client = sign_in("department")
    make_organization("V8", tree["T2"])
    address = f"/organizations/findings?rule=few-members&township={tree['T2'].pk}"

    shown = client.get(address).content.decode()
    book = client.get(address.replace("findings?", "findings.xlsx?"))

    assert ("V8党支部" in shown, "V1党支部" in shown, "没有书记。" in shown) == (True, False, False)
    sheet = openpyxl.load_workbook(BytesIO(book.content)).active
    assert [cell.value for cell in sheet[3]][:5] == [
        "T2党支部",
        "V8党支部",
        "V8",
        "正式党员不足",
        "有0名正式党员，不足3名。",
    ]
    assert Entry.objects.filter(action="organization.exported").count() == 1


def test_a_township_finds_only_what_is_its_own(sign_in, tree):
    client = sign_in(account=make_account("township", organization_id=tree["T2"].pk))

    assert "V1党支部" not in client.get("/organizations/findings").content.decode()
    assert f"/organizations/{tree['T2'].pk}" in client.get("/organizations/findings").content.decode()


def test_the_department_sets_the_rules_on_their_page(sign_in, tree):
    client = sign_in("department")
    form = client.get("/organizations/rules").context["form"]
    numbers = {field.name: field.value() for field in form}

    assert client.post("/organizations/rules", {**numbers, "branch_least": 1}).status_code == 302
    assert client.post("/organizations/rules", {**numbers, "branch_least": ""}).status_code == 422
    assert found(tree["V2"])["few-members"] == "有0名正式党员，不足1名。"


def test_the_worklist_takes_the_same_number_of_queries_for_one_and_for_three(
    sign_in, tree, django_assert_num_queries
):
    client = sign_in("department")
    client.get("/organizations/findings")
    with django_assert_num_queries(10):
        client.get(f"/organizations/findings?township={tree['T2'].pk}")
    for key in ("V7", "V8"):
        make_organization(key, tree["T2"])
    with django_assert_num_queries(10):
        client.get(f"/organizations/findings?township={tree['T2'].pk}")
