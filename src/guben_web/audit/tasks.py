"""The sealer, run by the worker every few seconds, and reading the whole chain again when somebody asks."""

from collections.abc import Mapping

from django.utils import timezone

from guben_web.audit.actions import VERIFY
from guben_web.audit.sealing import seal_entries
from guben_web.audit.verifying import verify_record
from guben_web.engine.texts import Text
from guben_web.jobs.registry import Progress, beats, handles

_TITLE = Text("核对操作记录", "Verifying the record of acts")


# What is not sealed when the server stops could be altered while it stands still.
@beats(every_seconds=3, at_end=True)
def seal() -> None:
    """Seal everything that was recorded since the last time."""
    while seal_entries(now=timezone.now()) is not None:
        pass


@handles(VERIFY, _TITLE)
def verify(progress: Progress, /) -> Mapping[str, object]:
    """Read all seals and entries again; the result says whether the record is as it was written."""
    progress(_TITLE)
    verdict = verify_record()
    return {"is_sound": verdict.is_sound, "zh": verdict.words.zh, "en": verdict.words.en}
