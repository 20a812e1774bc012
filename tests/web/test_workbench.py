"""The workbench: what each role has on it, in which order, and that it asks the same whatever there is."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from web.builders import NOW, make_account, with_factor
from web.counties import GUO, LIN, WITHOUT_NUMBER, bring_in, read, write_county

from guben_web.accounts import workbench
from guben_web.accounts.workbench import Item, Kind
from guben_web.corrections import actions as corrections
from guben_web.corrections.enums import State
from guben_web.corrections.models import Correction
from guben_web.engine.texts import both
from guben_web.org.enums import Cover
from guben_web.org.models import Organization
from guben_web.people import actions as people
from guben_web.people.models import Member, Post
from guben_web.results.models import Evaluation
from guben_web.teams import actions as teams
from guben_web.teams.enums import Renewal
from guben_web.workplaces import actions as workplaces

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(tmp_path):
    """Return the ids of an imported county's organizations, by key."""
    bring_in(write_county(tmp_path / "county.xlsx"))
    return {each.key: each.pk for each in Organization.objects.all()}


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def desk_of(account, day) -> list[tuple[str, str, int | None, str, str]]:
    """Return what is on a workbench: kind, what, how many, colour and word."""
    return [
        (kind.name, item.what.zh, item.number, item.colour, item.word.zh)
        for kind, items in workbench.items_for(account, day).items()
        for item in items
    ]


def elect(key: str, due: date) -> None:
    facts = {"elected_date": due.replace(year=due.year - 5), "due_date": due, "how": Renewal.ELECTION}
    organization = Organization.objects.get(key=key)
    teams.begin_term(organization=organization, facts=facts, by=make_account("department"), now=NOW)


def workplace(place: int, members: int):
    described = workplaces.Described(
        "竹编工艺有限公司", None, "nonpublic_enterprise", None, Cover.OWN, place, None, None, 62, members
    )
    by = make_account("department")
    return workplaces.add_workplace(described=described, day=date(2021, 3, 1), by=by, now=NOW)


def test_the_most_pressing_comes_first_and_kinds_without_anything_are_left_out(monkeypatch, today):
    def waiting(account, day):
        yield Item(Kind.WAITING, both("b"), "/", both("x"), "none", 1)
        yield Item(Kind.DUE, both("c"), "/", both("x"), "amber", 1, today + timedelta(days=9))
        yield Item(Kind.DUE, both("d"), "/", both("x"), "amber", 1, today + timedelta(days=3))
        yield Item(Kind.DUE, both("e"), "/", both("x"), "red", 1, today)

    monkeypatch.setattr(workbench, "_CONTRIBUTORS", {"some.where": frozenset({"viewer"})})
    monkeypatch.setattr(workbench, "import_string", lambda path: waiting)

    found = workbench.items_for(make_account("viewer"), today)
    nothing = workbench.items_for(make_account("inspector"), today)

    assert [(kind.name, [item.what.zh for item in items]) for kind, items in found.items()] == [
        ("DUE", ["e", "d", "c"]),
        ("WAITING", ["b"]),
    ]
    assert nothing == {}


@pytest.mark.parametrize(
    ("days", "words", "colour"),
    [(-3, "逾期3天", "red"), (0, "今天到期", "red"), (1, "还有1天", "amber")],
)
def test_how_far_off_a_day_is_stands_in_words(today, days, words, colour):
    word, shown = workbench.time_left(today + timedelta(days=days), today)

    assert (word.zh, shown) == (words, colour)


def test_a_township_has_its_elections_vacancies_and_workplaces_and_no_others(county, today):
    elect("V1", today - timedelta(days=3))
    elect("V2", today - timedelta(days=30))
    workplace(county["T1"], 4)
    workplace(county["T2"], 4)
    Post.objects.update(end_date=date(2026, 1, 31))

    # V1 has two full members of the three that a branch needs, and nobody leads it or its township any more.
    assert desk_of(make_account("township", organization_id=county["T1"]), today) == [
        ("DUE", "逾期未换届", 1, "red", "逾期3天"),
        ("WRONG", "书记空缺", 2, "red", "须处理"),
        ("WRONG", "正式党员不足", 1, "red", "须处理"),
        ("WRONG", "未建党组织的单位", 1, "red", "待组建"),
        ("WRONG", "没有登记任期", 1, "none", "待登记"),
    ]


def test_a_secretary_has_what_is_due_in_the_own_branch_and_no_workplaces(county, today):
    elect("V1", today + timedelta(days=10))
    workplace(county["T1"], 4)

    assert desk_of(make_account("secretary", organization_id=county["V1"]), today) == [
        ("DUE", "即将换届", 1, "amber", "还有10天"),
        ("WRONG", "正式党员不足", 1, "red", "须处理"),
    ]


def test_a_plan_to_form_an_organization_is_due_before_its_day(county, today):
    by, row = make_account("department"), workplace(county["T1"], 4)
    plan = {"cover": "OWN", "state": "PREPARING", "due_date": today + timedelta(days=7), "note": ""}
    workplaces.plan_cover(workplace=row, facts=plan, by=by, now=NOW)

    here = desk_of(make_account("township", organization_id=county["T1"]), today)
    elsewhere = desk_of(make_account("township", organization_id=county["T2"]), today)

    assert ("DUE", "组建计划到期", 1, "amber", "还有7天") in here
    assert [each for each in elsewhere if each[0] == "DUE"] == []


def test_probation_that_is_over_leads_to_those_whose_it_is(sign_in, county, today):
    account = make_account("department")
    lin = Member.objects.get(name="曾荷生")
    lin.memberships.update(status="probationary")
    a_year_ago = today.replace(year=today.year - 1)
    Member.objects.filter(pk=lin.pk).update(status="probationary", joined_date=a_year_ago - timedelta(days=2))

    item = workbench.items_for(account, today)[Kind.DUE][0]
    page = sign_in(account=account).get(item.url).content.decode()

    assert (item.what.zh, item.number, item.word.zh, item.due) == (
        "预备期满，应讨论转正",
        1,
        "逾期2天",
        today - timedelta(days=2),
    )
    assert ("曾荷生" in page, "郭松年" in page) == (True, False)


def test_whoever_came_from_another_organization_is_news_there_and_not_where_nobody_came(
    sign_in, county, today
):
    by, lin = make_account("department"), Member.objects.get(name="曾荷生")
    people.move_member(
        member=lin, organization_id=county["V2"], on=today - timedelta(days=5), by=by, now=timezone.now()
    )

    there = workbench.items_for(make_account("township", organization_id=county["T2"]), today)[Kind.NEWS]
    before = workbench.items_for(make_account("township", organization_id=county["T1"]), today)
    page = sign_in(account=by).get(there[0].url).content.decode()

    assert [(item.what.zh, item.number) for item in there] == [("转入的党员", 1)]
    assert Kind.NEWS not in before
    assert ("曾荷生" in page, "郭松年" in page) == (True, False)


def test_a_correction_waits_for_the_township_and_its_answer_is_news_for_the_member(county, today):
    lin, township = Member.objects.get(name="曾荷生"), make_account("township", organization_id=county["T1"])
    her, now = make_account("member", organization_id=county["V1"]), timezone.now()
    corrections.link_account(member=lin, username=her.username, by=township, now=now)
    asked = corrections.ask_for_correction(
        member=lin, words="学历应当是大专", by=her, now=now - timedelta(days=9)
    )

    waiting = ("WAITING", "党员的更正申请", 1, "red", "最早的已等9天")
    assert waiting in desk_of(township, today)
    assert desk_of(her, today) == []
    corrections.answer_correction(
        correction=Correction.objects.get(pk=asked.pk),
        state=State.CORRECTED,
        answer="已改",
        by=township,
        now=now,
    )
    assert waiting not in desk_of(township, today)
    assert desk_of(her, today) == [("NEWS", "我的更正申请有了答复", 1, "green", "已答复")]


def test_an_import_with_refused_rows_waits_for_whoever_brought_it(county, today, tmp_path):
    department = make_account("department")
    wrong = [[*LIN[:5], "某年", "", ""], GUO, WITHOUT_NUMBER]
    read(write_county(tmp_path / "wrong.xlsx", members=wrong), department)

    found = [each for each in desk_of(department, today) if "导入" in each[1]]

    assert found == [("WAITING", "有行不能写入的导入", 1, "amber", "改好再传，或者照写")]


def test_a_trial_run_waits_for_the_department_and_what_was_shown_is_news(county, today):
    department, now = make_account("department"), timezone.now()
    facts = {"scheme": "s", "period": "2025", "as_of": today, "started_by": department, "started_at": now}
    for state in ("TRIAL", "SHOWN"):
        Evaluation.objects.create(state=state, finished_at=now, **facts)

    found = [each for each in desk_of(department, today) if "考核" in each[1]]

    assert found == [
        ("WAITING", "试算完成，等待下发的考核", 1, "amber", "等决定"),
        ("NEWS", "新下发的考核结果", 1, "green", "可以查看"),
    ]


def test_the_security_administrator_has_accounts_and_nothing_of_the_county(county, today, settings):
    settings.SECOND_FACTOR_DEMANDED_OF = frozenset({"security_admin", "audit_admin"})
    security, _ = with_factor("security_admin")
    make_account("audit_admin")
    make_account()
    elect("V1", today)

    # Four accounts, of which the one that brought the county in and the one of the election are two.
    assert desk_of(security, today) == [
        ("WAITING", "还没有登录过的账号", 5, "none", "等本人首次登录"),
        ("WRONG", "应有而没有第二因素的账号", 1, "red", "缺第二因素"),
        ("WRONG", "没有角色的账号", 1, "amber", "登录后什么也看不到"),
    ]


def test_the_other_administrators_have_the_system_and_the_record(county, today):
    assert desk_of(make_account("audit_admin"), today) == [
        ("WAITING", "核对操作记录", None, "amber", "30天内没有核对")
    ]
    assert {each[1] for each in desk_of(make_account("system_admin"), today)} >= {"后台程序", "备份"}


@pytest.mark.parametrize("role", ["scoring_department", "inspector", "viewer", "member"])
def test_whoever_only_looks_has_nothing_to_do_and_is_told_where_to_go(sign_in, county, role):
    page = sign_in(account=make_account(role, organization_id=county["T1"])).get("/").content.decode()

    assert "现在没有要您办的事" in page
    assert 'href="/organizations/">看组织树</a>' in " ".join(page.split()).replace(" >", ">")


def test_the_workbench_asks_the_same_for_one_thing_and_for_three(county, today, django_assert_num_queries):
    account = make_account("department")

    def asked() -> int:
        with django_assert_num_queries(expected) as queries:
            workbench.items_for(account, today)
        return len(queries)

    account.role_codes()
    elect("V1", today)
    workplace(county["T1"], 4)
    expected = 24
    first = asked()
    for key in ("V2", "T1"):
        elect(key, today)
        workplace(county[key], 2)

    assert asked() == first
