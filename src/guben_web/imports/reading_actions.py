"""What the background stores while it reads and compares a workbook."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from django.db import transaction

from guben_web.engine.texts import Finding, finding_as_data
from guben_web.engine.workbooks import ReadColumn
from guben_web.imports import files
from guben_web.imports.batch_states import gate_number, locked, move
from guben_web.imports.columns import column_as_data
from guben_web.imports.comparing import blocks_all
from guben_web.imports.enums import State
from guben_web.imports.models import Batch, Line
from guben_web.shared.bulk import Ready

_LINES_AT_ONCE = 2000


@transaction.atomic
def begin_reading(*, batch: Batch) -> Batch | None:
    """Return the batch to read under a new attempt; None where it is read already. Leftovers are removed."""
    batch = locked(batch)
    if batch.state != State.UPLOADED:
        return None
    batch.attempt += 1
    batch.gate_number = gate_number()
    batch.has_marked_file = False
    batch.save(update_fields=["attempt", "gate_number", "has_marked_file"])
    return batch


def store_lines(*, batch: Batch, lines: Sequence[Line]) -> None:
    """Store the lines of an attempt, some at a time, so that others can write in between."""
    batch.lines.exclude(attempt=batch.attempt)._raw_delete(using="default")
    waiting = iter(lines)
    while some := list(islice(waiting, _LINES_AT_ONCE)):
        for line in some:
            line.batch, line.attempt = batch, batch.attempt
        with transaction.atomic():
            Ready(some).insert()


@transaction.atomic
def finish_reading(
    *,
    batch: Batch,
    lines: Sequence[Line],
    columns: Sequence[ReadColumn],
    findings: Sequence[Finding],
) -> None:
    """Show what was read: it waits for a decision, or cannot be applied where a finding is about no row.

    Nothing happens where another attempt has begun meanwhile.
    """
    attempt = batch.attempt
    batch = locked(batch)
    if batch.attempt != attempt or batch.state != State.UPLOADED:
        return
    batch.columns = [column_as_data(each) for each in columns]
    batch.findings = [finding_as_data(each) for each in findings]
    counts = Counter(f"{line.kind}.{line.outcome}" for line in lines)
    batch.counts = dict(counts)
    is_whole = bool(columns) and not blocks_all(findings, columns)
    move(
        batch,
        State.WAITING if is_whole else State.READ,
        "columns",
        "findings",
        "counts",
    )


@transaction.atomic
def finish_marking(*, batch: Batch) -> None:
    """Offer the workbook with marked cells, unless the batch was decided upon meanwhile."""
    batch = locked(batch)
    if batch.has_file:
        batch.has_marked_file = True
        batch.save(update_fields=["has_marked_file"])
    else:
        transaction.on_commit(lambda: files.forget(batch))
