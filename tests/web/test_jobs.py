"""Background runs: their states, their progress, and what happens when a handler or a worker fails."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django_q.models import OrmQ
from web.builders import NOW, make_account

from guben_web.engine.texts import Text
from guben_web.jobs import actions, registry, tasks
from guben_web.jobs.enums import TRANSITIONS, State
from guben_web.jobs.models import Run
from guben_web.shared.refusals import Refusal

pytestmark = pytest.mark.django_db


class TooFew(Refusal):
    code = "test.too-few"
    message = Text("只有{n}行。", "Only {n} rows.")


def count_rows(progress: registry.Progress, rows: int) -> dict[str, object]:
    for row in range(1, rows + 1):
        progress(Text("读取工作簿", "Reading the workbook"), done=row, of=rows)
    if rows < 2:
        raise TooFew(n=rows)
    return {"counted": rows, "each": 12 // (rows - 3)}


@pytest.fixture(autouse=True)
def jobs(monkeypatch):
    monkeypatch.setattr(registry, "_HANDLERS", {"test.count": count_rows})


def count(rows: int, by=None) -> Run:
    return actions.enqueue("test.count", by=by, now=NOW, rows=rows)


def done(run: Run) -> Run:
    tasks.perform_next()
    run.refresh_from_db()
    return run


def test_a_job_is_queued_and_done_and_gives_its_result():
    run = count(5)

    assert (run.state, OrmQ.objects.count()) == (State.QUEUED, 1)
    assert (done(run).state, run.result, run.attempts) == (State.DONE, {"counted": 5, "each": 6}, 1)
    assert (run.done, run.of, run.words_en) == (5, 5, "Reading the workbook")


def test_a_job_nobody_handles_cannot_be_asked_for():
    with pytest.raises(KeyError):
        actions.enqueue("test.unknown", by=None, now=NOW)

    assert list(Run.objects.all()) == []


def test_a_refusal_ends_the_run_in_its_own_words():
    run = done(count(1))

    assert (run.state, run.refusal) == (
        State.FAILED,
        {"code": "test.too-few", "zh": "只有1行。", "en": "Only 1 rows.", "hint": None, "details": {}},
    )


def test_a_fault_ends_the_run_in_words_and_rises_on():
    run = count(3)

    with pytest.raises(ZeroDivisionError):
        tasks.perform_next()

    run.refresh_from_db()
    assert (run.state, run.refusal["code"]) == (State.FAILED, "jobs.fault")


def test_a_run_is_done_by_one_worker_only():
    count(5)

    first, second = actions.claim_next(now=NOW), actions.claim_next(now=NOW)

    assert (first.state, second) == (State.RUNNING, None)


def test_a_cancelled_run_does_not_start_and_one_that_runs_is_stopped():
    waiting, running = count(5), count(6)
    actions.cancel(run=waiting, now=NOW)
    claimed = actions.claim_next(now=NOW)
    actions.cancel(run=running, now=NOW)

    tasks.perform(claimed)

    assert [run.state for run in Run.objects.order_by("id")] == [State.CANCELLED, State.CANCELLED]
    assert [run.result for run in Run.objects.all()] == [None, None]
    with pytest.raises(actions.RunIsOver):
        actions.cancel(run=running, now=NOW)


def test_a_run_whose_worker_is_silent_is_taken_up_again_and_the_silent_one_cannot_finish_it(settings):
    run = count(5)
    silent = actions.claim_next(now=NOW)

    actions.recover(now=NOW + settings.JOB_SILENCE)
    still = Run.objects.get(pk=run.pk).state
    actions.recover(now=NOW + settings.JOB_SILENCE + timedelta(seconds=1))

    assert still == State.RUNNING
    assert Run.objects.get(pk=run.pk).state == State.QUEUED
    assert (done(run).state, run.attempts) == (State.DONE, 2)
    with pytest.raises(actions.RunWasTakenAway):
        actions.finish(run=silent, result={"counted": -1}, now=NOW)
    assert Run.objects.get(pk=run.pk).result == {"counted": 5, "each": 6}


def test_a_run_that_kills_its_worker_three_times_fails_in_words(settings):
    run, now = count(5), NOW
    for _ in range(3):
        actions.claim_next(now=now)
        now += settings.JOB_SILENCE + timedelta(seconds=1)
        actions.recover(now=now)

    run.refresh_from_db()
    assert (run.state, run.attempts, run.refusal["code"]) == (State.FAILED, 3, "jobs.worker-died")
    assert run.refusal["en"].startswith("The background worker died 3 times over this")


def test_a_lost_wake_up_call_is_made_again_once():
    count(5)
    OrmQ.objects.all().delete()

    for _ in range(3):
        actions.recover(now=timezone.now() + timedelta(seconds=1))

    assert OrmQ.objects.count() == 1


def test_states_follow_the_table_only():
    for state in State:
        for other in State:
            if other not in TRANSITIONS[state]:
                run = Run(job="test.count", state=state, queued_at=NOW)
                with pytest.raises(ValueError, match="does not go from"):
                    actions._move(run, other)


def test_only_who_asked_for_a_run_sees_its_progress(client):
    account, other = make_account("department"), make_account("department")
    run = count(5, by=account)
    path = f"/runs/{run.pk}/progress"

    client.force_login(account)
    waiting = client.get(path).content.decode()
    done(run)
    finished = client.get(path).content.decode()
    client.force_login(other)

    assert "排队中" in waiting and f'hx-get="{path}"' in waiting
    assert "已完成" in finished and "hx-get" not in finished
    assert client.get(path).status_code == 404


def test_the_open_page_asks_for_itself_anew_once_its_run_is_over(client):
    account = make_account("department")
    run = count(5, by=account)
    client.force_login(account)
    path, by_htmx = f"/runs/{run.pk}/progress", {"HX-Request": "true"}

    waiting = client.get(path, headers=by_htmx)
    done(run)
    over, opened = client.get(path, headers=by_htmx), client.get(path)

    assert [each.headers.get("HX-Refresh") for each in (waiting, over, opened)] == [None, "true", None]


def test_a_run_that_was_begun_anew_says_so_with_its_title(client, settings):
    account = make_account("department")
    run = count(5, by=account)
    client.force_login(account)
    actions.claim_next(now=NOW)
    actions.recover(now=NOW + settings.JOB_SILENCE + timedelta(seconds=1))

    page = client.get(f"/runs/{run.pk}/progress").content.decode()

    assert "后台工作：排队中" in page
    assert "后台程序中断过1次，之后从头再来；没有留下半成品。" in page


def test_a_run_of_somebody_else_is_shown_without_asking_again(rf):
    run = count(5, by=make_account("department"))
    request = rf.get("/")
    request.account = make_account("department")

    page = render_to_string("jobs/progress.html", {"run": run}, request)

    assert ("排队中" in page, "hx-get" in page) == (True, False)
