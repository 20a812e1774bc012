"""The page of doubts and the inspections drawn of them; the figures are those of `doubted`."""

import hashlib
import html
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from web.builders import make_account
from web.results.doubted import draw_all, evaluate_again
from web.scored import scored_county

from guben_web.audit.models import Entry
from guben_web.org.models import Organization
from guben_web.results.doubt_lists import drawn_order
from guben_web.results.models import Inspection

pytestmark = pytest.mark.django_db
REASON = "“年人均纯收入”报13,497元，上次是4,499元"


@pytest.fixture
def evaluation(tmp_path):
    return evaluate_again(scored_county(tmp_path))


def address(evaluation, name="doubts", *more):
    return reverse(f"results:{name}", args=[evaluation.pk, *more])


def words_of(response):
    main = response.content.decode().partition('<main id="content"')[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_a_jump_is_said_with_its_reason_and_leads_to_the_explanation(sign_in, evaluation):
    response = sign_in("department").get(address(evaluation))

    village = Organization.objects.get(key="V1").pk
    assert f"荻汀村党支部 篁川镇党委 比上次突变 {REASON}" in words_of(response)
    assert reverse("results:why", args=[evaluation.pk, village]) in response.content.decode()


def test_of_another_kind_there_is_none(sign_in, evaluation):
    assert REASON not in words_of(sign_in("department").get(address(evaluation), {"kind": "round"}))


def test_without_doubts_the_page_says_so(sign_in, tmp_path):
    words = words_of(sign_in("department").get(address(scored_county(tmp_path))))

    assert "没有发现可疑的数据" in words
    assert "以前没有同一制度的考核" in words


def test_the_doubts_go_out_as_a_workbook_and_that_is_recorded(sign_in, evaluation):
    response = sign_in("department").get(address(evaluation, "doubts_book"))

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        ["乡镇（街道）", "组织", "类别", "原因"],
        ["篁川镇党委", "荻汀村党支部", "比上次突变", REASON],
    ]
    assert Entry.objects.latest("id").action == "doubts.exported"


def test_chosen_organizations_become_an_inspection_that_anybody_can_draw_again(sign_in, evaluation):
    client = sign_in("department")

    response = client.post(
        address(evaluation, "draw"), {"chosen": ["V1", "V2"], "number": "1", "seed": "2026-02-01"}
    )

    inspection = Inspection.objects.get()
    assert response["Location"] == address(evaluation, "inspection", inspection.pk)
    assert [row["key"] for row in inspection.rows] == ["V1"]
    words = words_of(client.get(response["Location"]))
    assert "2026-02-01" in words
    assert f"荻汀村党支部 抽中 篁川镇党委 V1 比上次突变：{REASON}" in words
    assert Entry.objects.latest("id").action == "inspection.drawn"


def test_the_order_of_a_draw_is_that_of_the_digests():
    keys = ["V1", "V2", "V3", "V4"]

    digests = {hashlib.sha256(f"seed:{key}".encode()).hexdigest(): key for key in keys}
    assert drawn_order(keys, "seed") == [digests[each] for each in sorted(digests)]
    assert drawn_order(reversed(keys), "seed") == drawn_order(keys, "seed")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"number": "1", "seed": "x"}, "没有选中任何组织"),
        ({"chosen": "V1", "number": "2", "seed": "x"}, "选中了1个组织，不能抽2个"),
        ({"chosen": "V1", "number": "many", "seed": "x"}, "不能抽0个"),
        ({"chosen": "V1", "number": "1", "seed": " "}, "没有写种子"),
    ],
)
def test_a_draw_that_cannot_be_is_refused_and_keeps_nothing(sign_in, evaluation, sent, said):
    response = sign_in("department").post(address(evaluation, "draw"), sent)

    assert said in words_of(response)
    assert Inspection.objects.count() == 0


def test_units_see_neither_doubts_nor_inspections(sign_in, evaluation):
    inspection = draw_all(evaluation)
    village = Organization.objects.get(key="V1").pk
    client = sign_in(account=make_account("secretary", organization_id=village))

    pages = (address(evaluation), address(evaluation, "inspection", inspection.pk))
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_the_page_asks_the_same_number_of_questions_for_one_inspection_and_three(sign_in, evaluation):
    client = sign_in("department")
    counts = []
    for number in (1, 3):
        while Inspection.objects.count() < number:
            draw_all(evaluation, seed=f"seed {number}")
        client.get(address(evaluation))
        with CaptureQueriesContext(connection) as captured:
            client.get(address(evaluation))
        counts.append(len(captured))

    assert counts[0] == counts[1]
