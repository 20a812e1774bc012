"""How a batch moves from one state to the next, for those who decide and for the background."""

from django.db import transaction

from guben_web.engine.texts import Text
from guben_web.imports import files
from guben_web.imports.enums import TRANSITIONS, State
from guben_web.imports.models import Batch, Gate
from guben_web.shared.refusals import Refusal


class BatchHasMovedOn(Refusal):
    """The batch is in a state in which this cannot be done."""

    code = "imports.batch-has-moved-on"
    message = Text(
        "这一批现在是“{state}”，不能这样办理。",
        "This import is in the state '{state}'; that cannot be done now.",
    )
    hint = Text("请返回查看它现在怎样。", "Go back to see how it stands.")


def locked(batch: Batch) -> Batch:
    """Return the batch as it is now, kept from others until the transaction ends."""
    return Batch.objects.select_for_update().get(pk=batch.pk)


def need_move(batch: Batch, state: State) -> None:
    """Raise BatchHasMovedOn unless the state may follow."""
    if state not in TRANSITIONS[State(batch.state)]:
        raise BatchHasMovedOn(state=str(State(batch.state).label))


def move(batch: Batch, state: State, *changed: str) -> None:
    """Store the state that follows, and other fields; raises BatchHasMovedOn."""
    need_move(batch, state)
    batch.state = state
    batch.save(update_fields=["state", *changed])


def let_go(batch: Batch) -> None:
    """Remove the workbook once the transaction has succeeded."""
    batch.has_file = batch.has_marked_file = False
    transaction.on_commit(lambda: files.forget(batch))


def the_gate() -> Gate:
    """Return the one gate, kept from others until the transaction ends."""
    Gate.objects.get_or_create(pk=1)
    return Gate.objects.select_for_update().get(pk=1)


def gate_number() -> int:
    """Return how many batches were applied or undone."""
    return Gate.objects.filter(pk=1).values_list("number", flat=True).first() or 0
