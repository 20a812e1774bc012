"""What is done with a batch: bring it in, have it read, decide about it, apply and undo it."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.collecting import without_collecting
from guben_web.engine.texts import Text
from guben_web.imports import access, files
from guben_web.imports.batch_states import (
    BatchHasMovedOn,
    let_go,
    locked,
    move,
    need_move,
    the_gate,
)
from guben_web.imports.enums import Kind, Outcome, State
from guben_web.imports.models import Batch, ColumnMeaning, Line
from guben_web.imports.register import read_register
from guben_web.imports.standing import LaterChangesStand, ResultsStand, SubjectIsGone, later_changes, together
from guben_web.imports.tables.catalogue import TABLES
from guben_web.imports.tables.table import Storing, Work
from guben_web.jobs import actions as jobs
from guben_web.jobs.asking import is_asked_already, need_idle
from guben_web.shared.refusals import Refusal

__all__ = [
    "BatchHasMovedOn",
    "LaterChangesStand",
    "ResultsStand",
]

READ, MARK, APPLY, UNDO = "imports.read", "imports.mark", "imports.apply", "imports.undo"


class DataHasChanged(Refusal):
    """The register is not what the dry run compared with."""

    code = "imports.data-has-changed"
    message = Text(
        "核对之后，系统里的数据又有变动，没有写入任何内容。",
        "The data have changed since this was compared with them; nothing was stored.",
    )
    hint = Text(
        "请点“重新核对”，看过新的结果再写入。", "Compare it again, look at the result, then apply it."
    )


class RightsHaveChanged(Refusal):
    """Whoever brought the workbook in may no longer change what it changes."""

    code = "imports.rights-have-changed"
    message = Text(
        "上传人现在无权改动这一批里的组织，没有写入任何内容。",
        "Whoever uploaded this may no longer change the organizations in it; nothing was stored.",
    )
    hint = Text("请由现在负责这些组织的人重新上传。", "Let whoever looks after them now upload the workbook.")


@transaction.atomic
def upload(*, file_name: str, content: bytes, period: str, as_of: date, by: Account, now: datetime) -> Batch:
    """Keep a workbook and have it read in the background."""
    batch = Batch.objects.create(
        file_name=file_name[-200:],
        file_digest=hashlib.sha256(content).hexdigest(),
        period=period,
        as_of=as_of,
        uploaded_by=by,
        uploaded_at=now,
    )
    files.keep(batch, content)
    _start(batch, READ, by, now)
    audit.record("import.uploaded", by=by, subject=batch, at=now, detail={"sha256": batch.file_digest})
    return batch


@transaction.atomic
def read_again(*, batch: Batch, by: Account, now: datetime) -> None:
    """Read and compare a workbook anew.

    Raises BatchHasMovedOn and IsBusy.
    """
    batch = locked(batch)
    if batch.state != State.UPLOADED:
        move(batch, State.UPLOADED)
    _start(batch, READ, by, now)
    audit.record("import.reading_asked", by=by, subject=batch, at=now)


@transaction.atomic
def decide_columns(
    *, batch: Batch, meanings: Mapping[tuple[str, str], str], by: Account, now: datetime
) -> None:
    """Remember what headings mean, by kind of sheet and mark, and read the workbook anew.

    Raises BatchHasMovedOn and IsBusy.
    """
    for (sheet_kind, mark), meaning in meanings.items():
        ColumnMeaning.objects.update_or_create(
            sheet_kind=sheet_kind,
            fingerprint=hashlib.sha256(mark.encode()).hexdigest(),
            defaults={"mark": mark[:200], "meaning": meaning, "decided_by": by, "decided_at": now},
        )
    words = {f"{kind}:{mark}": meaning for (kind, mark), meaning in meanings.items()}
    audit.record("import.columns_decided", by=by, subject=batch, at=now, detail={"meanings": words})
    read_again(batch=batch, by=by, now=now)


@transaction.atomic
def start_marking(*, batch: Batch, by: Account, now: datetime) -> None:
    """Have the cells of a workbook marked that something was found about, in the background.

    Raises BatchHasMovedOn and IsBusy.
    """
    batch = locked(batch)
    if batch.state not in (State.READ, State.WAITING):
        raise BatchHasMovedOn(state=State(batch.state).label)
    _start(batch, MARK, by, now)
    audit.record("import.marking_asked", by=by, subject=batch, at=now)


@transaction.atomic
def discard(*, batch: Batch, by: Account, now: datetime) -> None:
    """Let a batch be; its workbook is removed.

    Raises BatchHasMovedOn and IsBusy.
    """
    batch = locked(batch)
    need_idle(batch.run)
    batch.decided_by, batch.decided_at = by, now
    let_go(batch)
    move(batch, State.DISCARDED, "decided_by", "decided_at", "has_file", "has_marked_file")
    audit.record("import.discarded", by=by, subject=batch, at=now)


@transaction.atomic
def start_applying(*, batch: Batch, by: Account, now: datetime) -> None:
    """Have a batch applied in the background; nothing happens where the same person has asked for that already.

    Raises BatchHasMovedOn and IsBusy.
    """
    batch = locked(batch)
    if is_asked_already(batch.run, APPLY, by=by, is_done=batch.state == State.APPLIED):
        return
    need_move(batch, State.APPLIED)
    _start(batch, APPLY, by, now)
    audit.record("import.applying_asked", by=by, subject=batch, at=now)


@transaction.atomic
def start_undoing(*, batch: Batch, by: Account, now: datetime) -> None:
    """Have a batch undone in the background; nothing happens where the same person has asked for that already.

    Raises BatchHasMovedOn and IsBusy.
    """
    batch = locked(batch)
    if is_asked_already(batch.run, UNDO, by=by, is_done=batch.state == State.UNDONE):
        return
    need_move(batch, State.UNDONE)
    _start(batch, UNDO, by, now)
    audit.record("import.undoing_asked", by=by, subject=batch, at=now)


def need_possible(*, batch: Batch, state: State) -> None:
    """Return if the batch can be taken to a state now, for the page that asks whether to go on.

    Raises BatchHasMovedOn and IsBusy.
    """
    need_idle(batch.run)
    need_move(batch, state)


@transaction.atomic
def record_download(*, batch: Batch, by: Account, now: datetime) -> None:
    """Record that the workbook with marked cells was taken: it holds identity numbers."""
    audit.record("import.findings_downloaded", by=by, subject=batch, at=now)


@transaction.atomic
def record_taking_out(
    *, kinds: Iterable[Kind], reason: str, with_numbers: bool, by: Account, now: datetime
) -> None:
    """Record that tables were taken out to be corrected, and why."""
    detail = {"kinds": [str(each) for each in kinds], "reason": reason, "numbers": with_numbers}
    audit.record("import.book_taken", by=by, at=now, detail=detail)


# What the background does with a batch that was decided upon.


@without_collecting()
def apply(*, batch: Batch, by: Account, now: datetime) -> None:
    """Store what a batch says, in one short transaction; nothing happens where that was done.

    Raises BatchHasMovedOn, DataHasChanged and RightsHaveChanged.
    """
    batch.refresh_from_db()
    if batch.state == State.APPLIED:
        return
    storing = _storing(batch, by, now)
    works: dict[Kind, Work] = {}
    try:
        for line in _lines_of(batch):
            kind = Kind(line.kind)
            if kind not in works:
                works[kind] = TABLES[kind].applying(storing)
            works[kind].add(line)
    except SubjectIsGone:
        raise DataHasChanged from None
    in_order = [works[kind] for kind in TABLES if kind in works]
    _need_rights(batch, in_order)
    for work in in_order:
        work.make_ready()
    _apply(batch, in_order, by, now)


def _need_rights(batch: Batch, works: Iterable[Work]) -> None:
    """Raise RightsHaveChanged if the batch changes what whoever uploaded it may not change now."""
    try:
        allowed = access.allowed_keys(batch.uploaded_by, batch.as_of)
    except PermissionDenied:
        raise RightsHaveChanged from None
    if allowed is None:
        return
    every = list(works)
    mine = allowed.union(*(each.added for each in every))
    if any(not one_of & mine for each in every for one_of in each.touched):
        raise RightsHaveChanged


@transaction.atomic
def _apply(batch: Batch, works: list[Work], by: Account, now: datetime) -> None:
    gate = the_gate()
    current = locked(batch)
    need_move(current, State.APPLIED)
    if (gate.number, current.attempt) != (current.gate_number, batch.attempt):
        raise DataHasChanged
    if any(work.standing() for work in works):
        raise DataHasChanged
    for work in works:
        work.store()
    gate.number += 1
    gate.save(update_fields=["number"])
    current.decided_by, current.decided_at = by, now
    let_go(current)
    move(current, State.APPLIED, "decided_by", "decided_at", "has_file", "has_marked_file")
    audit.record("import.applied", by=by, subject=current, at=now, detail=dict(current.counts))


@without_collecting()
def undo(*, batch: Batch, by: Account, now: datetime) -> None:
    """Restore what was before a batch, in one short transaction; nothing happens where that was done.

    Raises BatchHasMovedOn, LaterChangesStand and ResultsStand.
    """
    batch.refresh_from_db()
    if batch.state == State.UNDONE:
        return
    storing = _storing(batch, by, now)
    works: dict[Kind, Work] = {}
    for line in _lines_of(batch):
        kind = Kind(line.kind)
        if kind not in works:
            works[kind] = TABLES[kind].undoing(storing)
        works[kind].add(line)
    in_order = [works[kind] for kind in reversed(TABLES) if kind in works]
    for work in in_order:
        work.make_ready()
    _undo(batch, in_order, by, now)


@transaction.atomic
def _undo(batch: Batch, works: list[Work], by: Account, now: datetime) -> None:
    gate = the_gate()
    current = locked(batch)
    need_move(current, State.UNDONE)
    standing = together(work.standing() for work in works)
    if standing:
        raise later_changes(standing)
    for work in works:
        work.store()
    gate.number += 1
    gate.save(update_fields=["number"])
    current.undone_at = now
    move(current, State.UNDONE, "undone_at")
    audit.record("import.undone", by=by, subject=current, at=now, detail=dict(current.counts))


def _storing(batch: Batch, by: Account, now: datetime) -> Storing:
    register = read_register(batch.period)
    return Storing(batch, register, by.pk, now, dict(register.ids))


def _lines_of(batch: Batch) -> Iterable[Line]:
    """Return the lines that change something, in the order of the tables."""
    rows = batch.lines.filter(attempt=batch.attempt, outcome__in=(Outcome.CREATED, Outcome.CHANGED))
    return rows.order_by("id").iterator()


def _start(batch: Batch, job: str, by: Account, now: datetime) -> None:
    need_idle(batch.run)
    batch.run = jobs.enqueue(job, by=by, now=now, batch_id=batch.pk, account_id=by.pk)
    batch.save(update_fields=["run"])
