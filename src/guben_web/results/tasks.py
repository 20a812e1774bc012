"""Computing an evaluation in the background. It may begin anew at any point: done twice is done once."""

import shutil
from collections.abc import Mapping
from functools import partial

from django.utils import timezone

from guben_web.engine import results as engine
from guben_web.engine.schemes import get_program
from guben_web.engine.texts import Language, Text
from guben_web.jobs.registry import Progress, handles
from guben_web.results import actions, folders
from guben_web.results.before import values_before
from guben_web.results.models import Evaluation
from guben_web.shared.refusals import Refusal
from guben_web.snapshots.freezing import freeze_snapshot

_STEPS = 4
_TITLE = Text("考核计算", "Computing an evaluation")
_FREEZING = Text("封存这一天的数据", "Freezing the records of the day")
_STORING = Text("保存结果", "Storing the results")
_DONE = Text("已算完", "Computed")


@handles(actions.COMPUTE, _TITLE)
def compute(progress: Progress, /, *, evaluation_id: int, language: Language) -> Mapping[str, object] | None:
    """Freeze the records, evaluate them, and store what came out."""
    evaluation = actions.begin_attempt(evaluation=Evaluation.objects.get(pk=evaluation_id))
    if evaluation is None:
        return None
    done = 0

    def step(words: Text) -> None:
        nonlocal done
        progress(words, done=done, of=_STEPS)
        done += 1

    target = folders.path_of(folders.name_of_attempt(evaluation))
    program = get_program(evaluation.scheme)
    with engine.whole_or_nothing(target, replace=False) as folder:
        step(_FREEZING)
        snapshot = freeze_snapshot(
            as_of=evaluation.as_of,
            period=evaluation.period,
            folder=folder / engine.SNAPSHOT,
            before=partial(values_before, program, evaluation.period),
        )
        outcome = engine.evaluate(program, snapshot, folder, language=language, on_step=step)
    step(_STORING)
    try:
        actions.store_results(evaluation=evaluation, outcome=outcome, now=timezone.now())
    except Refusal:
        # Nothing points to what was written.
        shutil.rmtree(target, ignore_errors=True)
        raise
    progress(_DONE, done=_STEPS, of=_STEPS)
    return {"evaluation": evaluation_id}
