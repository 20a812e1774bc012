"""Workbooks of ledgers: compared, applied and undone in the background, each in one transaction."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction

from guben_web.audit import actions as audit
from guben_web.engine.entry_books import read_entries
from guben_web.engine.texts import CoreRefusal, Finding, Text, finding_as_data
from guben_web.engine.workbooks import workbook_of
from guben_web.jobs import actions as jobs
from guben_web.jobs.asking import is_asked_already, need_idle
from guben_web.jobs.registry import Progress
from guben_web.ledgers import entry_actions
from guben_web.ledgers.access import Reader
from guben_web.ledgers.checking import Draft
from guben_web.ledgers.comparing import Line, compare
from guben_web.ledgers.enums import Outcome, UploadState
from guben_web.ledgers.models import Entry, Upload, UploadLine
from guben_web.packs.models import Ledger
from guben_web.shared.bulk import Ready
from guben_web.shared.refusals import Refusal

LARGEST_BYTES = 20 * 2**20
_AT_ONCE = 500
# The jobs that compare a workbook, store what it says, and take that back.
COMPARE, APPLY, UNDO = "ledgers.compare", "ledgers.apply", "ledgers.undo"
_STEPS = 3
_READING, _COMPARING = (
    Text("读取工作簿", "Reading the workbook"),
    Text("与台账核对", "Comparing with the ledger"),
)
_STORING = Text("保存核对结果", "Storing the comparison")


class WorkbookIsNotRead(Refusal):
    """The workbook as a whole cannot be read."""

    code = "ledgers.workbook-is-not-read"
    message = Text("{reason}", "{reason}")
    hint = Text("{advice}", "{advice}")


class WorkbookIsTooLarge(Refusal):
    """There are more bytes than a ledger's workbook has."""

    code = "ledgers.workbook-is-too-large"
    message = Text("文件有{size}MB，最大{most}MB。", "The file has {size} MB; at most {most} MB are read.")


class UploadIsDecided(Refusal):
    """It was applied, discarded or undone already."""

    code = "ledgers.upload-is-decided"
    message = Text("这个工作簿已经处理过了。", "This workbook was dealt with already.")


class UploadIsStale(Refusal):
    """What it was compared with is no longer so."""

    code = "ledgers.upload-is-stale"
    message = Text(
        "核对之后，这本台账又写入或撤销了别的工作簿，没有写入任何内容。",
        "Another workbook of this ledger was applied or undone since the comparison; nothing was stored.",
    )
    hint = Text("请重新上传，再核对一次。", "Upload it again and look at the comparison.")


class UploadIsChanged(Refusal):
    """Entries that it brought were changed since, so that it cannot be undone."""

    code = "ledgers.upload-is-changed"
    message = Text(
        "写入之后有{n}条记录又修改过，不能整批撤销。",
        "{n} of its entries were changed since, so it is not undone.",
    )
    hint = Text("请逐条处理。", "Deal with them one by one.")


@transaction.atomic
def bring_in(*, ledger: Ledger, file_name: str, content: bytes, by: Reader, now: datetime) -> Upload:
    """Take a workbook, and have it compared in the background with what the ledger holds.

    Raises WorkbookIsTooLarge.
    """
    if len(content) > LARGEST_BYTES:
        raise WorkbookIsTooLarge(size=-(-len(content) // 2**20), most=LARGEST_BYTES // 2**20)
    upload = Upload.objects.create(
        ledger=ledger,
        file_name=Path(file_name).name[:160],
        sha256=hashlib.sha256(content).hexdigest(),
        state=UploadState.BROUGHT,
        content=content,
        uploaded_at=now,
        uploaded_by=by.account,
    )
    upload.run = jobs.enqueue(COMPARE, by=by.account, now=now, upload_id=upload.pk)
    upload.save(update_fields=["run"])
    detail = {"ledger": ledger.name, "sha256": upload.sha256}
    audit.record("ledger_book.uploaded", by=by.account, subject=upload, at=now, detail=detail)
    return upload


def compare_upload(*, upload: Upload, day: date, progress: Progress) -> None:
    """Compare a workbook with what the ledger holds on a day; nothing of it is stored in the ledger yet.

    All that comes of it is stored at once, so that a process that is killed leaves the workbook to be compared anew.
    Nothing happens where that was done. Raises WorkbookIsNotRead; the workbook is forgotten then.
    """
    if upload.state != UploadState.BROUGHT or upload.content is None:
        return
    by, seen = Reader(upload.uploaded_by, day), _number_stored(upload.ledger)
    try:
        progress(_READING, done=0, of=_STEPS)
        sheet = read_entries(workbook_of(Path(upload.file_name), bytes(upload.content)), upload.ledger.type)
        progress(_COMPARING, done=1, of=_STEPS)
        lines = compare(upload.ledger, sheet, by)
    except CoreRefusal as refusal:
        found = refusal.findings[0]
        _keep_comparison(upload, UploadState.UNREAD, seen, (), ())
        raise WorkbookIsNotRead(reason=found.message, advice=found.hint or Text("", "")) from refusal
    progress(_STORING, done=2, of=_STEPS)
    _keep_comparison(upload, UploadState.WAITING, seen, sheet.findings, lines)


@transaction.atomic
def _keep_comparison(
    upload: Upload, state: UploadState, seen: int, findings: Sequence[Finding], lines: Sequence[Line]
) -> None:
    held = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if held.state != UploadState.BROUGHT:
        return
    held.state, held.content, held.seen = state, None, seen
    held.findings = [finding_as_data(each) for each in findings]
    held.save(update_fields=["state", "content", "seen", "findings"])
    UploadLine.objects.bulk_create((_row(held, each) for each in lines), batch_size=_AT_ONCE)


@transaction.atomic
def start_applying(*, upload: Upload, by: Reader, now: datetime) -> None:
    """Have what a workbook says stored in the background; nothing happens where the same person has asked for that.

    Raises UploadIsDecided and IsBusy.
    """
    upload = _locked(upload)
    if is_asked_already(upload.run, APPLY, by=by.account, is_done=upload.state == UploadState.APPLIED):
        return
    need_idle(upload.run)
    _need_state(upload, UploadState.WAITING)
    _start(upload, APPLY, by, now)
    audit.record("ledger_book.applying_asked", by=by.account, subject=upload, at=now)


@transaction.atomic
def start_undoing(*, upload: Upload, by: Reader, now: datetime) -> None:
    """Have a workbook undone in the background; nothing happens where the same person has asked for that.

    Raises UploadIsDecided and IsBusy.
    """
    upload = _locked(upload)
    if is_asked_already(upload.run, UNDO, by=by.account, is_done=upload.state == UploadState.UNDONE):
        return
    need_idle(upload.run)
    _need_state(upload, UploadState.APPLIED)
    _start(upload, UNDO, by, now)
    audit.record("ledger_book.undoing_asked", by=by.account, subject=upload, at=now)


@transaction.atomic
def apply_upload(*, upload: Upload, by: Reader, now: datetime) -> None:
    """Store what a workbook adds and changes, all of it or nothing; nothing happens where that was done.

    Raises UploadIsDecided, UploadIsStale, PermissionDenied, and what storing entries raises.
    """
    upload = _locked(upload)
    if upload.state == UploadState.APPLIED:
        return
    _need_state(upload, UploadState.WAITING)
    Ledger.objects.select_for_update(of=("self",)).get(pk=upload.ledger_id)
    if upload.seen != _number_stored(upload.ledger):
        raise UploadIsStale
    lines = list(upload.lines.filter(outcome__in=(Outcome.CREATED, Outcome.CHANGED)))
    _need_rights(lines, by)
    new = [each for each in lines if each.outcome == Outcome.CREATED]
    changed = [each for each in lines if each.outcome == Outcome.CHANGED]
    pairs = [(Entry(pk=each.entry_id, revision=each.revision), _draft(each)) for each in changed]
    entry_actions.store_drafts(
        ledger=upload.ledger,
        new=[_draft(each) for each in new],
        changed=pairs,
        batch=upload.pk,
        by=by,
        now=now,
    )
    made = Entry.objects.filter(batch=upload.pk).order_by("pk")
    for line, entry in zip(new, made, strict=True):
        line.entry, line.revision = entry, entry.revision
    for line in changed:
        line.revision += 1
    Ready(lines).update(("entry", "revision"))
    _decide(upload, UploadState.APPLIED, now)
    detail = {"CREATED": len(new), "CHANGED": len(changed)}
    audit.record("ledger_book.applied", by=by.account, subject=upload, at=now, detail=detail)


@transaction.atomic
def undo_upload(*, upload: Upload, by: Reader, now: datetime) -> None:
    """Take out what a workbook added, and give back what it changed; nothing happens where that was done.

    Raises UploadIsDecided, UploadIsChanged, PeriodIsClosed and PermissionDenied.
    """
    upload = _locked(upload)
    if upload.state == UploadState.UNDONE:
        return
    _need_state(upload, UploadState.APPLIED)
    stored = upload.lines.filter(outcome__in=(Outcome.CREATED, Outcome.CHANGED))
    # Nobody changes an entry between the look at its revision and what is put back.
    held = Entry.objects.select_for_update().filter(pk__in=stored.values("entry"))
    list(held.order_by("pk").values_list("pk"))
    lines = list(stored.select_related("entry__definition", "entry__ledger__definition"))
    _need_rights(lines, by)
    entries = [each.entry for each in lines if each.entry is not None]
    later = sum(
        1
        for line, entry in zip(lines, entries, strict=True)
        if entry.revision != line.revision or entry.is_removed
    )
    if later:
        raise UploadIsChanged(n=later)
    states = []
    for line, entry in zip(lines, entries, strict=True):
        now_held = entry_actions.state_of(entry)
        states.append(line.before if line.before is not None else {**now_held, "is_removed": True})
    entry_actions.put_back(entries=entries, states=states, by=by, now=now)
    _decide(upload, UploadState.UNDONE, now)
    audit.record("ledger_book.undone", by=by.account, subject=upload, at=now, detail={"rows": len(lines)})


@transaction.atomic
def discard_upload(*, upload: Upload, by: Reader, now: datetime) -> None:
    """Leave a workbook as if it had not been brought.

    Raises UploadIsDecided and IsBusy.
    """
    upload = _locked(upload)
    need_idle(upload.run)
    _need_state(upload, UploadState.WAITING)
    upload.lines.all()._raw_delete(using="default")
    _decide(upload, UploadState.DISCARDED, now)
    audit.record("ledger_book.discarded", by=by.account, subject=upload, at=now)


def _locked(upload: Upload) -> Upload:
    rows = Upload.objects.select_for_update(of=("self",)).select_related("ledger__definition", "ledger__pack")
    return rows.defer("content").get(pk=upload.pk)


def _need_state(upload: Upload, state: UploadState) -> None:
    if upload.state != state:
        raise UploadIsDecided


def _need_rights(lines: Sequence[UploadLine], by: Reader) -> None:
    """Raise PermissionDenied if she may not enter any more for an organization that a workbook is about."""
    if not all(each.organization_id and by.may_write(each.organization_id) for each in lines):
        raise PermissionDenied


def _number_stored(ledger: Ledger) -> int:
    """Return how often a workbook of a ledger was applied or undone; it only grows."""
    rows = Upload.objects.filter(ledger=ledger)
    undone = rows.filter(state=UploadState.UNDONE).count()
    return rows.filter(state=UploadState.APPLIED).count() + 2 * undone


def _start(upload: Upload, job: str, by: Reader, now: datetime) -> None:
    upload.run = jobs.enqueue(job, by=by.account, now=now, upload_id=upload.pk, account_id=by.account.pk)
    upload.save(update_fields=["run"])


def _decide(upload: Upload, state: UploadState, now: datetime) -> None:
    upload.state, upload.decided_at = state, now
    upload.save(update_fields=["state", "decided_at"])


def _row(upload: Upload, line: Line) -> UploadLine:
    reasons = [*line.reasons, *line.remarks]
    return UploadLine(
        upload=upload,
        row=line.row,
        outcome=line.outcome,
        organization_id=line.organization_id,
        entry=line.entry,
        revision=line.entry.revision if line.entry else 0,
        day=line.draft.day if line.draft else None,
        until=line.draft.until if line.draft else None,
        fields=dict(line.draft.fields) if line.draft else {},
        before=line.before if line.outcome is Outcome.CHANGED else None,
        reasons=[[each.zh, each.en] for each in reasons],
    )


def _draft(line: UploadLine) -> Draft:
    assert line.organization_id is not None and line.day is not None
    state = line.before["state"] if line.before else ""
    return Draft(line.organization_id, line.day, line.until, line.fields, state)
