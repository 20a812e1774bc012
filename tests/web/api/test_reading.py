"""What a program reads: the stored numbers, in a stable order, page by page, and nothing about a person."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web.api.tokens import Program, make_token, program_of
from web.appraisals.lives import ADVANCED, AFTER, final
from web.builders import NOW, make_account
from web.scored import scored_county

from guben_web.api.actions import count_question
from guben_web.api.enums import Right
from guben_web.api.models import Token
from guben_web.api.v1 import evaluations as evaluation_answers
from guben_web.audit.models import Entry
from guben_web.org.models import Organization, OrganizationVersion
from guben_web.results.models import Result

pytestmark = pytest.mark.django_db
V1_POINTS = {
    "core": "20.00",
    "core.age": "8.00",
    "core.trust": "12.00",
    "quality": "20.00",
    "quality.education": "10.00",
    "quality.techniques": "10.00",
    "management": "15.00",
    "service": "20.00",
    "strength": "10.00",
    "strength.income": "0.00",
    "strength.funds": "10.00",
}
MIDDLE_GRADE = {"place": 1, "words": {"zh": "中间", "en": "Middle"}}


@pytest.fixture
def evaluation(tmp_path):
    return scored_county(tmp_path)


@pytest.fixture
def department(evaluation) -> Program:
    return program_of(evaluation.started_by)


def test_results_are_the_stored_numbers_as_decimal_strings(department, evaluation):
    first, second = department.read(f"evaluations/{evaluation.pk}/results")["items"]

    assert first == {
        "organization": "V1",
        "code": "V1",
        "name": "荻汀村党支部",
        "field": "rural",
        "township": "篁川镇党委",
        "total": "85.00",
        "grade": MIDDLE_GRADE,
        "computed_grade": MIDDLE_GRADE,
        "is_decided": False,
        "veto": None,
        "rank": 1,
        "points": V1_POINTS,
        "won": ["core", "quality", "service"],
        "missing": [],
    }
    assert (second["total"], second["missing"]) == ("30.00", ["core.age", "quality.education"])


def test_an_evaluation_says_its_digests_and_what_its_results_have_in_common(department, evaluation):
    (listed,) = department.read("evaluations")["items"]
    whole = department.read(f"evaluations/{evaluation.pk}")

    digests = ("scheme_digest", "snapshot_digest", "result_digest")
    assert {name: listed[name] for name in digests} == {name: getattr(evaluation, name) for name in digests}
    assert listed == {name: whole[name] for name in listed}
    assert [grade["en"] for grade in whole["grades"]] == ["Advanced", "Middle", "Backward"]
    assert [part["path"] for part in whole["parts"]] == list(V1_POINTS)
    assert whole["total"] == "100"


def test_pages_follow_each_other_by_key_until_nothing_follows(department, evaluation):
    found, after = [], ""
    while after is not None:
        page = department.read("organizations", limit=2, after=after)
        found.append([each["key"] for each in page["items"]])
        after = page["next"]

    assert found == [["C1", "T1"], ["T2", "V1"], ["V2"]]
    results = department.read(f"evaluations/{evaluation.pk}/results", limit=1)
    assert (results["items"][0]["organization"], results["next"]) == ("V1", "V1")


def test_organizations_are_as_they_were_on_the_day(department):
    version = OrganizationVersion.objects.get(organization__key="V1")
    version.valid_to = date(2026, 1, 1)
    version.save()
    later = version.next_from(date(2026, 1, 1), origin="")
    later.name = "荻汀村党总支"
    later.save()

    def name_on(day: str) -> str:
        rows = department.read("organizations", on=day)["items"]
        return next(each["name"] for each in rows if each["key"] == "V1")

    assert name_on("2025-12-31") == "荻汀村党支部"
    assert name_on("2026-01-01") == "荻汀村党总支"


def test_an_explanation_has_the_rule_in_words_in_both_languages(department, evaluation):
    told = department.read(f"evaluations/{evaluation.pk}/explanation", organization="V1")

    rows = {each["path"]: each for each in told["reasons"] if each["path"]}
    assert told["result"]["total"] == "85.00"
    assert told["reasons"][0]["words"]["en"] == "荻汀村党支部: Middle (85 points)"
    assert rows["core.age"]["value"] == {"zh": "8 / 8", "en": "8 / 8"}
    assert rows["core.age"]["rule"] == {
        "zh": "“班子平均年龄”在36岁至44岁之间（含）的，得8分，否则不得分。",
        "en": '8 points if "Average age of the team" is between 36 years and 44 years, both included; otherwise none.',
    }
    assert rows["net_income"]["value"]["en"] == "4,499 yuan"
    assert rows["net_income"]["records"] == 0


def test_an_explanation_tells_nothing_about_a_single_person(department, evaluation):
    """The only one in the team of V1 is 40 on the day, and her name is 曾荷生."""
    told = json.dumps(
        department.read(f"evaluations/{evaluation.pk}/explanation", organization="V1"), ensure_ascii=False
    )

    assert "曾荷生" not in told and "member:" not in told
    assert "40岁" not in told.replace("班子平均年龄40岁左右", "")


def test_a_figure_of_a_single_person_is_named_without_its_value(department, evaluation):
    told = department.read(f"evaluations/{evaluation.pk}/explanation", organization="V1")

    (row,) = [each for each in told["reasons"] if each["path"] == "team_average_age"]
    assert row["words"] == {"zh": "班子平均年龄", "en": "Average age of the team"}
    assert row["value"] == {"zh": "—", "en": "—"}


def test_nothing_that_is_read_names_a_person(department, evaluation):
    paths = ["organizations", "evaluations", f"evaluations/{evaluation.pk}/results", "appraisals", "schemes"]
    said = "".join(json.dumps(department.read(path), ensure_ascii=False) for path in paths)

    assert evaluation.started_by.display_name not in said
    assert "曾荷生" not in said and "林菱" not in said


def test_a_final_appraisal_has_its_seal_and_its_decisions(tmp_path):
    appraisal, by = final(tmp_path, ("V1", ADVANCED, "班子换届后进步明显。"))
    program = program_of(by)

    (told,) = program.read("appraisals")["items"]
    first = program.read(f"evaluations/{told['evaluation']}/results")["items"][0]

    assert told["seal"] == appraisal.seal and len(told["seal"]) == 64
    assert told["decisions"] == [
        {
            "subject": "GRADES",
            "body": "DEPARTMENT_MEETING",
            "met_on": "2026-03-01",
            "document": "部务〔2026〕3号",
        }
    ]
    assert told["sealed_at"].startswith(f"{AFTER.astimezone().date()}"[:7])
    assert (first["grade"]["place"], first["computed_grade"]["place"]) == (ADVANCED, 1)
    assert first["is_decided"]


def test_a_scheme_in_force_has_the_digest_of_evaluations_by_it(department, evaluation):
    told = department.read("schemes/pioneer-project/village")

    assert told["digest"] == evaluation.scheme_digest
    assert told["files"][told["own_file"]].startswith("# 先锋工程")
    assert department.get("schemes/pioneer-project/nobody").status_code == 404


def test_what_is_read_is_recorded_with_the_token(department, evaluation):
    department.read(f"evaluations/{evaluation.pk}/results")

    entry = Entry.objects.filter(action="token.read").get()
    assert entry.detail == {"what": f"evaluations/{evaluation.pk}/results?after="}
    assert (entry.subject_label, entry.account_id) == ("市级数据平台", evaluation.started_by_id)


@pytest.mark.parametrize(
    ("path", "code", "status"),
    [
        ("organizations?limit=0", "api.question-is-wrong", 422),
        ("organizations?on=2025-02-30", "api.question-is-wrong", 422),
        ("organizations?after=%00", "api.question-is-wrong", 422),
        ("evaluations/0", "api.question-is-wrong", 422),
        ("evaluations/99999999999999999999", "api.question-is-wrong", 422),
        ("evaluations/999999", "api.nothing-is-there", 404),
        ("evaluations/999999/public.zip", "api.right-is-lacking", 403),
        ("organizations/", "api.nothing-is-there", 404),
        ("", "api.nothing-is-there", 404),
    ],
)
def test_every_problem_has_one_shape(path, code, status):
    answer = program_of(make_account("department")).get(path)

    told = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (status, status, code)
    assert sorted(told) == ["advice", "code", "message", "places", "status"]
    assert sorted(told["message"]) == ["en", "zh"]
    assert bool(told["places"]) == (status == 422)


def test_what_is_wrong_is_said_at_its_place_in_both_languages(department):
    told = department.get("organizations", limit=0, on="2025-02-30").json()
    unknown = department.get("organizations", limt=5).json()

    assert told["places"] == [
        {"where": "query.on", "said": {"zh": "没有这一天。", "en": "There is no such day."}},
        {"where": "query.limit", "said": {"zh": "不能小于1。", "en": "It must be at least 1."}},
    ]
    assert [(each["where"], each["said"]["en"]) for each in unknown["places"]] == [
        ("query.limt", "There is no such thing to ask; there is: after, limit, on.")
    ]


def test_something_else_than_get_is_refused_in_the_same_shape(department):
    refused = department.client.post("/api/v1/organizations", {})

    assert (refused.status_code, refused["Allow"]) == (405, "GET")
    assert refused.json()["code"] == "api.only-reading"


def test_an_altered_archive_explains_nothing_and_is_not_handed_out(evaluation, settings):
    department = Program(make_token(evaluation.started_by)[1])
    (scheme,) = (settings.MEDIA_ROOT / "results" / evaluation.folder).rglob("village.yaml")
    scheme.write_text(scheme.read_text().replace("value: 36", "value: 35"))

    for path in ("explanation?organization=V1", "public.zip", "results.xlsx"):
        answer = department.get(f"evaluations/{evaluation.pk}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (409, "results.archive-is-altered")


def test_a_fault_of_ours_is_told_without_a_traceback(department, evaluation, monkeypatch):
    def break_down(*_):
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr(evaluation_answers, "seen_evaluation", break_down)

    answer = department.get(f"evaluations/{evaluation.pk}")

    assert (answer.status_code, answer.json()["code"]) == (500, "api.our-fault")
    assert "secret of ours" not in answer.content.decode()


def test_a_token_that_asks_too_often_waits(settings, evaluation, monkeypatch):
    # All within one minute.
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    settings.API_QUESTIONS_A_MINUTE = 3
    hasty, other = program_of(evaluation.started_by), program_of(evaluation.started_by)

    answers = [hasty.get("token").status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    assert hasty.get("token").json()["code"] == "api.too-many-questions"
    assert other.get("token").status_code == 200


def test_questions_are_counted_for_all_processes_and_anew_in_the_next_minute(evaluation):
    program_of(evaluation.started_by)
    token = Token.objects.get()
    # Two processes hold the token as each read it.
    held = [Token.objects.get(pk=token.pk) for _ in range(2)]

    said = [count_question(token=held[number % 2], most=3, now=NOW) for number in range(5)]
    later = count_question(token=token, most=3, now=NOW + timedelta(minutes=1))

    assert (said, later) == ([True, True, True, False, False], True)
    token.refresh_from_db()
    assert token.questions == 1


def number_of_queries(program: Program, path: str) -> int:
    """Return how many queries a question asks that is not the first of its token on a day."""
    program.read("token")
    with CaptureQueriesContext(connection) as asked:
        program.read(path)
    return len(asked)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("organizations", 7), ("evaluations/{}/results", 8)])
def test_lists_ask_the_same_number_of_queries_for_one_row_more_and_for_three(
    department, evaluation, number, path, queries
):
    town = OrganizationVersion.objects.get(organization__key="T1")
    for place in range(number):
        organization = Organization.objects.create(key=f"W{place}")
        version = town.next_from(date(2025, 1, 1), origin="")
        version.organization = organization
        version.save()
        held = Result.objects.get(organization__key="V1", evaluation=evaluation)
        held.pk, held.organization = None, organization
        held.save()

    assert number_of_queries(department, path.format(evaluation.pk)) == queries


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("evaluations", 7), ("appraisals", 8)])
def test_lists_of_what_was_done_ask_the_same_number_of_queries_for_one_and_for_three(
    tmp_path, number, path, queries
):
    appraisal, by = final(tmp_path)
    for place in range(number - 1):
        appraisal.pk, appraisal.period, appraisal._state.adding = None, f"19{place}", True
        appraisal.save()
        evaluation = appraisal.evaluation
        evaluation.pk, evaluation._state.adding = None, True
        evaluation.save()

    assert number_of_queries(program_of(by), path) == queries


def test_a_viewer_of_a_village_reads_it_alone(evaluation):
    village = Organization.objects.get(key="V2").pk
    program = program_of(make_account("viewer", organization_id=village), Right.ORGANIZATIONS)

    (only,) = program.read("organizations")["items"]

    assert (only["key"], only["parent"]) == ("V2", "T2")
