"""Workbooks of forms brought in: compared and stored in the background, each in one transaction, or let go."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.engine.reporting import FormReading, find_measure, read_form
from guben_web.engine.texts import CoreRefusal, Text
from guben_web.jobs import actions as jobs
from guben_web.jobs.asking import is_asked_already, need_idle
from guben_web.jobs.registry import Progress
from guben_web.org.queries import names_of
from guben_web.reporting import access, sheet_actions
from guben_web.reporting.comparing import ComparedRow, compare
from guben_web.reporting.enums import Fate, How
from guben_web.reporting.figures import as_data, from_data, is_jump
from guben_web.reporting.models import Collection, Upload, UploadLine
from guben_web.reporting.queries import previous_values
from guben_web.reporting.refused import (
    UploadIsDecided,
    UploadIsOutdated,
    WorkbookCannotBeRead,
    WorkbookIsNotForThis,
    WorkbookIsTooLong,
)
from guben_web.reporting.sheet_actions import Said
from guben_web.reporting.workbooks import Held, find_number, held_by
from guben_web.shared.refusals import Refusal

# The jobs that compare a workbook, and store what it says.
COMPARE, APPLY = "reporting_books.compare", "reporting_books.apply"
_MOST_ROWS = 20_000
_STEPS = 3
_READING, _COMPARING = (
    Text("读取工作簿", "Reading the workbook"),
    Text("与各表核对", "Comparing with the forms"),
)
_STORING = Text("保存核对结果", "Storing the comparison")
_ABSENT = Text(
    "没有这些列，这些数不改动：{titles}。表头改过的，请改回去再上传。",
    "These columns are not there, so nothing is changed in them: {titles}. If a heading was renamed, name it back.",
)


@transaction.atomic
def bring_in(*, collection: Collection, file_name: str, content: bytes, by: Account, now: datetime) -> Upload:
    """Take a workbook, and have it compared with the forms in the background."""
    upload = Upload.objects.create(
        collection=collection,
        file_name=file_name[-200:],
        file_digest=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=by,
        uploaded_at=now,
    )
    upload.run = jobs.enqueue(COMPARE, by=by, now=now, upload_id=upload.pk)
    upload.save(update_fields=["run"])
    detail = {"file": upload.file_name, "sha256": upload.file_digest}
    audit.record("reporting.workbook_read", by=by, subject=upload, at=now, detail=detail)
    return upload


def compare_upload(*, upload: Upload, day: date, progress: Progress) -> None:
    """Compare a workbook with the forms as they are on a day, and keep what it would change; no form is changed.

    All that comes of it is stored at once, so that a process that is killed leaves the workbook to be compared anew.
    Nothing happens where that was done. Raises WorkbookCannotBeRead, WorkbookIsTooLong, and WorkbookIsNotForThis; the
    workbook is forgotten then.
    """
    if upload.fate != Fate.BROUGHT or upload.content is None:
        return
    try:
        progress(_READING, done=0, of=_STEPS)
        held = held_by(access.hand_of(upload.uploaded_by), upload.collection, day)
        reading = _read(upload, held, day)
        progress(_COMPARING, done=1, of=_STEPS)
        rows = compare(reading, held, day)
    except Refusal:
        _keep(upload, Fate.UNREAD, (), ())
        raise
    progress(_STORING, done=2, of=_STEPS)
    found = [each.message for each in reading.findings]
    if reading.absent:
        found.append(_ABSENT.filled(titles=list(reading.absent)))
    _keep(upload, Fate.WAITING, found, rows)


@transaction.atomic
def start_applying(*, upload: Upload, by: Account, now: datetime) -> None:
    """Have what a workbook changes stored in the background; nothing happens where the same person has asked for that.

    Raises UploadIsDecided and IsBusy.
    """
    upload = _locked(upload)
    if is_asked_already(upload.run, APPLY, by=by, is_done=upload.fate == Fate.APPLIED):
        return
    need_idle(upload.run)
    _need_undecided(upload)
    upload.run = jobs.enqueue(APPLY, by=by, now=now, upload_id=upload.pk, account_id=by.pk)
    upload.save(update_fields=["run"])
    audit.record("reporting.workbook_applying_asked", by=by, subject=upload, at=now)


@transaction.atomic
def apply_upload(*, upload: Upload, by: Account, now: datetime) -> None:
    """Store what a workbook changes, all of it or nothing; nothing happens where that was done.

    Raises UploadIsDecided, UploadIsOutdated where a form has changed since, and what `fill` raises.
    """
    upload = _locked(upload)
    if upload.fate == Fate.APPLIED:
        return
    _need_undecided(upload)
    lines = list(upload.lines.exclude(sheet=None))
    keys = {each.sheet_id for each in lines if each.sheet_id is not None}
    sheets = {each.pk: each for each in sheet_actions.locked_sheets(keys)}
    placed = [(sheets[each.sheet_id], each) for each in lines if each.sheet_id is not None]
    changed = [line for sheet, line in placed if sheet.revision != line.revision]
    if changed:
        raise UploadIsOutdated(names=[each.name for each in changed[:10]])
    about = {each.organization_id for each in lines if each.organization_id is not None}
    before = previous_values(upload.collection, about)
    by_sheet: defaultdict[int, list[Said]] = defaultdict(list)
    hand = access.hand_of(by)
    for sheet, line in placed:
        assert line.organization_id is not None
        for name, (_, after) in line.changes.items():
            value, measure = from_data(after), find_measure(name)
            then = before.get((line.organization_id, name))
            jumps = measure is not None and is_jump(measure, value, then, upload.collection.jump_percent)
            note = line.note if jumps and line.note else None
            by_sheet[sheet.pk].append(Said(line.organization_id, name, value, note=note))
    for key, said in by_sheet.items():
        sheet_actions.fill(sheet=sheets[key], said=said, how=How.WORKBOOK, by=by, now=now, hand=hand)
    _decide(upload, Fate.APPLIED, now)
    audit.record(
        "reporting.workbook_applied", by=by, subject=upload, at=now, detail={"sheets": len(by_sheet)}
    )


@transaction.atomic
def discard_upload(*, upload: Upload, by: Account, now: datetime) -> None:
    """Let a workbook go; no form is changed.

    Raises UploadIsDecided and IsBusy.
    """
    upload = _locked(upload)
    need_idle(upload.run)
    _need_undecided(upload)
    _decide(upload, Fate.DISCARDED, now)
    audit.record("reporting.workbook_discarded", by=by, subject=upload, at=now)


def _read(upload: Upload, held: Held, day: date) -> FormReading:
    assert upload.content is not None
    name = upload.file_name
    try:
        reading = read_form(name, bytes(upload.content), measures=held.measures, as_of=day)
    except CoreRefusal as refusal:
        first = refusal.findings[0]
        raise WorkbookCannotBeRead(file=name, reason=first.message) from None
    if len(reading.rows) > _MOST_ROWS:
        raise WorkbookIsTooLong(file=name, n=len(reading.rows), most=_MOST_ROWS)
    numbers = [find_number(row.number) for row in reading.rows]
    if not any(each is not None and each.collection == upload.collection_id for each in numbers):
        raise WorkbookIsNotForThis(file=name)
    return reading


@transaction.atomic
def _keep(upload: Upload, fate: Fate, found: Sequence[Text], rows: Sequence[ComparedRow]) -> None:
    held = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if held.fate != Fate.BROUGHT:
        return
    held.fate, held.content = fate, None
    held.findings = [{"zh": each.zh, "en": each.en} for each in found]
    held.unchanged = sum(row.is_unchanged for row in rows)
    held.save()
    names = names_of({row.organization_id for row in rows if row.organization_id is not None})
    UploadLine.objects.bulk_create(
        (
            UploadLine(
                upload=held,
                row=row.row,
                name=names.get(row.organization_id or 0, row.name)[:200],
                sheet=row.sheet,
                organization_id=row.organization_id,
                revision=row.sheet.revision if row.sheet else 0,
                changes={name: [as_data(a), as_data(b)] for name, (a, b) in row.changes.items()},
                note=row.note,
                reasons=[{"zh": each.zh, "en": each.en} for each in row.reasons],
            )
            for row in rows
            if not row.is_unchanged
        ),
        batch_size=500,
    )


def _locked(upload: Upload) -> Upload:
    rows = Upload.objects.select_for_update(of=("self",)).select_related("collection")
    return rows.defer("content").get(pk=upload.pk)


def _need_undecided(upload: Upload) -> None:
    if upload.fate != Fate.WAITING:
        raise UploadIsDecided


def _decide(upload: Upload, fate: Fate, now: datetime) -> None:
    upload.fate, upload.decided_at = fate, now
    upload.save(update_fields=["fate", "decided_at"])
