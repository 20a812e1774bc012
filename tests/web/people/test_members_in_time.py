"""What is done with a member by hand, and what stays of it."""

from datetime import date

import pytest
from web.builders import NOW, make_account
from web.counties import AS_OF, WOMAN, bring_in, read, write_county

from guben_web.audit.models import Entry
from guben_web.imports import actions as imports
from guben_web.org.access import Scope
from guben_web.org.models import Organization
from guben_web.people import actions, queries
from guben_web.people.models import Member, MemberChange, Membership, Post
from guben_web.people.queries import Wanted
from guben_web.people.secrecy import IsNotItsOwn, decrypt
from guben_web.snapshots.freezing import records_on

pytestmark = pytest.mark.django_db
MAY_1, JUNE_1, TOMORROW = date(2025, 5, 1), date(2025, 6, 1), date(2026, 3, 3)
EVERYWHERE = Scope(is_whole=True)
# Region 999999 does not exist.
OTHER_WOMAN = "999999199001010024"


@pytest.fixture
def county(tmp_path):
    bring_in(write_county(tmp_path / "county.xlsx"))
    return {each.key: each.pk for each in Organization.objects.all()}


@pytest.fixture
def keeper(county):
    return make_account("department")


@pytest.fixture
def lin(county):
    return Member.objects.get(name="曾荷生")


def places(member):
    rows = Membership.objects.filter(member=member).order_by("pk")
    return [(each.organization.key, each.status, each.valid_from, each.valid_to) for each in rows]


def names_on(day, wanted=None):
    return [each.name for each in queries.members_on(day, EVERYWHERE, wanted or Wanted())]


def test_a_transfer_ends_one_membership_begins_another_and_ends_the_posts_held_there(county, keeper, lin):
    actions.move_member(member=lin, organization_id=county["V2"], on=JUNE_1, by=keeper, now=NOW)

    lin.refresh_from_db()
    assert places(lin) == [("V1", "full", None, JUNE_1), ("V2", "full", JUNE_1, None)]
    assert (lin.organization.key, lin.revision) == ("V2", 2)
    assert list(Post.objects.filter(member=lin).values_list("post", "end_date")) == [("secretary", JUNE_1)]
    change = MemberChange.objects.get(member_key=lin.key)
    assert change.changes["organization"] == ["V1", "V2"]
    assert change.changes["on"] == [None, 20250601]


def test_lists_headcounts_and_snapshots_of_a_day_take_the_membership_of_that_day(county, keeper, lin):
    actions.move_member(member=lin, organization_id=county["V2"], on=JUNE_1, by=keeper, now=NOW)
    here = Scope(is_whole=False, tops=frozenset({county["V1"]}))

    def frozen_on(day):
        return sorted(each.organization for each in records_on(day, "2025").people)

    assert [queries.headcount_on(day, here).members for day in (MAY_1, JUNE_1)] == [2, 1]
    assert queries.member_counts_on(MAY_1, [county["V1"], county["V2"]]) == {county["V1"]: 2, county["V2"]: 1}
    assert queries.member_counts_on(JUNE_1, [county["V1"], county["V2"]]) == {
        county["V1"]: 1,
        county["V2"]: 2,
    }
    assert (frozen_on(MAY_1), frozen_on(JUNE_1)) == (["V1", "V1", "V2"], ["V1", "V2", "V2"])
    before, after = (
        [
            (each.member.name, each.organization_name)
            for each in queries.shown(list(queries.members_on(day, here, Wanted())), day, day)
        ]
        for day in (MAY_1, JUNE_1)
    )
    assert before == [("郭松年", "荻汀村党支部"), ("曾荷生", "荻汀村党支部")]
    assert after == [("郭松年", "荻汀村党支部")]


@pytest.mark.parametrize("day", [TOMORROW, date(2025, 6, 1)])
def test_a_transfer_in_the_future_or_before_the_last_is_refused_and_changes_nothing(county, keeper, lin, day):
    actions.move_member(member=lin, organization_id=county["V2"], on=JUNE_1, by=keeper, now=NOW)
    before = places(lin)

    with pytest.raises(actions.DayIsOutOfOrder):
        actions.move_member(member=lin, organization_id=county["V1"], on=day, by=keeper, now=NOW)

    assert (places(lin), Member.objects.get(pk=lin.pk).organization.key) == (before, "V2")


def test_the_way_of_an_applicant_to_a_full_member_keeps_every_day(county, keeper):
    facts = {"name": "方竹", "identity": OTHER_WOMAN}
    made = actions.add_member(
        facts=facts, organization_id=county["V1"], status="applicant", on=date(2022, 1, 5), by=keeper, now=NOW
    )
    for status, day in (
        ("activist", date(2022, 9, 1)),
        ("candidate", date(2023, 10, 1)),
        ("probationary", date(2024, 6, 30)),
        ("full", date(2025, 6, 30)),
        ("lost", date(2025, 12, 1)),
    ):
        actions.set_status(member=made, status=status, on=day, by=keeper, now=NOW)

    made.refresh_from_db()
    assert (made.joined_date, made.full_date) == (date(2024, 6, 30), date(2025, 6, 30))
    assert [each[1] for each in places(made)] == [
        *("applicant", "activist", "candidate", "probationary", "full", "lost")
    ]
    counts = [queries.headcount_on(day, EVERYWHERE) for day in (date(2021, 1, 1), date(2024, 1, 1), JUNE_1)]
    assert [(each.members, each.on_the_way) for each in counts] == [(3, 0), (3, 1), (4, 0)]


def test_a_status_that_does_not_follow_is_refused_with_what_can(keeper, lin):
    with pytest.raises(actions.StatusCannotFollow) as refused:
        actions.set_status(member=lin, status="applicant", on=JUNE_1, by=keeper, now=NOW)

    assert refused.value.words.zh == "“正式党员”之后不能是“入党申请人”。"
    assert refused.value.advice.zh == "可以是：失联党员、已离开。"


def test_who_has_left_is_listed_only_if_asked_for_and_not_frozen(keeper, lin):
    actions.set_status(member=lin, status="left", on=JUNE_1, by=keeper, now=NOW)

    assert names_on(JUNE_1) == ["郭松年", "林菱"]
    assert names_on(JUNE_1, Wanted(status="left")) == ["曾荷生"]
    assert names_on(MAY_1) == ["郭松年", "曾荷生", "林菱"]
    assert len(records_on(JUNE_1, "2025").people) == 2


def test_facts_are_stored_with_what_they_were_and_the_act_is_recorded_without_them(keeper, lin):
    facts = {"phone": "15400000009", "education": "college", "identity": "", "name": "曾荷生"}

    actions.change_member(member=lin, facts=facts, revision=1, by=keeper, now=NOW)

    lin.refresh_from_db()
    change = MemberChange.objects.get(member_key=lin.key).changes
    clear = [decrypt(each, of=lin.key, field="phone") for each in change["phone"]]
    assert (clear, change["education"], sorted(change)) == (
        ["15400000001", "15400000009"],
        [None, "college"],
        ["education", "phone"],
    )
    entry = Entry.objects.get(action="member.changed")
    assert (entry.subject_id, entry.detail) == (str(lin.key), {"fields": ["education", "phone"]})
    assert "15400000009" not in str(change)


def test_nothing_new_stores_nothing(keeper, lin):
    actions.change_member(
        member=lin, facts={"name": "曾荷生", "identity": WOMAN}, revision=1, by=keeper, now=NOW
    )

    lin.refresh_from_db()
    assert (lin.revision, MemberChange.objects.count()) == (1, 0)


def test_a_change_made_on_an_outdated_page_is_refused(keeper, lin):
    actions.change_member(member=lin, facts={"sex": "female", "name": "曾"}, revision=1, by=keeper, now=NOW)

    with pytest.raises(actions.MemberHasChanged):
        actions.change_member(member=lin, facts={"name": "郑"}, revision=1, by=keeper, now=NOW)

    assert Member.objects.get(pk=lin.pk).name == "曾"


def test_an_identity_number_that_somebody_has_is_refused(keeper, county):
    with pytest.raises(actions.IdentityIsTaken):
        actions.add_member(
            facts={"name": "方竹", "identity": WOMAN},
            organization_id=county["V2"],
            status="full",
            on=None,
            by=keeper,
            now=NOW,
        )

    assert Member.objects.count() == 3


def test_a_cipher_text_put_beside_another_name_cannot_be_read(lin):
    guo = Member.objects.get(name="郭松年")

    with pytest.raises(IsNotItsOwn):
        decrypt(lin.identity, of=guo.key, field="identity")
    with pytest.raises(IsNotItsOwn):
        decrypt(lin.identity, of=lin.key, field="phone")


def test_an_import_that_moves_somebody_keeps_the_days_and_its_undo_restores_them(
    county, keeper, lin, tmp_path
):
    moved = ["曾荷生", WOMAN, "15400000001", "", "V2", "2010-07-01", "书记", "2021-01-15"]
    path = write_county(tmp_path / "moved.xlsx", members=[moved])
    batch = bring_in(path, keeper, as_of=date(2026, 1, 31))

    assert places(lin) == [
        ("V1", "full", None, date(2026, 1, 31)),
        ("V2", "full", date(2026, 1, 31), None),
    ]

    imports.undo(batch=batch, by=keeper, now=NOW)

    assert places(lin) == [("V1", "full", None, None)]
    assert Member.objects.get(pk=lin.pk).organization.key == "V1"


def test_an_import_of_a_day_before_the_last_transfer_is_refused(county, keeper, lin, tmp_path):
    actions.move_member(member=lin, organization_id=county["V2"], on=date(2026, 2, 1), by=keeper, now=NOW)

    batch = read(write_county(tmp_path / "old.xlsx"), keeper, as_of=AS_OF)

    line = batch.lines.get(attempt=batch.attempt, label="曾荷生")
    assert (line.outcome, [each["code"] for each in line.reasons]) == ("REFUSED", ["newer"])
