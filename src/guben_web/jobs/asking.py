"""What one asks the background to do with a thing: one work at a time, and asked twice is asked once."""

from django.contrib.auth.base_user import AbstractBaseUser

from guben_web.engine.texts import Text
from guben_web.jobs.models import Run
from guben_web.shared.refusals import Refusal


class IsBusy(Refusal):
    """A background run is working on the thing."""

    code = "jobs.is-busy"
    message = Text("后台正在处理，还没有完成。", "This is being worked on in the background.")
    hint = Text("请等它完成。", "Wait until that is done.")


def need_idle(run: Run | None) -> None:
    """Raise IsBusy while the last run of a thing goes on."""
    if run is not None and not run.is_over:
        raise IsBusy


def is_asked_already(run: Run | None, job: str, *, by: AbstractBaseUser, is_done: bool) -> bool:
    """Return whether this person's run is on its way or has done it: a button was pressed twice."""
    if run is None or run.job != job or run.started_by_id != by.pk:
        return False
    return is_done or not run.is_over
