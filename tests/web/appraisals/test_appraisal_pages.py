"""The pages of appraisals: what each shows to whom, the papers, and the forms with their mistakes."""

from io import BytesIO

import pytest
from appraisals.lives import (
    AFTER,
    computed,
    decided,
    final,
    fresh,
    number_of,
    objected,
    on_notice,
    opened,
    stage_of,
    tried,
)
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from web.builders import NOW, make_account

from guben_web.appraisals import actions
from guben_web.appraisals.enums import Answer, Stage
from guben_web.appraisals.models import Appraisal, Decision, Objection
from guben_web.audit.models import Entry

pytestmark = pytest.mark.django_db
RAISED = ("V1", 0, "带动三个村")
MINUTES = {"body": "DEPARTMENT_MEETING", "met_on": "2026-03-01", "document": "3号", "minutes": "同意。"}


def page(client, name, appraisal, *more):
    response = client.get(reverse(f"appraisals:{name}", args=[appraisal.pk, *more]))
    return response, response.content.decode()


def paper(client, appraisal, name):
    return client.get(reverse("appraisals:paper", args=[appraisal.pk, name]))


def send(client, name, appraisal, *more, **fields):
    return client.post(reverse(f"appraisals:{name}", args=[appraisal.pk, *more]), fields)


def words_of(response) -> str:
    """Return the text of a Word file: paragraphs and cells."""
    document = Document(BytesIO(b"".join(response)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_the_department_opens_an_appraisal_and_sees_who_lacks_figures(client, tmp_path):
    appraisal, department = opened(tmp_path)
    client.force_login(department)

    response, text = page(client, "appraisal", appraisal)
    assert response.status_code == 200
    assert "试算" in text
    assert "都报齐了" in page(client, "lacking", appraisal)[1]


def test_the_whole_way_is_walked_on_pages(client, tmp_path, monkeypatch):
    appraisal, department = opened(tmp_path)
    client.force_login(department)
    assert send(client, "trial", appraisal).status_code == 302
    computed(fresh(appraisal).evaluation)
    v1 = number_of("V1")

    found = send(client, "decide", appraisal, q="荻汀", add="", **MINUTES).content.decode()
    assert f'value="{v1}"' in found
    chosen = send(client, "decide", appraisal, add=str(v1), **MINUTES).content.decode()
    assert f'name="g-{v1}"' in chosen
    fields = {**MINUTES, f"g-{v1}": "0", f"w-{v1}": "带动三个村"}
    assert send(client, "decide", appraisal, **fields).status_code == 302
    assert stage_of(appraisal) == Stage.DECIDED
    days = {"first": "2026-03-02", "last": "2026-03-06", "contact": "组织科"}
    assert send(client, "publish", appraisal, **days).status_code == 302
    assert "荻汀村党支部" in page(client, "notice", appraisal)[1]
    monkeypatch.setattr("guben_web.appraisals.views.timezone.now", lambda: AFTER)
    monkeypatch.setattr("guben_web.appraisals.views.timezone.localdate", lambda *_: AFTER.date())
    assert page(client, "finish", appraisal)[0].status_code == 200
    assert send(client, "finish", appraisal).status_code == 302
    assert fresh(appraisal).seal in page(client, "appraisal", appraisal)[1]


def test_a_grade_without_a_reason_is_refused_beside_what_was_typed(client, tmp_path):
    appraisal, department = tried(tmp_path)
    client.force_login(department)
    v1 = number_of("V1")

    response = send(client, "decide", appraisal, **{**MINUTES, f"g-{v1}": "0", f"w-{v1}": ""})

    assert response.status_code == 422
    assert "荻汀村党支部没有写理由" in response.content.decode()
    assert "同意。" in response.content.decode()
    assert Decision.objects.count() == 0


def test_a_unit_sees_its_appraisal_only_from_the_notice_on(client, tmp_path):
    appraisal, department = decided(tmp_path, RAISED)
    secretary = make_account("secretary", organization_id=number_of("V1"))
    client.force_login(secretary)
    assert page(client, "appraisal", appraisal)[0].status_code == 404

    actions.publish(
        appraisal=appraisal, first=NOW.date(), last=NOW.date(), contact="组织科", by=department, now=NOW
    )

    response, text = page(client, "appraisal", appraisal)
    assert response.status_code == 200
    # The decision with its minutes and the grades of others are for the department.
    assert "同意试算结果" not in text
    assert "带动三个村" not in text


def test_a_unit_objects_to_a_cell_of_its_own_result_and_reads_the_answer(client, tmp_path):
    appraisal, department = on_notice(tmp_path)
    v1, v2 = number_of("V1"), number_of("V2")
    client.force_login(make_account("secretary", organization_id=v1))
    fields = {"path": "strength.income", "objector": "UNIT", "text": "应为4500元"}

    assert send(client, "object", appraisal, v2, **fields).status_code == 403
    assert send(client, "object", appraisal, v1, **fields).status_code == 302

    objection = Objection.objects.get()
    assert (objection.organization_id, objection.path) == (v1, "strength.income")
    actions.answer(objection=objection, answer=Answer.REJECTED, words="以报表为准", by=department, now=NOW)
    assert "以报表为准" in page(client, "appraisal", appraisal)[1]


def test_a_unit_does_not_see_the_objections_of_others(client, tmp_path):
    appraisal, department = on_notice(tmp_path)
    objected(appraisal, department)

    client.force_login(make_account("secretary", organization_id=number_of("V2")))

    assert "农经站报表" not in page(client, "appraisal", appraisal)[1]


def test_a_result_shows_both_grades_and_leads_to_the_form_for_objections(client, tmp_path):
    appraisal, _ = on_notice(tmp_path, RAISED)
    client.force_login(make_account("secretary", organization_id=number_of("V1")))

    text = client.get(
        reverse("results:result", args=[appraisal.evaluation_id, number_of("V1")])
    ).content.decode()
    assert "计算的等次为“中间”，经集体研究评定为“先进”" in text
    assert reverse("appraisals:object", args=[appraisal.pk, number_of("V1")]) in text


def test_nobody_is_led_to_an_objection_that_would_be_refused(tmp_path, sign_in):
    appraisal, _ = final(tmp_path)
    way = reverse("appraisals:object", args=[appraisal.pk, number_of("V1")])
    own = reverse("results:result", args=[appraisal.evaluation_id, number_of("V1")])
    secretary = make_account("secretary", organization_id=number_of("V1"))
    member = make_account("member", organization_id=number_of("V1"))
    once_final = sign_in(account=secretary).get(own).content.decode()
    asked = sign_in(account=secretary).get(way)

    Appraisal.objects.update(stage=Stage.PUBLIC)
    shown = {
        role: way in sign_in(account=account).get(own).content.decode()
        for role, account in (("secretary", secretary), ("member", member))
    }

    assert way not in once_final
    assert (asked.status_code, "已定" in asked.content.decode()) == (409, True)
    assert shown == {"secretary": True, "member": False}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("letters.docx", ["荻汀村党支部：", "总分85.00分", "等次“先进”", "计算的等次为“中间”", "带动三个村"]),
        ("notice.docx", ["先进（1个）", "荻汀村党支部", "后进（1个）", "组织科"]),
        ("list.docx", ["荻汀村党支部", "篁川镇党委", "85", "审核人（签字）"]),
    ],
)
def test_the_papers_say_who_has_which_grade_and_carry_the_seal(client, tmp_path, name, expected):
    appraisal, department = final(tmp_path, RAISED)
    client.force_login(department)

    text = words_of(paper(client, appraisal, name))

    assert [each for each in expected if each not in text] == []
    assert appraisal.seal in text
    assert appraisal.evaluation.result_digest in text
    assert Entry.objects.filter(action="appraisal.letters_taken").get().detail == {"file": name}


def test_the_list_as_a_workbook_has_a_sheet_for_each_grade(client, tmp_path):
    appraisal, department = final(tmp_path, RAISED)
    client.force_login(department)

    book = load_workbook(BytesIO(paper(client, appraisal, "list.xlsx").content))

    assert book.sheetnames == ["先进", "后进"]
    assert [cell.value for cell in book["先进"][3]] == [
        *("V1", "荻汀村党支部", "篁川镇党委", "先进", "85.00", "中间", "带动三个村")
    ]
    signed = [cell.value for cell in book["先进"]["B"][-2:]]
    assert ["签字" in signed[0], "盖章" in signed[1]] == [True, True]


@pytest.mark.parametrize(("name", "status"), [("letters.docx", 404), ("secret.docx", 404)])
def test_there_are_no_papers_before_the_decision(client, tmp_path, name, status):
    appraisal, department = tried(tmp_path)
    client.force_login(department)

    assert paper(client, appraisal, name).status_code == status


def test_a_village_reads_on_its_result_why_a_meeting_set_its_grade(client, tmp_path):
    appraisal, _ = on_notice(tmp_path, RAISED)
    shown = {}
    for key in ("V1", "V2"):
        client.force_login(make_account("secretary", organization_id=number_of(key)))
        shown[key] = client.get(
            f"/results/{appraisal.evaluation_id}/organizations/{number_of(key)}"
        ).content.decode()

    assert ["带动三个村" in page and "部务〔2026〕3号" in page for page in shown.values()] == [True, False]


def test_the_explanation_of_a_grade_that_was_decided_says_so_above_how_it_was_computed(client, tmp_path):
    appraisal, department = on_notice(tmp_path, RAISED)
    client.force_login(department)
    said = [
        "经集体研究评定为“先进”。下面是怎么算的。"
        in client.get(
            f"/results/{appraisal.evaluation_id}/organizations/{number_of(key)}/why"
        ).content.decode()
        for key in ("V1", "V2")
    ]

    assert said == [True, False]
