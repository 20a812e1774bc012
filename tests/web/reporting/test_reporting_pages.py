"""The pages of reporting: what they show, to whom, in how many queries, and what they do."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from web.builders import make_account
from web.reporting.forms import (
    COLLECTIVE,
    FUNDS,
    INCOME,
    VILLAGES,
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
)

from guben_web.ledgers.models import ReportedValue
from guben_web.reporting import sheet_actions
from guben_web.reporting.enums import Stage, State
from guben_web.reporting.models import Cell, Collection, Draw, Sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


def published(by=None, **more):
    """Store a collection that goes on today."""
    collection = publish(by, now=timezone.now(), **more)
    Collection.objects.filter(pk=collection.pk).update(deadline=timezone.localdate())
    return Collection.objects.get(pk=collection.pk)


def handed_in(sheet, by, **more):
    hand_in(sheet, by, timezone.now(), **more)


def text_of(response):
    return response.content.decode()


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)


def test_a_secretary_fills_in_and_hands_in(county):
    secretary = secretary_of(county["V1"])
    client, sheet = client_of(secretary), sheet_of(published(), county["V1"])
    page = f"/reporting/sheets/{sheet.pk}"
    organization = county["V1"].pk
    words = {f"v-{organization}-{INCOME}": "5200", f"v-{organization}-{FUNDS}": "8万元"}

    assert "2026年村级数据" in text_of(client.get("/reporting/"))
    first = client.post(f"{page}/save", {**words, f"v-{organization}-{COLLECTIVE}": "很多"})
    second = client.post(
        f"{page}/save", {**words, f"v-{organization}-{COLLECTIVE}": "120000", "then": "submit"}
    )

    assert first.status_code == 422
    assert "“很多”不是数字。" in text_of(first)
    assert second.status_code == 302
    sheet.refresh_from_db()
    assert (sheet.state, sheet.filled) == (State.SUBMITTED, 3)
    stored = dict(Cell.objects.values_list("measure", "number"))
    assert stored == {INCOME: 52_000_000, FUNDS: 800_000_000, COLLECTIVE: 1_200_000_000}


def test_one_figure_is_stored_as_soon_as_it_is_typed(county):
    client, sheet = client_of(secretary_of(county["V1"])), sheet_of(published(), county["V1"])
    report(county["V1"], INCOME, "2000")
    key = f"{county['V1'].pk}-{INCOME}"
    address = f"/reporting/sheets/{sheet.pk}/cells/{county['V1'].pk}/{INCOME}"

    said = text_of(
        client.post(address, {f"v-{key}": "5200", f"k-{key}": "0"}, headers={"HX-Request": "true"})
    )

    assert "已存" in said
    assert "比上期变动超过50%" in said
    assert f'name="n-{key}"' in said
    assert Cell.objects.get().number == 52_000_000
    assert client.post(f"/reporting/sheets/{sheet.pk}/cells/{county['V1'].pk}/trust").status_code == 404


def test_the_second_editor_sees_what_the_first_has_written(county):
    sheet = sheet_of(published(), county["V1"])
    township = client_of(township_of(county["T1"]))
    key = f"{county['V1'].pk}-{INCOME}"
    address = f"/reporting/sheets/{sheet.pk}/cells/{county['V1'].pk}/{INCOME}"
    secretary = secretary_of(county["V1"])
    fill(sheet, secretary, timezone.now(), net_income="5200")

    said = text_of(township.post(address, {f"v-{key}": "5300", f"k-{key}": "0"}))
    again = text_of(township.post(address, {f"v-{key}": "5300", f"k-{key}": "1"}))

    assert f"没有存：{secretary.display_name}在您填写时改成了“5,200元”。" in said
    assert 'value="1"' in said
    assert "已存" in again
    assert Cell.objects.get().number == 53_000_000


def test_figures_of_the_period_before_are_taken_over_only_when_asked_to(county):
    client, sheet = client_of(secretary_of(county["V1"])), sheet_of(published(), county["V1"])
    report(county["V1"], INCOME, "5000")
    report(county["V1"], FUNDS, "70000")
    page = f"/reporting/sheets/{sheet.pk}"

    shown = text_of(client.get(page))
    client.post(f"{page}/save", {"then": f"same:{county['V1'].pk}-{INCOME}"})
    one = list(Cell.objects.values_list("measure", flat=True))
    client.post(f"{page}/save", {"then": "same"})
    client.post(f"{page}/save", {"then": "nothing"})

    assert "5,000元" in shown
    assert one == [INCOME]
    found = {cell.measure: (cell.number, cell.is_not_applicable) for cell in Cell.objects.all()}
    assert found == {INCOME: (50_000_000, False), FUNDS: (700_000_000, False), COLLECTIVE: (None, True)}


def test_a_township_returns_a_cell_and_approves_the_answer(county):
    secretary, township = secretary_of(county["V1"]), client_of(township_of(county["T1"]))
    sheet = sheet_of(published(), county["V1"])
    handed_in(sheet, secretary)
    page = f"/reporting/sheets/{sheet.pk}"

    assert "退回所选项" in text_of(township.get(page))
    nothing = township.post(f"{page}/return", {"reason": "请核对"})
    township.post(f"{page}/return", {"cell": f"{county['V1'].pk}-{INCOME}", "reason": "与年报不一致"})
    shown = text_of(client_of(secretary).get(page))
    fill(sheet, secretary, timezone.now(), net_income="5100")
    sheet_actions.submit(sheet=sheet, by=secretary, now=timezone.now())
    approved = township.post(f"{page}/approve")

    assert nothing.status_code == 409
    assert "退回：与年报不一致" in shown
    assert approved.status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == State.APPROVED


def test_a_sample_is_looked_at_before_all_are_approved_at_once(county):
    township = township_of(county["T1"])
    client, collection = client_of(township), published()
    for key in ("V1", "V2", "V3"):
        handed_in(sheet_of(collection, county[key]), secretary_of(county[key]))
    round_page = f"/reporting/approval/{collection.pk}"

    client.post(f"/reporting/approval/{collection.pk}/townships/{county['T1'].pk}/draw")
    draw = Draw.objects.get()
    early = client.post(f"/reporting/draws/{draw.pk}/approve")
    for row in draw.sheets.filter(is_sample=True):
        client.post(f"/reporting/draws/{draw.pk}/sheets/{row.sheet_id}/look")
    client.post(f"/reporting/draws/{draw.pk}/approve")

    assert early.status_code == 409
    assert "抽中的表还有2份没有看" in text_of(early)
    states = Sheet.objects.filter(township=county["T1"]).values_list("state", flat=True)
    assert list(states) == [State.APPROVED] * 3
    assert draw.seed in text_of(client.get(f"/reporting/draws/{draw.pk}"))
    assert "批量" in text_of(client.get(round_page))


def test_the_department_designs_on_one_page_and_sees_what_it_costs_first(county):
    client = client_of(make_account("department"))
    for key in ("V1", "V2"):
        report(county[key], FUNDS, "70000", period="2026")
    asked = {"schemes": VILLAGES, "period": "2026"}

    page = text_of(client.get("/reporting/collections/new", asked))
    form = {
        **asked, "title": "年中数据", "deadline": "2099-07-01", "jump_percent": 50, "sample_size": 5,
        "answer_days": 3, f"ask-{INCOME}": "on", f"minutes-{INCOME}": 2,
        f"ask-{FUNDS}": "on", f"minutes-{FUNDS}": 3,
    }  # fmt: skip
    client.post("/reporting/collections/new", {**form, "publish": "1"})
    row = Collection.objects.get()
    before = text_of(client.get(f"/reporting/collections/{row.pk}/publish"))
    refused = client.post(f"/reporting/collections/{row.pk}/publish")
    client.post(f"/reporting/collections/{row.pk}/design", {**form, f"why-{FUNDS}": "年报口径不同"})
    client.post(f"/reporting/collections/{row.pk}/publish")

    assert "2026已有2个组织的数" in page
    # Four villages: 4 × 2 + 4 × 3 = 20 minutes.
    assert "一共要填8个数，约1小时；按频次一年8个数，约1小时。" in before
    assert refused.status_code == 409
    assert "仍要填报的须写明理由：可支配集体资金。" in text_of(refused)
    row.refresh_from_db()
    assert (row.stage, row.organizations, row.previous_period) == (Stage.PUBLISHED, 4, "2025")


def test_the_department_accepts_all_and_closes_with_the_names_of_those_who_are_late(county):
    department, township = make_account("department"), township_of(county["T1"])
    client, collection = client_of(department), published(department)
    for key in ("V1", "V2"):
        sheet = sheet_of(collection, county[key])
        handed_in(sheet, secretary_of(county[key]))
        sheet_actions.approve(sheet=sheet, by=township, now=timezone.now())
    page = f"/reporting/collections/{collection.pk}"

    assert "全部采用（2份）" in text_of(client.get(page))
    client.post(f"{page}/accept")
    closing = text_of(client.get(f"{page}/close"))
    reminder = text_of(client.get(f"{page}/reminder"))
    client.post(f"{page}/close")

    assert ReportedValue.objects.filter(period="2026").count() == 6
    assert "2份表还没有采用，其中2份没有报送" in closing
    assert "没有报送：篁川镇党委：荻汀3村党支部。" in closing
    assert "鹭屏乡党委（1个）：菱渚村党支部" in reminder
    collection.refresh_from_db()
    assert collection.stage == Stage.CLOSED


def test_a_form_is_opened_again_by_the_department_with_a_reason(county):
    department = make_account("department")
    client, collection = client_of(department), published(department)
    sheet = sheet_of(collection, county["V1"])
    handed_in(sheet, secretary_of(county["V1"]))
    sheet_actions.approve(sheet=sheet, by=township_of(county["T1"]), now=timezone.now())
    client.post(f"/reporting/sheets/{sheet.pk}/accept")

    without = client.post(f"/reporting/sheets/{sheet.pk}/reopen", {"until": "2099-01-01"})
    client.post(f"/reporting/sheets/{sheet.pk}/reopen", {"until": "2099-01-01", "reason": "审计差错"})

    assert without.status_code == 422
    sheet.refresh_from_db()
    assert sheet.state == State.DRAFT
    assert "审计差错" in text_of(client.get(f"/reporting/sheets/{sheet.pk}"))


def test_a_scoring_department_returns_one_table(county):
    department, discipline = make_account("department"), make_account("scoring_department")
    admin = client_of(department)
    admin.post("/reporting/departments/discipline", {"name": "县纪委监委", "account": discipline.pk})
    collection = published(department, measures=[VIOLATION])
    sheet = Sheet.objects.get(collection=collection)
    client, page = client_of(discipline), f"/reporting/sheets/{sheet.pk}"
    keys = ("V1", "V2", "V3", "W1")
    words = {f"v-{county[key].pk}-{VIOLATION}": "是" for key in keys[:1]}

    assert "县纪委监委" in text_of(client.get("/reporting/"))
    assert "荻汀1村党支部" in text_of(client.get(page))
    client.post(f"{page}/save", {**words, f"v-0-{VIOLATION}": "否", "then": f"rest:{VIOLATION}"})
    client.post(f"{page}/save", {"then": "submit"})
    admin.post(f"{page}/accept")

    stored = ReportedValue.objects.filter(measure=VIOLATION).order_by("organization__key")
    assert list(stored.values_list("number", flat=True)) == [1, 0, 0, 0]


def test_nobody_sees_forms_of_others(county):
    sheet = sheet_of(published(), county["V1"])
    fill_all(sheet, secretary_of(county["V1"]), timezone.now())
    cell = Cell.objects.first()

    for other in (secretary_of(county["V2"]), township_of(county["T2"])):
        client = client_of(other)
        assert client.get(f"/reporting/sheets/{sheet.pk}").status_code == 404
        assert client.get(f"/reporting/cells/{cell.pk}").status_code == 404
        assert client.post(f"/reporting/sheets/{sheet.pk}/save").status_code == 404


def test_lists_take_the_same_queries_for_one_and_for_three():
    counts = {}
    for number in (1, 3):
        county = make_county(number, prefix=f"{number}-")
        department, township = make_account("department"), township_of(county["T1"])
        discipline = make_account("scoring_department")
        name_discipline(discipline)
        collection = published(department, measures=[INCOME, FUNDS, VIOLATION], justification="再收一次")
        for key, organization in county.items():
            if key.startswith("V"):
                report(organization, INCOME, "1000")
                secretary = secretary_of(organization)
                sheet = sheet_of(collection, organization)
                fill(sheet, secretary, timezone.now(), net_income="5000", note="丰收")
                sheet_actions.submit(sheet=sheet, by=secretary, now=timezone.now(), is_incomplete_meant=True)
        back = Sheet.objects.get(collection=collection, department="discipline")
        returned = f"/reporting/sheets/{back.pk}"
        counts[number] = (
            queries_of(client_of(township), "/reporting/"),
            queries_of(client_of(township), "/reporting/approval/"),
            queries_of(client_of(township), f"/reporting/approval/{collection.pk}"),
            queries_of(client_of(township), f"/reporting/collections/{collection.pk}/forms.xlsx"),
            queries_of(client_of(department), "/reporting/collections/"),
            queries_of(client_of(department), f"/reporting/collections/{collection.pk}"),
            queries_of(
                client_of(department), f"/reporting/collections/{collection.pk}/townships/{county['T1'].pk}"
            ),
            queries_of(client_of(department), f"/reporting/collections/{collection.pk}/reminder"),
            queries_of(client_of(department), "/reporting/burden"),
            queries_of(client_of(discipline), returned),
        )

    assert counts[1] == counts[3]
