"""The pages of promotion: what they show to whom, from the department's first form to the second grade."""

from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from promotion.ways import (
    ADVANCED,
    DRAFT,
    assessed,
    brought_to,
    fresh,
    give,
    number_of,
    opened,
    path_of,
    prepared,
)
from web.builders import NOW, make_account
from web.scored import SCHEME
from web.structure.trees import make_organization

from guben_web.org.models import Organization
from guben_web.people.models import Post
from guben_web.promotion import plan_actions
from guben_web.promotion.enums import Kind, PlanState, RoundState
from guben_web.promotion.models import Path, Plan, Round, Undertaking

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    """Return a page."""
    return response.content.decode()


def account_at(role: str, key: str):
    """Return an account with a role at an organization."""
    return make_account(role, organization_id=number_of(key))


def test_the_department_prepares_a_round_says_what_words_mean_and_opens_it(tmp_path, sign_in):
    prepared(tmp_path)
    give("2023", V1="较好", V2="后进")
    client = sign_in("department")

    made = client.post(
        "/promotion/new",
        {
            "title": "先锋晋位",
            "scheme": SCHEME,
            "baseline": "imported:2023:",
            "period": "2025",
            "grades_up": "1",
            "asks": "EVERYBODY",
            "plans_due": "2026-12-01",
            "finish_by": "2027-03-01",
        },
    )
    here = made.headers["Location"]
    assert "较好" in text_of(client.get(here))
    client.post(f"{here}/words", {"word-0": "1"})
    assert "都能对应" in text_of(client.get(here))
    client.post(f"{here}/open")

    page = text_of(client.get(here))
    assert "荻汀村党支部" in page
    round_ = Round.objects.get(title="先锋晋位")
    assert (round_.state, path_of(round_).target) == (RoundState.OPEN, ADVANCED)


def test_days_in_the_wrong_order_and_an_evaluation_by_another_scheme_are_said_at_their_fields(
    tmp_path, sign_in
):
    _, _, evaluation = prepared(tmp_path)
    said = {
        "title": "先锋晋位",
        "scheme": "pioneer-project/township",
        "baseline": f"evaluation:{evaluation.pk}",
        "period": "2026",
        "grades_up": "1",
        "asks": "BOTTOM",
        "plans_due": "2026-12-01",
        "finish_by": "2026-11-01",
    }

    answer = sign_in("department").post("/promotion/new", said)

    assert answer.status_code == 422
    assert "整改完成期限不能早于方案上报期限。" in text_of(answer)
    assert "这次考核是按另一个制度算的" in text_of(answer)


def test_a_unit_sees_its_own_path_and_counts_of_its_peers_and_nothing_of_others(tmp_path, sign_in):
    round_, _, _ = assessed(tmp_path)
    client = sign_in(account=account_at("secretary", "V1"))

    led = client.get(f"/promotion/{round_.pk}")
    page = text_of(client.get(led.headers["Location"]))

    assert led.headers["Location"] == f"/promotion/{round_.pk}/organizations/{number_of('V1')}"
    assert "上升" in page
    assert "菱渚村" not in page
    # Two are fewer than five: of so few, counts would tell.
    assert "同类组织" not in page
    assert client.get(f"/promotion/{round_.pk}/organizations/{number_of('V2')}").status_code == 404
    book = openpyxl.load_workbook(BytesIO(client.get(f"/promotion/{round_.pk}/list.xlsx").content))
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=3)] == ["荻汀村党支部"]


def test_among_five_peers_a_unit_is_told_how_many_moved_how(tmp_path, sign_in):
    round_, _, _ = assessed(tmp_path)
    for key in ("V3", "V4", "V5"):
        organization = make_organization(key, Organization.objects.get(key="T1"))
        Path.objects.create(
            round=round_, organization=organization, name=key, field="rural", baseline=0, outcome="STAYED"
        )

    page = text_of(
        sign_in(account=account_at("secretary", "V1")).get(
            f"/promotion/{round_.pk}/organizations/{number_of('V1')}"
        )
    )

    assert "同领域的5个组织" in page
    figures = page.partition('id="peers"')[2]
    assert [figures.count(f"<dd>{n}") for n in (1, 3)] == [4, 2]


def test_units_do_not_see_a_round_before_it_is_opened_nor_once_it_is_cancelled(tmp_path, sign_in):
    round_, _, _ = opened(tmp_path)
    client = sign_in(account=account_at("township", "T1"))

    seen = []
    for state in RoundState:
        Round.objects.update(state=state)
        seen.append(
            (str(state), client.get(f"/promotion/{round_.pk}/organizations/{number_of('V1')}").status_code)
        )

    assert seen == [("PREPARING", 404), ("OPEN", 200), ("ASSESSED", 200), ("CLOSED", 200), ("CANCELLED", 404)]


def test_the_secretary_writes_the_township_returns_and_approves_and_progress_is_noted(tmp_path, sign_in):
    round_, _, _ = opened(tmp_path)
    here = f"/promotion/{round_.pk}/organizations/{number_of('V1')}"
    post = Post.objects.get(organization__key="V1", post="secretary")
    said = {
        "line-0": "四月底前补齐公开栏。",
        "line-1": "",
        "deadline": "2026-12-31",
        "responsible": str(post.pk),
    }
    secretary, township = account_at("secretary", "V1"), account_at("township", "T1")

    client = sign_in(account=secretary)
    lacking = client.post(f"{here}/plan", {**said, "responsible": "", "act": "submit"})
    assert lacking.status_code == 422
    assert "缺少：责任人" in text_of(lacking)
    assert "四月底前补齐公开栏。" in text_of(lacking)
    client.post(f"{here}/plan", {**said, "act": "submit"})

    client = sign_in(account=township)
    assert "四月底前补齐公开栏。" in text_of(client.get(here))
    client.post(f"{here}/return", {"reason": "写明由谁做", "revision": "1"})

    client = sign_in(account=secretary)
    assert "写明由谁做" in text_of(client.get(here))
    client.post(f"{here}/plan", {**said, "line-1": "村委会主任负责。", "revision": "1", "act": "submit"})
    sign_in(account=township).post(f"{here}/approve", {"revision": "2"})
    client = sign_in(account=secretary)
    assert client.post(f"{here}/notes", {"on": "2030-01-01", "text": "还没有到"}).status_code == 422
    client.post(f"{here}/notes", {"on": "2026-03-05", "text": "公开栏已补齐。"})
    sign_in(account=township).post(f"{here}/fulfil", {"revision": "2"})

    plan = Plan.objects.get()
    assert (plan.state, plan.responsible_name, plan.is_proxy) == (PlanState.FULFILLED, "曾荷生", False)
    assert list(plan.undertakings.values_list("text", flat=True)) == [
        "四月底前补齐公开栏。",
        "村委会主任负责。",
    ]
    assert list(plan.notes.values_list("text", flat=True)) == ["公开栏已补齐。"]


def test_a_township_that_writes_for_a_village_does_it_by_proxy(tmp_path, sign_in):
    round_, _, _ = opened(tmp_path)
    here = f"/promotion/{round_.pk}/organizations/{number_of('V1')}"

    sign_in(account=account_at("township", "T1")).post(
        f"{here}/plan", {"line-0": "清理账目。", "deadline": "", "responsible": "", "act": "save"}
    )

    assert (Plan.objects.get().is_proxy, Plan.objects.get().state) == (True, PlanState.DRAFT)


def test_a_draft_is_the_writers_and_a_name_is_for_those_who_see_members(tmp_path, sign_in):
    round_, department, _ = opened(tmp_path)
    here = f"/promotion/{round_.pk}/organizations/{number_of('V1')}"
    line = DRAFT.wishes[0].text
    brought_to(PlanState.DRAFT, path_of(round_), department)
    assert line not in text_of(sign_in("department").get(here))
    assert line in text_of(sign_in(account=account_at("secretary", "V1")).get(here))

    plan_actions.submit_plan(
        path=path_of(round_), draft=DRAFT, revision=1, is_proxy=False, by=department, now=NOW
    )

    assert "曾荷生" in text_of(sign_in("department").get(here))
    seen = text_of(sign_in(account=account_at("viewer", "T1")).get(here))
    assert line in seen
    assert "曾荷生" not in seen


def test_the_township_sets_other_targets_at_once_for_its_own_villages_only(tmp_path, sign_in):
    round_, _, _ = opened(tmp_path)
    here = f"/promotion/{round_.pk}/targets"
    chosen = [number_of("V1"), number_of("V2")]
    client = sign_in(account=account_at("township", "T1"))

    refused = client.post(here, {"organization": chosen, "target": "0", "reason": ""})
    done = client.post(here, {"organization": chosen, "target": "0", "reason": "底子好"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "要写理由" in text_of(refused)
    rows = Path.objects.order_by("organization__key").values_list("target", "target_reason")
    # The second is another township's: it has the proposed target, and no reason.
    assert list(rows) == [(0, "底子好"), (0, "")]


def test_one_on_a_list_of_the_last_without_a_plan_stands_in_red(tmp_path, sign_in):
    round_, _, _ = opened(tmp_path)
    Path.objects.filter(organization__key="V1").update(tails=[["软弱涣散", "Weak and lax"]])
    client = sign_in("department")

    page = text_of(client.get(f"/promotion/{round_.pk}"))
    narrowed = text_of(client.get(f"/promotion/{round_.pk}?plan=tail"))

    assert "倒排名单上有1个组织没有上报方案。" in page
    assert "软弱涣散" in narrowed
    assert "菱渚村党支部" not in narrowed.partition('id="paths"')[2]


def test_the_second_grades_are_a_table_and_a_drawing_that_says_the_same(tmp_path, sign_in):
    round_, _, evaluation = opened(tmp_path)
    client = sign_in("department")

    client.post(f"/promotion/{round_.pk}/second", {"evaluation": str(evaluation.pk)})
    page = text_of(client.get(f"/promotion/{round_.pk}"))

    drawing = page.partition('<svg class="flow"')[2].partition("</figure>")[0]
    assert "<title>后进 → 中间：1</title>" in drawing
    assert "<title>中间 → 后进：1</title>" in drawing
    assert drawing.partition("flow-table")[2].count("<tr>") == 3
    assert fresh(round_).state == RoundState.ASSESSED
    client.post(f"/promotion/{round_.pk}/close")
    assert fresh(round_).state == RoundState.CLOSED


def test_the_years_and_before_and_after_come_as_workbooks(tmp_path, sign_in):
    assessed(tmp_path)
    client = sign_in("department")

    page = text_of(client.get("/promotion/years"))
    book = openpyxl.load_workbook(BytesIO(client.get("/promotion/years.xlsx").content))

    assert "年与年之间的变动" in page
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]
    assert rows == [
        ["乡镇（街道）", "组织", "2024", "2025"],
        ["篁川镇党委", "荻汀村党支部", "后进", "中间"],
        ["鹭屏乡党委", "菱渚村党支部", "中间", "后进"],
    ]
    assert "还没有两次可以比的考核" in text_of(client.get("/promotion/before-and-after"))


def test_lists_ask_the_same_number_of_queries_for_one_and_for_three(tmp_path, sign_in):
    round_, department, _ = assessed(tmp_path)
    brought_to(PlanState.APPROVED, path_of(round_), department)
    client = sign_in("department")
    pages = ("/promotion/", f"/promotion/{round_.pk}", "/promotion/years")

    def counted():
        numbers = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            numbers.append(len(queries))
        return numbers

    one = counted()
    for key in ("V3", "V4"):
        organization = make_organization(key, Organization.objects.get(key="T1"))
        path = Path.objects.create(
            round=round_, organization=organization, name=key, field="rural", baseline=1, kind=Kind.CATCH_UP
        )
        brought_to(PlanState.SUBMITTED, path, department)
        give(**{key: "中间"})
        Round.objects.create(
            title=key,
            scheme=SCHEME,
            period="2025",
            baseline_period="2024",
            plans_due=round_.plans_due,
            finish_by=round_.finish_by,
            opened_by=department,
            opened_at=NOW,
        )

    assert counted() == one
    assert Undertaking.objects.count() == 3
