"""The pages of evaluations: what each role sees, what is hidden from it, and how many queries a page takes."""

import html
import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path
from uuid import UUID

import duckdb
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from web.builders import NOW, make_account
from web.counties import COUNTY, ORGANIZATION_HEADINGS, TOWNSHIP, bring_in, write_county
from web.scored import AS_OF, DITING, FIGURE_HEADINGS, evaluate, scored_county, start, write_scored_county

from guben.evaluation import verify
from guben.evaluation.verifying import Basis
from guben_web.accounts.actions import grant_role
from guben_web.audit.models import Entry
from guben_web.engine.results import Branch, Figure
from guben_web.engine.texts import Text
from guben_web.jobs.models import Run
from guben_web.ledgers.models import ReportedValue
from guben_web.ledgers.queries import reported_periods
from guben_web.org.access import Scope
from guben_web.org.models import Organization
from guben_web.people.access import smallest_group
from guben_web.people.models import Member, Post
from guben_web.results import actions, folders
from guben_web.results.models import Evaluation, Result
from guben_web.results.trace import trace_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(tmp_path):
    return scored_county(tmp_path)


@pytest.fixture
def ids(evaluation):
    return {each.key: each.pk for each in Organization.objects.all()}


def move_member(member, organization_id):
    """Let a member belong to another organization from now on."""
    Member.objects.filter(pk=member.pk).update(organization_id=organization_id)


def words_of(response):
    """Return the status of a page and its words, without tags."""
    main = response.content.decode().partition('<main id="content"')[2]
    return response.status_code, " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def page_of(name, evaluation, *more):
    return reverse(f"results:{name}", args=[evaluation.pk, *more])


def test_the_department_sees_all_with_ranks_and_files(sign_in, evaluation):
    status, words = words_of(sign_in("department").get(page_of("evaluation", evaluation)))

    assert status == 200
    assert "1 荻汀村党支部 篁川镇党委 中间 85.00 20.00 20.00 15.00 20.00 10.00" in words
    assert "2 菱渚村党支部 鹭屏乡党委 后进 30.00 0.00 0.00 20.00 0.00 10.00 缺2项" in words
    assert "complete.zip" in words


def test_a_township_sees_its_own_without_ranks_and_files(sign_in, evaluation, ids):
    client = sign_in(account=make_account("township", organization_id=ids["T2"]))

    response = client.get(page_of("evaluation", evaluation), follow=True)

    _, words = words_of(response)
    assert "菱渚村党支部" in words
    assert "荻汀村" not in words
    assert "名次" not in words
    assert "complete.zip" not in words


def test_a_township_takes_its_own_list_as_a_workbook_without_ranks(sign_in, evaluation, ids):
    client = sign_in(account=make_account("township", organization_id=ids["T2"]))

    response = client.get(page_of("book", evaluation))

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:5] for row in rows] == [
        ["组织代码", "组织", "乡镇（街道）", "等次", "总分"],
        ["V2", "菱渚村党支部", "鹭屏乡党委", "后进", 30],
    ]
    # The five strengths: 0 + 0 + 20 + 0 + 10; the age and the education of the secretary are missing.
    assert rows[1][5:] == [0, 0, 20, 0, 10, "缺2项数据"]
    assert Entry.objects.get(action="evaluation.downloaded").detail == {"file": "list.xlsx"}


def test_the_department_takes_the_list_as_it_is_narrowed_down_with_ranks(sign_in, evaluation):
    response = sign_in("department").get(page_of("book", evaluation) + "?words=荻汀")

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:6] for row in rows] == [
        ["名次", "组织代码", "组织", "乡镇（街道）", "等次", "总分"],
        [1, "V1", "荻汀村党支部", "篁川镇党委", "中间", 85],
    ]


def test_a_secretary_is_led_to_her_own_result_and_sees_nobody_elses(sign_in, evaluation, ids):
    client = sign_in(account=make_account("secretary", organization_id=ids["V2"]))

    response = client.get(page_of("evaluation", evaluation))

    own = page_of("result", evaluation, ids["V2"])
    assert (response.status_code, response["Location"]) == (302, own)
    status, words = words_of(client.get(own))
    assert status == 200
    assert "30.00" in words
    assert "名次" not in words
    for page in ("result", "why"):
        assert client.get(page_of(page, evaluation, ids["V1"])).status_code == 404


def test_before_it_is_shown_only_the_department_sees_it(sign_in, evaluation, ids):
    actions.take_back(evaluation=evaluation, by=evaluation.started_by, now=NOW)
    client = sign_in(account=make_account("secretary", organization_id=ids["V1"]))

    assert words_of(client.get(reverse("results:list")))[1].count("先锋工程") == 0
    assert client.get(page_of("result", evaluation, ids["V1"])).status_code == 404
    assert client.get(page_of("why", evaluation, ids["V1"])).status_code == 404


def test_the_explanation_says_the_rule_the_figure_and_leads_to_the_record(sign_in, evaluation, ids):
    client = sign_in(account=make_account("secretary", organization_id=ids["V1"]))

    response = client.get(page_of("why", evaluation, ids["V1"]))

    status, words = words_of(response)
    income = ReportedValue.objects.get(measure="net_income", organization_id=ids["V1"])
    record = page_of("record", evaluation, ids["V1"], f"value:{income.pk}")
    assert status == 200
    assert "荻汀村党支部：中间（总分85分）" in words
    assert "规则：“年人均纯收入”不低于4,500元的，得10分，否则不得分。" in words
    assert "年人均纯收入 4,499元" in words
    assert "曾荷生" in words
    assert record in response.content.decode()


def test_the_explanation_speaks_english_too(sign_in, evaluation, ids):
    client = sign_in("department")
    client.cookies["guben_language"] = "en"

    _, words = words_of(client.get(page_of("why", evaluation, ids["V1"])))

    assert "荻汀村党支部: Middle (85 points)" in words
    assert 'Rule: 10 points if "Net income per head" is at least 4,500 yuan; otherwise none.' in words


def test_a_record_shows_what_was_frozen_what_it_is_now_and_where_it_came_from(
    sign_in, evaluation, ids, tmp_path
):
    client = sign_in("department")
    income = ReportedValue.objects.get(measure="net_income", organization_id=ids["V1"])
    later = [*DITING[:3], 5200, *DITING[4:]]
    bring_in(write_scored_county(tmp_path / "later.xlsx", diting=later), as_of=AS_OF)

    status, words = words_of(client.get(page_of("record", evaluation, ids["V1"], f"value:{income.pk}")))

    assert status == 200
    assert "数值 4,499元 现在是5,200元" in words
    assert "county.xlsx 位置 工作表“组织”第5行L列" in words
    assert "later.xlsx" not in words


def test_the_record_of_a_member_is_for_those_who_may_see_members(sign_in, evaluation, ids):
    member = Member.objects.get(name="曾荷生")
    address = page_of("record", evaluation, ids["V1"], f"member:{member.pk}")

    status, words = words_of(sign_in("department").get(address))
    assert status == 200
    assert "曾荷生" in words
    assert "年龄 40 " in words
    assert "1985" not in words
    viewer = make_account("viewer", organization_id=ids["C1"])
    assert sign_in(account=viewer).get(address).status_code == 404


def test_a_secretary_elsewhere_who_may_look_here_reads_no_names_here(sign_in, evaluation, ids):
    account = make_account("secretary", organization_id=ids["V2"])
    grant_role(account=account, code="viewer", organization_id=ids["V1"], by=None, now=NOW)
    member = Member.objects.get(name="曾荷生")
    client = sign_in(account=account)

    response = client.get(page_of("why", evaluation, ids["V1"]))

    assert response.status_code == 200
    assert "曾荷生" not in response.content.decode()
    record = page_of("record", evaluation, ids["V1"], f"member:{member.pk}")
    assert client.get(record).status_code == 404


def test_a_viewer_reads_the_explanation_without_names(sign_in, evaluation, ids):
    client = sign_in(account=make_account("viewer", organization_id=ids["C1"]))

    response = client.get(page_of("why", evaluation, ids["V1"]))

    shown = response.content.decode()
    assert response.status_code == 200
    assert "曾荷生" not in shown
    assert "member:" not in shown


def test_who_left_shows_what_was_frozen_and_nothing_of_what_came_later(sign_in, evaluation, ids):
    member = Member.objects.get(name="曾荷生")
    address = page_of("record", evaluation, ids["V1"], f"member:{member.pk}")
    move_member(member, ids["V2"])

    secretary = sign_in(account=make_account("secretary", organization_id=ids["V1"]))
    _, words = words_of(secretary.get(address))
    shown = secretary.get(page_of("why", evaluation, ids["V1"])).content.decode()

    assert "这条记录现在属于您看不到的组织" in words
    assert "学历 高中" in words
    assert "现在是" not in words
    assert "曾荷生" not in words
    assert "曾荷生" not in shown
    department = sign_in("department")
    assert "现在是菱渚村党支部" in words_of(department.get(address))[1]


def test_a_post_held_elsewhere_long_ago_opens_no_record(sign_in, evaluation, ids):
    other = Member.objects.get(organization_id=ids["V2"])
    Post.objects.create(
        organization_id=ids["V1"],
        member=other,
        post="secretary",
        in_team=True,
        start_date=date(2008, 1, 1),
        end_date=date(2012, 1, 1),
    )
    client = sign_in(account=make_account("secretary", organization_id=ids["V1"]))

    assert client.get(page_of("record", evaluation, ids["V1"], f"member:{other.pk}")).status_code == 404


def test_earlier_results_are_of_earlier_days_only(sign_in, evaluation, ids):
    earlier = evaluate(evaluation.started_by, as_of=date(2025, 6, 30))
    actions.show_to_units(evaluation=earlier, by=evaluation.started_by, now=NOW)
    evaluate(evaluation.started_by, as_of=date(2025, 3, 31))
    client = sign_in("department")

    _, latest = words_of(client.get(page_of("result", evaluation, ids["V1"])))
    _, first = words_of(client.get(page_of("result", earlier, ids["V1"])))

    assert latest.count("2025年6月30日") == 1
    assert "2025年3月31日" not in latest
    assert "历次结果" not in first


def test_what_is_left_out_comes_last_whichever_way_a_dimension_is_sorted(sign_in, evaluation, ids):
    Result.objects.filter(organization_id=ids["V1"]).update(points={"core": None})
    client = sign_in("department")

    for sort in ("core", "-core"):
        shown = client.get(page_of("evaluation", evaluation) + f"?sort={sort}").content.decode()
        names = re.findall(r'<th scope="row" class="name"><a[^>]*>([^<]+)', shown)
        assert names == ["菱渚村党支部", "荻汀村党支部"]


@pytest.mark.parametrize("role", ["member", "viewer", "inspector", "scoring_department"])
def test_who_sees_no_members_reads_no_figure_of_a_single_person(sign_in, evaluation, ids, role):
    """The team and the members of 45 or under are one person, so their average and their share are hers."""
    client = sign_in(account=make_account(role, organization_id=ids["V1"]))

    _, words = words_of(client.get(page_of("why", evaluation, ids["V1"])))

    said = "依据1名党员的记录；不足10人的，数值和明细只给有权查看党员的人看"
    assert f"书记年龄 — 算法：书记的年龄 {said}" in words
    assert f"书记具有高中或中专以上学历 — 算法：书记的学历为高中（中专）及以上 {said}" in words
    assert f"班子平均年龄 — 算法：班子成员的平均年龄 {said}" in words
    assert [each for each in ("40岁（", "年龄 40", "学历：", "100%") if each in words] == []
    assert "年人均纯收入 4,499元" in words


def test_who_sees_members_reads_the_figures_of_a_single_person(sign_in, evaluation, ids):
    client = sign_in(account=make_account("secretary", organization_id=ids["V1"]))

    _, words = words_of(client.get(page_of("why", evaluation, ids["V1"])))

    assert "书记年龄 40岁 算法：书记的年龄 年龄：40岁（任职记录" in words
    assert "只给有权查看党员的人看" not in words


def test_who_sees_no_members_reads_nothing_that_the_scheme_says_is_about_one(sign_in, evaluation, ids):
    violation = ReportedValue.objects.get(measure="serious_violation", organization_id=ids["V1"])
    record = page_of("record", evaluation, ids["V1"], f"value:{violation.pk}")
    viewer = sign_in(account=make_account("viewer", organization_id=ids["V1"]))

    response = viewer.get(page_of("why", evaluation, ids["V1"]))

    said = "班子成员严重违纪违法 — 关于个人的数据，数值和明细只给有权查看党员的人看"
    assert said in words_of(response)[1]
    assert record not in response.content.decode()
    assert viewer.get(record).status_code == 404


def test_who_sees_members_reads_what_is_about_one_of_them_and_its_record(sign_in, evaluation, ids):
    violation = ReportedValue.objects.get(measure="serious_violation", organization_id=ids["V1"])
    record = page_of("record", evaluation, ids["V1"], f"value:{violation.pk}")
    secretary = sign_in(account=make_account("secretary", organization_id=ids["V1"]))

    response = secretary.get(page_of("why", evaluation, ids["V1"]))

    assert "班子成员严重违纪违法 否 部门提供" in words_of(response)[1]
    assert record in response.content.decode()
    assert "数值 否" in words_of(secretary.get(record))[1]


@pytest.mark.parametrize(("role", "said"), [("viewer", "（不公开）"), ("secretary", "否")])
def test_on_the_page_of_an_organization_it_is_there_for_those_who_see_members(
    sign_in, evaluation, ids, role, said
):
    client = sign_in(account=make_account(role, organization_id=ids["V1"]))

    _, words = words_of(client.get(reverse("ledgers:organization", args=[ids["V1"]])))

    assert f"班子成员严重违纪违法 {said}" in words
    assert "年人均纯收入 4,499" in words


def share_of(counted: int, among: int) -> Branch:
    """Return a share of some members among others, with a record that is about no person."""
    members = tuple(f"member:{UUID(int=number)}" for number in range(among))

    def counting(words: str, number: int) -> Branch:
        named = (Branch(Text(f"党员记录{number}条", ""), sources=members[:number]),) if number else ()
        return Branch(Text(f"{words}：{number}人", ""), named, among=among)

    return Branch(
        Text("掌握技术的比例：…", ""),
        (
            Branch(Text("算法：…", "")),
            counting("掌握技术的党员", counted),
            counting("党员", among),
            Branch(Text("人口数：800", ""), sources=("workplace:1",)),
        ),
        Figure("techniques", Text("掌握技术的比例", ""), Text("…%", ""), is_measured=True),
    )


@pytest.mark.parametrize(
    ("counted", "among", "value"),
    [(0, 9, "—"), (1, 9, "—"), (9, 9, "—"), (0, 10, "…%"), (3, 10, "…%"), (10, 11, "…%")],
)
def test_a_share_over_fewer_people_than_a_group_in_statistics_has_is_not_shown(db, counted, among, value):
    step = trace_of(share_of(counted, among), people=None, today=AS_OF, with_ranks=True)
    seen = trace_of(share_of(counted, among), people=Scope(is_whole=True), today=AS_OF, with_ranks=True)

    said = [each.words.zh for each in step.steps]
    hidden = [
        *("算法：…", "人口数：800"),
        f"依据{among}名党员的记录；不足10人的，数值和明细只给有权查看党员的人看",
    ]
    shown = ["算法：…", f"掌握技术的党员：{counted}人", f"党员：{among}人", "人口数：800"]
    assert (step.figure.value.zh, said) == (value, hidden if value == "—" else shown)
    assert (seen.figure.value.zh, [each.words.zh for each in seen.steps]) == ("…%", shown)


def test_villages_are_not_named_by_what_is_about_a_single_person_in_them(db):
    named = Branch(Text("不在其内：石桥村党支部", ""), sources=("value:7",))
    counted = Branch(Text("没有严重违纪的村：11个", ""), (named,), is_sensitive=True)

    step = trace_of(counted, people=None, today=AS_OF, with_ranks=True)
    seen = trace_of(counted, people=Scope(is_whole=True), today=AS_OF, with_ranks=True)

    assert (step.words.zh, [each.words.zh for each in step.steps]) == (
        "没有严重违纪的村：11个",
        ["关于个人的数据，数值和明细只给有权查看党员的人看"],
    )
    assert [each.words.zh for each in seen.steps] == ["不在其内：石桥村党支部"]


def test_how_few_are_too_few_is_one_number_for_statistics_and_results(db, settings):
    settings.STATISTICS_SMALLEST_GROUP = 3

    values = [
        trace_of(share_of(1, among), people=None, today=AS_OF, with_ranks=True).figure.value.zh
        for among in (2, 3)
    ]

    assert values == ["—", "…%"]
    assert smallest_group(make_account("viewer", organization_id=1)) == 3


def test_before_results_are_shown_the_department_reads_who_will_see_them(sign_in, evaluation):
    actions.take_back(evaluation=evaluation, by=evaluation.started_by, now=NOW)

    _, words = words_of(sign_in("department").get(page_of("show", evaluation)))

    assert "这2个组织和它们上级的账号（书记、乡镇、党员、赋分部门、检查和查看人员）都能看到" in words


def test_a_record_of_another_organization_is_not_shown_under_this_one(sign_in, evaluation, ids):
    client = sign_in(account=make_account("secretary", organization_id=ids["V1"]))
    other = ReportedValue.objects.get(measure="net_income", organization_id=ids["V2"])

    for source in (f"value:{other.pk}", "value:0", "member:none", "x"):
        assert client.get(page_of("record", evaluation, ids["V1"], source)).status_code == 404


@pytest.mark.parametrize("name", ["results.xlsx", "results.parquet", "measures.parquet", "manifest.json"])
def test_files_are_given_whole_and_the_download_is_on_record(sign_in, evaluation, name):
    response = sign_in("department").get(page_of("download", evaluation, name))

    assert b"".join(response.streaming_content) == (folders.path_of(evaluation.folder) / name).read_bytes()
    entry = Entry.objects.filter(action="evaluation.downloaded").get()
    assert entry.detail == {"file": name}


def unpacked(response, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        archive.extractall(folder)
    (inside,) = folder.iterdir()
    return inside


@pytest.mark.parametrize("scheme", ["pioneer-project/village", "pioneer-project/township"])
def test_both_archives_verify_and_only_the_complete_one_has_people(sign_in, evaluation, tmp_path, scheme):
    client, one = sign_in("department"), evaluate(evaluation.started_by, scheme=scheme)

    complete = unpacked(client.get(page_of("download", one, "complete.zip")), tmp_path / "complete")
    public = unpacked(client.get(page_of("download", one, "public.zip")), tmp_path / "public")

    said = f"{scheme.replace('/', '-')}-2025-{one.pk}"
    assert (complete.name, public.name) == (f"{said}-complete", f"{said}-public")
    assert (complete / "snapshot" / "people.parquet").exists()
    assert list(public.rglob("people.parquet")) == []
    assert verify(complete).findings == ()
    verified = verify(public, basis=Basis.MEASURES)
    assert (verified.findings, verified.result.result_digest) == ((), one.result_digest)
    assert verified.result.least_people == 10


def test_the_table_is_narrowed_and_sorted(sign_in, evaluation, ids):
    client = sign_in("department")

    def names(query):
        shown = client.get(page_of("evaluation", evaluation) + query).content.decode()
        return re.findall(r'<th scope="row" class="name"><a[^>]*>([^<]+)', shown)

    assert names("") == ["荻汀村党支部", "菱渚村党支部"]
    assert names("?sort=total") == ["菱渚村党支部", "荻汀村党支部"]
    assert names("?sort=-management") == ["菱渚村党支部", "荻汀村党支部"]
    assert names("?sort=nothing") == ["荻汀村党支部", "菱渚村党支部"]
    assert names("?words=dtc") == ["荻汀村党支部"]
    assert names("?words=菱渚") == ["菱渚村党支部"]
    assert names(f"?township={ids['T2']}") == ["菱渚村党支部"]
    assert names("?grade=1") == ["荻汀村党支部"]
    assert names("?grade=none") == []
    assert names("?flag=missing") == ["菱渚村党支部"]
    assert names("?flag=vetoed") == []


def test_a_form_with_a_day_to_come_is_refused_in_words_and_starts_nothing(sign_in, evaluation):
    client = sign_in("department")
    form = {"scheme": "pioneer-project/village", "period": "2025", "as_of": "2999-12-31"}

    response = client.post(reverse("results:new"), form)

    assert response.status_code == 422
    assert "这一天还没有到" in response.content.decode()
    assert Evaluation.objects.count() == 1


def test_starting_leads_to_the_page_that_shows_how_far_it_is(sign_in, evaluation):
    client = sign_in("department")
    form = {"scheme": "pioneer-project/village", "period": "2025", "as_of": "2025-12-31"}

    response = client.post(reverse("results:new"), form)

    new = Evaluation.objects.latest("id")
    assert response["Location"] == page_of("evaluation", new)
    assert "排队中" in words_of(client.get(response["Location"]))[1]


def test_a_computation_that_failed_says_why_and_can_be_tried_again(sign_in, evaluation):
    new = start(evaluation.started_by)
    Run.objects.filter(pk=new.run_id).update(
        state="FAILED", refusal={"code": "E601", "zh": "没有可以考核的组织。", "en": "Nobody."}
    )
    client = sign_in("department")

    _, words = words_of(client.get(page_of("evaluation", new)))
    response = client.post(page_of("again", new))

    assert "没有可以考核的组织。" in words
    assert response.status_code == 302
    new.refresh_from_db()
    assert new.run.state == "QUEUED"


def test_acts_ask_first_and_get_changes_nothing(sign_in, evaluation):
    client = sign_in("department")

    assert client.get(page_of("take_back", evaluation)).status_code == 200
    evaluation.refresh_from_db()
    assert evaluation.state == "SHOWN"

    client.post(page_of("take_back", evaluation))
    evaluation.refresh_from_db()
    assert evaluation.state == "TRIAL"
    for name in ("show", "discard"):
        assert client.get(page_of(name, evaluation)).status_code == 200
    evaluation.refresh_from_db()
    assert evaluation.state == "TRIAL"


def test_before_an_act_that_is_not_possible_now_the_page_is_refused_in_words(sign_in, evaluation):
    client = sign_in("department")
    busy = actions.start_evaluation(
        scheme=evaluation.scheme, period="2025", as_of=AS_OF, by=evaluation.started_by, now=NOW
    )

    def answers(row):
        got = {}
        for name in ("show", "take_back", "discard"):
            response = client.get(page_of(name, row))
            got[name] = (response.status_code, "后台正在计算" in response.content.decode())
        return got

    assert answers(busy) == dict.fromkeys(("show", "take_back", "discard"), (409, True))
    assert answers(evaluation) == {"show": (409, False), "take_back": (200, False), "discard": (409, False)}


def test_discarding_what_was_never_computed_speaks_of_no_results(sign_in, evaluation):
    stopped = start(evaluation.started_by)
    Run.objects.filter(pk=stopped.run_id).update(state="FAILED")
    client = sign_in("department")

    _, words = words_of(client.get(page_of("discard", stopped)))

    assert client.get(page_of("take_back", stopped)).status_code == 409
    assert "这次考核没有算完，没有结果" in words
    assert "0个组织" not in words


def test_an_altered_archive_is_said_to_be_altered(sign_in, evaluation, ids):
    path = folders.path_of(evaluation.folder) / "scheme/pioneer-project/schemes/village.yaml"
    path.write_text(path.read_text().replace("value: 4500", "value: 4400"))

    status, words = words_of(sign_in("department").get(page_of("why", evaluation, ids["V1"])))

    assert status == 409
    assert "这次考核的存档缺失或者被改动过" in words
    assert "village.yaml" in words


@pytest.mark.parametrize("damage", ["value", "bytes", "folder"])
def test_nothing_is_shown_or_given_from_a_damaged_archive(sign_in, evaluation, ids, damage):
    folder = folders.path_of(evaluation.folder)
    values = folder / "snapshot/values.parquet"
    if damage == "folder":
        shutil.rmtree(folder)
    elif damage == "bytes":
        values.write_bytes(b"PAR1 nothing PAR1")
    else:
        with duckdb.connect() as engine:
            changed = (
                "SELECT * REPLACE (CASE measure WHEN 'net_income' THEN number + 1 ELSE number END AS number)"
            )
            engine.execute(f"COPY ({changed} FROM '{values}') TO '{values}.new' (FORMAT parquet)")
        Path(f"{values}.new").replace(values)
    income = ReportedValue.objects.get(measure="net_income", organization_id=ids["V1"])
    client = sign_in("department")

    for page in (
        page_of("why", evaluation, ids["V1"]),
        page_of("record", evaluation, ids["V1"], f"value:{income.pk}"),
        page_of("download", evaluation, "results.xlsx"),
    ):
        status, words = words_of(client.get(page))
        assert (page, status) == (page, 409)
        assert "这次考核的存档缺失或者被改动过" in words
    assert not Entry.objects.filter(action="evaluation.downloaded").exists()


def queries_of(client, pages):
    """Return how many queries each page takes."""
    found = []
    for page in pages:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        found.append(len(queries))
    return found


def test_pages_take_as_many_queries_for_one_evaluation_as_for_three(sign_in, evaluation, ids):
    client = sign_in("department")
    value = ReportedValue.objects.get(measure="net_income", organization_id=ids["V1"])
    pages = [
        reverse("results:list"),
        page_of("evaluation", evaluation),
        page_of("result", evaluation, ids["V1"]),
        page_of("why", evaluation, ids["V1"]),
        page_of("record", evaluation, ids["V1"], f"value:{value.pk}"),
    ]
    queries_of(client, pages)  # The first request of all also reads what is kept afterwards.
    first = queries_of(client, pages)

    for _ in range(2):
        evaluate(evaluation.started_by)

    assert queries_of(client, pages) == first
    assert max(first) <= 16


def test_the_table_of_an_evaluation_takes_as_many_queries_for_one_village_as_for_three(sign_in, tmp_path):
    counts = {}
    client = sign_in("department")
    for number in (1, 3):
        bring_in(villages(tmp_path / f"{number}.xlsx", number), as_of=AS_OF)
        page = page_of("evaluation", evaluate(make_account("department")))
        queries_of(client, [page])
        counts[number] = queries_of(client, [page])
        assert client.get(page).context["overview"].number == number

    assert counts[1] == counts[3]


def test_the_list_of_evaluations_reads_nothing_of_them_that_grows_with_the_county(sign_in, evaluation):
    client = sign_in("department")

    with CaptureQueriesContext(connection) as queries:
        shown = client.get(reverse("results:list")).content.decode()

    read = " ".join(each["sql"] for each in queries)
    assert "先锋工程先进村党组织考核办法" in shown
    assert [name for name in ("medians", "findings", "refusal") if f'"{name}"' in read] == []


def test_periods_are_offered_latest_first_each_once(evaluation):
    values = ReportedValue.objects.filter(measure="net_income").order_by("id")
    for value, period in zip(values, ("2023", "2024上半年"), strict=True):
        ReportedValue.objects.filter(pk=value.pk).update(period=period)

    assert reported_periods() == ["2025", "2024上半年", "2023"]


def villages(path, number):
    """Write a county of so many villages of one township, with 0, 1, 2 … of the four rights."""
    return write_county(
        path,
        headings=[*ORGANIZATION_HEADINGS, *FIGURE_HEADINGS],
        organizations=[
            *([*row, *[""] * len(FIGURE_HEADINGS)] for row in (COUNTY, TOWNSHIP)),
            *(
                [
                    *(f"W{each}", f"{name}村党支部", "T1", "党支部", "村", "农村", 200, 800),
                    *(f"{75 + each}%", each, "85%", 4499, 96000, 50000, "否"),
                ]
                for each, name in enumerate("东西南北中"[:number])
            ),
        ],
        members=(),
    )


def test_five_villages_have_a_median_and_see_it_beside_their_own(sign_in, tmp_path):
    """Rights are 0, 1, 2, 3 and 4, each missing one costs 5 points, so management has 0, 5, 10, 15 and 20.

    Trust is 75 to 79 percent (0), nobody has an age or education (0), service has 20, income 0 and funds 10 of them.
    """
    bring_in(villages(tmp_path / "five.xlsx", 5), as_of=AS_OF)
    evaluation = evaluate(make_account("department"))
    actions.show_to_units(evaluation=evaluation, by=evaluation.started_by, now=NOW)
    best = Organization.objects.get(key="W4")
    client = sign_in(account=make_account("secretary", organization_id=best.pk))

    status, words = words_of(client.get(page_of("result", evaluation, best.pk)))

    assert status == 200
    assert "总分 50.00 满分100 同类中位数 40.00 同领域5个组织" in words
    assert "强管理 20.00 / 20 10.00 达标" in words
