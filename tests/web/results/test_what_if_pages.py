"""The page that asks what would be if, and the drafts that are saved from it; the points are those of `scored`."""

import html
import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from web.builders import NOW, make_account
from web.scored import scored_county

from guben_web.audit.models import Entry
from guben_web.org.models import Organization
from guben_web.results import draft_actions
from guben_web.results.models import Draft, Result
from guben_web.results.sessions import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(tmp_path):
    return scored_county(tmp_path)


def address(evaluation, name="what_if", *more):
    return reverse(f"results:{name}", args=[evaluation.pk, *more])


def words_of(response):
    main = response.content.decode().partition('<main id="content"')[2] or response.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_a_line_moved_says_who_crosses_it_and_changes_nothing(sign_in, evaluation):
    held = list(Result.objects.order_by("id").values())
    diting = Organization.objects.get(key="V1")

    response = sign_in("department").get(address(evaluation), {"parameter.middle_line": "86"})

    words = words_of(response)
    assert "中间等次分数线：60 → 86" in words
    assert "荻汀村党支部 篁川镇党委 中间 后进 85.00 85.00" in words
    assert reverse("results:why", args=[evaluation.pk, diting.pk]) in response.content.decode()
    assert list(Result.objects.order_by("id").values()) == held


def test_a_weight_moved_takes_the_total_with_it(sign_in, evaluation):
    words = words_of(sign_in("department").get(address(evaluation), {"points.core.age": "12"}))

    assert "满分随之变为104分" in words
    assert "得分增加 1" in words


def test_without_moves_the_page_shows_how_it_stands(sign_in, evaluation):
    words = words_of(sign_in("department").get(address(evaluation)))

    assert "还没有改动" in words
    assert "要试算才知道" in words
    assert "谁越线" not in words


def test_htmx_gets_the_answer_alone(sign_in, evaluation):
    response = sign_in("department").get(
        address(evaluation), {"parameter.middle_line": "86"}, headers={"HX-Request": "true"}
    )

    page = response.content.decode()
    assert "<html" not in page
    assert "谁越线" in page


def test_a_number_that_cannot_be_is_said_and_nothing_else_is_shown(sign_in, evaluation):
    words = words_of(sign_in("department").get(address(evaluation), {"points.core.age": "十二"}))

    assert "“班子平均年龄40岁左右”不能改为“十二”：要写一个数，如60或7.5。" in words
    assert "谁越线" not in words


def test_a_draft_keeps_the_file_with_those_numbers_and_the_comparison(sign_in, evaluation):
    client = sign_in("department")

    response = client.post(
        address(evaluation, "save_draft"), {"parameter.middle_line": "86", "points.core.age": "8"}
    )

    draft = Draft.objects.get()
    assert response["Location"] == address(evaluation, "draft", draft.pk)
    words = words_of(client.get(response["Location"]))
    assert "中间等次分数线 60 86" in words
    assert "中间 → 后进：1个" in words
    text = client.get(address(evaluation, "draft_file", draft.pk, "scheme.yaml")).content.decode()
    assert 'version: "2003.1"' in text
    assert "middle_line: {value: 86, type: points" in text
    assert "# the first that holds" in text
    book = client.get(address(evaluation, "draft_file", draft.pk, "scheme.xlsx")).content
    assert "参数" in openpyxl.load_workbook(io.BytesIO(book)).sheetnames
    acts = list(
        Entry.objects.filter(action__startswith="draft.").order_by("id").values_list("action", flat=True)
    )
    assert acts == ["draft.saved", "draft.downloaded", "draft.downloaded"]


def test_a_second_draft_has_another_version(evaluation):
    for line in ("86", "87"):
        session = session_of(evaluation)
        draft_actions.save_draft(
            evaluation=evaluation,
            session=session,
            moves=session.moves({"parameter.middle_line": line}),
            by=evaluation.started_by,
            now=NOW,
        )

    assert sorted(Draft.objects.values_list("version", flat=True)) == ["2003.1", "2003.2"]


def test_numbers_that_cannot_be_lead_back_to_the_page(sign_in, evaluation):
    response = sign_in("department").post(address(evaluation, "save_draft"), {"points.core.age": "0"})

    assert response["Location"] == f"{address(evaluation)}?points.core.age=0"
    assert Draft.objects.count() == 0


def test_nothing_moved_is_not_saved(sign_in, evaluation):
    response = sign_in("department").post(address(evaluation, "save_draft"), {"points.core.age": "8"})

    assert "没有改动任何数" in words_of(response)
    assert Draft.objects.count() == 0


def test_units_see_neither_the_page_nor_a_draft(sign_in, evaluation):
    session = session_of(evaluation)
    draft = draft_actions.save_draft(
        evaluation=evaluation,
        session=session,
        moves=session.moves({"parameter.middle_line": "86"}),
        by=evaluation.started_by,
        now=NOW,
    )
    village = Organization.objects.get(key="V1").pk
    client = sign_in(account=make_account("secretary", organization_id=village))

    pages = (address(evaluation), address(evaluation, "draft", draft.pk))
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_the_page_asks_the_same_number_of_questions_for_one_draft_and_three(sign_in, evaluation):
    client = sign_in("department")
    counts = []
    for number in (1, 3):
        while Draft.objects.count() < number:
            session = session_of(evaluation)
            draft_actions.save_draft(
                evaluation=evaluation,
                session=session,
                moves=session.moves({"parameter.middle_line": "86"}),
                by=make_account("department"),
                now=NOW,
            )
        client.get(address(evaluation))
        with CaptureQueriesContext(connection) as captured:
            client.get(address(evaluation))
        counts.append(len(captured))

    assert counts[0] == counts[1]
