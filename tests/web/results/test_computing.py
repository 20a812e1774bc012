"""Computing an evaluation: what is stored, what the command line says to it, and what happens when it stops midway."""

import pytest
from web.builders import NOW, make_account
from web.counties import bring_in, no_progress
from web.scored import AS_OF, evaluate, scored_county, start, write_scored_county

from guben.evaluation import verify
from guben_web.audit.models import Entry
from guben_web.engine.texts import CoreRefusal
from guben_web.imports import actions as imports
from guben_web.imports.models import Batch
from guben_web.org.models import Organization
from guben_web.results import actions, folders, tasks
from guben_web.results.models import Evaluation, Result

pytestmark = pytest.mark.django_db


def results_of(evaluation):
    rows = Result.objects.filter(evaluation=evaluation).select_related("organization")
    return {row.organization.key: row for row in rows}


def test_points_and_grades_are_those_worked_by_hand(tmp_path):
    evaluation = scored_county(tmp_path)

    rows = results_of(evaluation)
    diting, lingzhu = rows["V1"], rows["V2"]
    assert (diting.total, diting.grade, diting.rank) == (8500, 1, 1)
    assert diting.points == {
        "core": 2000,
        "core.age": 800,
        "core.trust": 1200,
        "quality": 2000,
        "quality.education": 1000,
        "quality.techniques": 1000,
        "management": 1500,
        "service": 2000,
        "strength": 1000,
        "strength.income": 0,
        "strength.funds": 1000,
    }
    assert diting.won == ["core", "quality", "service"]
    assert (lingzhu.total, lingzhu.grade, lingzhu.rank) == (3000, 2, 2)
    assert lingzhu.missing == ["core.age", "quality.education"]
    assert (lingzhu.township.key, lingzhu.township_name) == ("T2", "鹭屏乡党委")


def test_the_core_verifies_what_the_web_wrote(tmp_path):
    evaluation = scored_county(tmp_path)
    folder = folders.path_of(evaluation.folder)

    verification = verify(folder)
    assert verification.findings == ()
    assert verification.result.result_digest == evaluation.result_digest


def test_the_act_and_the_digest_are_on_record(tmp_path):
    evaluation = scored_county(tmp_path)

    acts = Entry.objects.filter(subject_type="results.evaluation").order_by("id")
    assert [each.action for each in acts] == [
        "evaluation.started",
        "evaluation.computed",
        "evaluation.shown",
    ]
    assert acts[1].detail == {"result_digest": evaluation.result_digest, "organizations": 2}


def test_a_computation_that_died_before_its_rows_were_stored_begins_anew_and_leaves_one_folder(
    tmp_path, monkeypatch
):
    department = make_account("department")
    bring_in(write_scored_county(tmp_path / "county.xlsx"), department, as_of=AS_OF)
    evaluation = start(department)

    with monkeypatch.context() as patch:
        patch.setattr(actions, "store_results", _die)
        with pytest.raises(KeyboardInterrupt):
            tasks.compute(no_progress, evaluation_id=evaluation.pk, language="zh")
    evaluation.refresh_from_db()
    assert (evaluation.folder, Result.objects.count()) == ("", 0)
    tasks.compute(no_progress, evaluation_id=evaluation.pk, language="zh")

    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.folder, Result.objects.count()) == ("TRIAL", f"{evaluation.pk}-2", 2)
    assert [each.name for each in folders.path_of("").iterdir()] == [evaluation.folder]


def test_computing_twice_is_computing_once(tmp_path):
    evaluation = scored_county(tmp_path)

    assert tasks.compute(no_progress, evaluation_id=evaluation.pk, language="zh") is None

    assert Result.objects.count() == 2


def test_a_period_without_figures_gives_warnings_and_points_for_records_only(tmp_path):
    department = make_account("department")
    bring_in(write_scored_county(tmp_path / "county.xlsx"), department, as_of=AS_OF)

    evaluation = evaluate(department, period="2019")

    assert {each["code"] for each in evaluation.findings} == {"W616"}
    # Age, education and techniques come from the members: 8 + 10 + 10.
    assert results_of(evaluation)["V1"].total == 2800


def test_nobody_to_evaluate_is_refused_in_words_and_stores_nothing(tmp_path):
    department = make_account("department")

    evaluation = start(department)
    with pytest.raises(CoreRefusal, match="E6"):
        tasks.compute(no_progress, evaluation_id=evaluation.pk, language="zh")

    evaluation.refresh_from_db()
    assert (evaluation.state, Result.objects.count()) == ("COMPUTING", 0)
    assert list(folders.path_of("").iterdir()) == []


def test_an_import_with_results_on_it_is_not_undone_until_they_are_discarded(
    tmp_path, django_capture_on_commit_callbacks
):
    evaluation = scored_county(tmp_path, is_shown=False)
    batch, department = Batch.objects.get(), evaluation.started_by

    with pytest.raises(imports.ResultsStand, match="4 organizations"):
        imports.undo(batch=batch, by=department, now=NOW)
    assert Organization.objects.count() == 5
    actions.discard(evaluation=evaluation, by=department, now=NOW)
    imports.undo(batch=batch, by=department, now=NOW)

    assert Organization.objects.count() == 0


def test_an_organization_that_went_while_it_was_evaluated_is_said_and_leaves_no_folder(tmp_path, monkeypatch):
    department = make_account("department")
    batch = bring_in(write_scored_county(tmp_path / "county.xlsx"), department, as_of=AS_OF)
    evaluation = start(department)
    freeze = tasks.freeze_snapshot

    def freeze_and_undo(**asked):
        snapshot = freeze(**asked)
        imports.undo(batch=batch, by=department, now=NOW)
        return snapshot

    monkeypatch.setattr(tasks, "freeze_snapshot", freeze_and_undo)
    with pytest.raises(actions.OrganizationsAreGone):
        tasks.compute(no_progress, evaluation_id=evaluation.pk, language="zh")

    assert list(folders.path_of("").iterdir()) == []


def test_discarding_removes_rows_and_files_and_keeps_that_it_was(
    tmp_path, django_capture_on_commit_callbacks
):
    evaluation = scored_county(tmp_path, is_shown=False)

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(evaluation=evaluation, by=evaluation.started_by, now=NOW)

    assert Result.objects.count() == 0
    assert list(folders.path_of("").iterdir()) == []
    assert Evaluation.objects.get().state == "DISCARDED"


@pytest.mark.parametrize(
    ("state", "act", "is_allowed"),
    [
        ("COMPUTING", actions.show_to_units, False),
        ("COMPUTING", actions.take_back, False),
        ("COMPUTING", actions.discard, True),
        ("COMPUTING", actions.compute_again, True),
        ("TRIAL", actions.show_to_units, True),
        ("TRIAL", actions.take_back, False),
        ("TRIAL", actions.discard, True),
        ("TRIAL", actions.compute_again, False),
        ("SHOWN", actions.show_to_units, False),
        ("SHOWN", actions.take_back, True),
        ("SHOWN", actions.discard, False),
        ("SHOWN", actions.compute_again, False),
        ("DISCARDED", actions.show_to_units, False),
        ("DISCARDED", actions.take_back, False),
        ("DISCARDED", actions.discard, False),
        ("DISCARDED", actions.compute_again, False),
    ],
)
def test_each_act_is_possible_in_its_states_only(state, act, is_allowed):
    evaluation = start(make_account("department"))
    Evaluation.objects.update(state=state)
    evaluation.refresh_from_db()

    if is_allowed:
        act(evaluation=evaluation, by=evaluation.started_by, now=NOW)
    else:
        with pytest.raises(actions.EvaluationHasMovedOn):
            act(evaluation=evaluation, by=evaluation.started_by, now=NOW)
        assert Evaluation.objects.get().state == state


def _die(**_):
    raise KeyboardInterrupt
