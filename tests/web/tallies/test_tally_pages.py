"""The pages of counts: what each sees, what is hidden, how many queries they take."""

import io

import openpyxl
import pytest
from django.test import Client
from web.builders import NOW, make_account
from web.reporting.forms import make_county, secretary_of, township_of
from web.tallies.counting import officer_of, open_count, sheet_of, stand, type_in, typed

from guben_web.audit.models import Entry
from guben_web.tallies import actions, desk
from guben_web.tallies.enums import State
from guben_web.tallies.models import Count, CountAct

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def tellers(county):
    return township_of(county["T1"]), officer_of(county["T1"])


def client_of(account):
    client = Client()
    client.force_login(account)
    return client


def test_the_department_opens_a_count_with_what_the_scheme_asks(sign_in, county):
    client = sign_in("department")
    page = client.get("/tallies/new")
    said = {
        "ballot": "pioneer-project/village|residents",
        "period": "2026",
        "title": "2026年群众测评",
        "township": str(county["T1"].pk),
        "ballots": "60",
        "deadline": "2099-12-31",
    }

    answer = client.post("/tallies/new", said)

    count = Count.objects.get()
    assert "群众对书记和班子的信任率" in page.content.decode()
    assert (answer.status_code, answer["Location"]) == (302, f"/tallies/{count.pk}")
    assert (count.ballot, count.ballots, count.sheets.count()) == ("residents", 60, 3)
    assert [each["name"] for each in count.questions] == ["trust", "satisfaction"]
    wrong = client.post("/tallies/new", {**said, "period": "last year", "deadline": "2020-01-01"})
    assert (wrong.status_code, Count.objects.count()) == (422, 1)


def test_two_tellers_through_the_pages(county, tellers):
    count = open_count()
    sheet = sheet_of(count, county["V1"])
    at = f"/tallies/sheets/{sheet.pk}"
    first, second = map(client_of, tellers)

    assert first.post(f"{at}/type", typed()).status_code == 302
    differs = second.post(f"{at}/type", typed(trust=(41, 7, 2)), follow=True)
    marked = differs.content.decode()
    agrees = second.post(f"{at}/type", typed(), follow=True).content.decode()

    assert marked.count("不一致</span>") == 2
    assert 'value="41"' in marked
    assert "两人录入一致，计票完成。" in agrees
    assert "83.33%" in agrees  # 40 of 48 who chose
    assert first.get(f"{at}/type").status_code == 302


def test_a_secretary_sees_her_count_once_it_stands_and_is_released(county, tellers):
    count = open_count()
    sheet = stand(count, county["V1"], tellers)
    stand(count, county["V2"], tellers)
    secretary = client_of(secretary_of(county["V1"]))
    department = make_account("department")
    at = f"/tallies/sheets/{sheet.pk}"

    before = [secretary.get(each).status_code for each in (at, f"/tallies/{count.pk}")]
    listed_before = "2026年群众测评" in secretary.get("/tallies/").content.decode()
    actions.release(count=count, by=department, now=NOW)
    page = secretary.get(at).content.decode()
    listed = secretary.get(f"/tallies/{count.pk}").content.decode()
    others = sheet_of(count, county["V2"])

    assert (before, listed_before) == ([404, 404], False)
    assert ["83.33%" in page, tellers[0].display_name in page, "重新计票" in page] == [True, False, False]
    assert ["荻汀1村党支部" in listed, "荻汀2村党支部" in listed] == [True, False]
    assert secretary.get(f"/tallies/sheets/{others.pk}").status_code == 404
    assert secretary.get(f"{at}/type").status_code == 403
    # Opened again, it is hidden until it stands anew.
    actions.reopen(sheet=sheet, reason="原表看错一列", by=department, now=NOW)
    assert secretary.get(at).status_code == 404


@pytest.mark.parametrize(("returned", "is_shown"), [(9, False), (10, True)])
def test_votes_of_few_are_not_shown_to_those_who_are_rated(county, tellers, returned, is_shown):
    count = open_count()
    few = typed(trust=(returned, 0, 0), satisfaction=(0, returned, 0), returned=returned, void=0)
    sheet = stand(count, county["V1"], tellers, few)
    actions.release(count=count, by=make_account("department"), now=NOW)

    pages = [
        client_of(each).get(f"/tallies/sheets/{sheet.pk}").content.decode()
        for each in (secretary_of(county["V1"]), tellers[0])
    ]

    assert ["100.00%" in each for each in pages] == [is_shown, True]
    assert ["不对外显示" in each for each in pages] == [not is_shown, False]


def test_the_papers_have_the_order_of_typing_and_a_page_for_each_organization(county, tellers):
    count = open_count(ballots=60)
    client = client_of(tellers[0])

    page = client.get(f"/tallies/{count.pk}/papers").content.decode()
    one = client.get(f"/tallies/{count.pk}/papers?sheet={sheet_of(count, county['V2']).pk}").content.decode()

    assert page.count('<article class="sheet">') == 3
    words = [
        "发出票数",
        "（不超过60）",
        "收回票数",
        "无效票",
        "信任率",
        "正字计数",
        "满意率",
        "计票人",
        "监票人",
    ]
    places = [page.index(each) for each in words]
    assert places == sorted(places)
    assert [one.count('<article class="sheet">'), "荻汀2村党支部" in one] == [1, True]


def test_the_reminder_names_who_is_missing_and_how(county, tellers):
    count = open_count()
    stand(count, county["V1"], tellers)
    type_in(sheet_of(count, county["V2"]), tellers[0])

    words = client_of(make_account("department")).get(f"/tallies/{count.pk}/reminder").context["words"]
    own = client_of(tellers[0]).get(f"/tallies/{count.pk}/reminder").context["words"]

    assert words.splitlines()[:4] == [
        "“2026年群众测评”2026年3月31日截止，还有3个党组织没有计好票：",
        "篁川镇党委，未录入（1个）：荻汀3村党支部",
        "篁川镇党委，待第二人录入（1个）：荻汀2村党支部",
        "鹭屏乡党委，未录入（1个）：菱渚村党支部",
    ]
    assert "鹭屏乡党委" not in own


def test_the_workbook_has_numbers_only_where_they_stand_and_is_recorded(county, tellers):
    count = open_count()
    stand(count, county["V1"], tellers)
    type_in(sheet_of(count, county["V2"]), tellers[0], typed(trust=(30, 18, 2)))

    answer = client_of(tellers[0]).get(f"/tallies/{count.pk}/counts.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in book.iter_rows(min_row=3)]
    assert rows[0][:4] == ["篁川镇党委", "荻汀1村党支部", "V1", "已计票"]
    assert rows[0][4:13] == [60, 52, 2, 40, 8, 2, 43, 7, 0]
    # 40 of 48, 43 of 50: rounded down where they do not end.
    assert [round(each, 6) for each in rows[0][13:]] == [83.333333, 86]
    assert rows[1][3:] == ["待第二人录入", *[None] * 11]
    assert Entry.objects.get(action="tallies.exported").detail == {"rows": 3}


def test_a_third_person_decides_through_the_page(county, tellers):
    count = open_count()
    sheet = type_in(sheet_of(count, county["V1"]), tellers[0])
    type_in(sheet, tellers[1], typed(trust=(41, 7, 2)))
    client = client_of(make_account("department"))
    at = f"/tallies/sheets/{sheet.pk}"

    page = client.get(f"{at}/decide").content.decode()
    without = client.post(f"{at}/decide", typed())
    answer = client.post(f"{at}/decide", {**typed(), "reason": "第三人看原表"})

    assert ['value="40"' in page, 'value="41"' in page] == [False, False]
    assert (without.status_code, answer.status_code) == (422, 302)
    assert sheet_of(count, county["V1"]).state == State.STANDS
    assert "第三人看原表" in client.get(at).content.decode()
    assert client.post(f"{at}/reopen", {"reason": ""}).status_code == 422
    assert client.post(f"{at}/reopen", {"reason": "有人投诉"}).status_code == 302
    assert CountAct.objects.filter(sheet=sheet).last().reason == "有人投诉"


@pytest.mark.parametrize("who", ["department", "township"])
def test_lists_take_the_same_number_of_queries_for_one_and_for_many(
    django_assert_num_queries, django_assert_max_num_queries, who
):
    small, large = make_county(2, "A"), make_county(8, "B")
    counts = []
    for tree, period in ((small, "2026"), (large, "2027")):
        count = open_count(period=period, township=tree["T1"])
        tellers = (township_of(tree["T1"]), officer_of(tree["T1"]))
        stand(count, tree["V1"], tellers)
        counts.append((count, make_account("department") if who == "department" else tellers[0]))

    def queries(path, count, account):
        client = client_of(account)
        client.get("/account")
        with django_assert_max_num_queries(60) as asked:
            assert client.get(path.format(count.pk)).status_code == 200
        return len(asked)

    for path in ("/tallies/{}", "/tallies/{}/papers", "/tallies/{}/reminder", "/tallies/{}/counts.xlsx"):
        small_number, large_number = (queries(path, *each) for each in counts)
        assert small_number == large_number, path
    before = queries("/tallies/", *counts[0])
    for period in ("2028", "2029"):
        open_count(period=period, township=small["T1"])
    assert queries("/tallies/", *counts[0]) == before


def test_each_finds_on_the_workbench_what_is_hers_to_do(county, tellers):
    department, day = make_account("department"), NOW.date()
    count = open_count(department, township=county["T1"])
    type_in(sheet_of(count, county["V1"]), tellers[0])

    def said(items):
        return [(each.what.zh, each.number, each.colour) for each in items]

    at_first = [said(desk.of_tellers(each, day)) for each in tellers]
    type_in(sheet_of(count, county["V1"]), tellers[1], typed(trust=(41, 7, 2)))
    differing = [said(desk.of_tellers(tellers[0], day)), said(desk.of_department(department, day))]
    type_in(sheet_of(count, county["V1"]), tellers[1])
    for key in ("V2", "V3"):
        stand(count, county[key], tellers)

    assert at_first == [[("要录入的计票表", 2, "amber")], [("要录入的计票表", 3, "amber")]]
    assert differing == [
        [("要录入的计票表", 2, "amber"), ("与另一人不一致的计票表", 1, "red")],
        [("两人不一致的计票表", 1, "amber")],
    ]
    assert said(desk.of_department(department, day)) == [("可以公布的计票", 1, "amber")]
