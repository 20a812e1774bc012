"""What the background does for people, done here and now while a demo is made, from wherever an earlier start left it."""

from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.engine.texts import Text
from guben_web.imports import actions as imports
from guben_web.imports.enums import State
from guben_web.imports.models import Batch
from guben_web.jobs.registry import Progress
from guben_web.jobs.tasks import perform_here
from guben_web.results import actions as results
from guben_web.results.enums import State as Stage
from guben_web.results.models import Evaluation
from guben_web.shared.refusals import Refusal


class DemoIsNotMade(Refusal):
    """A part of the demo could not be made."""

    code = "home.demo-is-not-made"
    message = Text("演示没有建成：{reason}", "The demo is not made: {reason}")
    hint = Text(
        "再次运行会接着做；仍然不行，请删除数据文件夹后重新运行。",
        "Running this again goes on; if that does not help, remove the data folder and run it anew.",
    )


def bring_in(batch: Batch, by: Account, shown: Progress) -> None:
    """Have a workbook read and applied; raises DemoIsNotMade where it is refused."""
    if batch.state in (State.UPLOADED, State.READ):
        if _is_idle(batch):
            imports.read_again(batch=batch, by=by, now=timezone.now())
        _work_on(batch, shown)
    if batch.state == State.READ:
        first = batch.findings[0]["message"]
        raise DemoIsNotMade(reason=Text(first["zh"], first["en"]))
    if batch.state == State.WAITING:
        if _is_idle(batch):
            imports.start_applying(batch=batch, by=by, now=timezone.now())
        _work_on(batch, shown)


def compute(evaluation: Evaluation, by: Account, shown: Progress) -> None:
    """Have an evaluation computed; nothing where it is already. Raises DemoIsNotMade where that is refused."""
    if evaluation.state == Stage.COMPUTING:
        if _is_idle(evaluation):
            results.compute_again(evaluation=evaluation, by=by, now=timezone.now())
        _work_on(evaluation, shown)


def _is_idle(work: Batch | Evaluation) -> bool:
    """Return whether no run is going to work on it: an earlier start was told to stop, or failed."""
    return work.run is None or work.run.is_over


def _work_on(work: Batch | Evaluation, shown: Progress) -> None:
    work.refresh_from_db()
    assert work.run is not None
    run = perform_here(work.run, shown)
    if run.refusal:
        raise DemoIsNotMade(reason=Text(run.refusal["zh"], run.refusal["en"]))
    work.refresh_from_db()
