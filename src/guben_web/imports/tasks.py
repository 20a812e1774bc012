"""What happens to a batch in the background. Each job may begin anew at any point: done twice is done once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.engine.collecting import without_collecting
from guben_web.engine.schemes import collected_measures
from guben_web.engine.texts import Text
from guben_web.engine.workbooks import (
    Decided,
    PrivatePerson,
    Reading,
    StandingOrganization,
    mark_findings,
    read_county,
)
from guben_web.imports import access, actions, files, reading_actions
from guben_web.imports.columns import decisions
from guben_web.imports.comparing import compare
from guben_web.imports.models import Batch
from guben_web.imports.register import read_register
from guben_web.imports.tables.catalogue import SHEETS
from guben_web.jobs.registry import Progress, handles
from guben_web.words.language import current_language

_STEPS = 7
_READING_TITLE = Text("读取并核对工作簿", "Reading and comparing a workbook")
_APPLYING_TITLE = Text("写入工作簿", "Applying a workbook")
_UNDOING_TITLE = Text("撤销导入", "Undoing an import")
_COMPARING = Text("与系统里的数据核对", "Comparing with the register")
_STORING = Text("保存核对结果", "Storing the comparison")
_MARKING_TITLE = Text("标出问题", "Marking what was found")
_MARKING = Text("标出有问题的单元格", "Marking the cells")
_DONE = Text("核对完毕", "Compared")
_PREPARING = Text("准备写入", "Preparing")
_APPLIED = Text("已写入", "Applied")
_UNDONE = Text("已撤销", "Undone")


@handles(actions.READ, _READING_TITLE)
@without_collecting()
def read(progress: Progress, /, *, batch_id: int, account_id: int) -> Mapping[str, object] | None:
    """Read a workbook and compare it with the register; the batch then waits for a decision."""
    batch = reading_actions.begin_reading(batch=Batch.objects.get(pk=batch_id))
    if batch is None:
        return None
    try:
        allowed = access.allowed_keys(batch.uploaded_by, batch.as_of)
    except PermissionDenied:
        raise actions.RightsHaveChanged from None
    private: list[PrivatePerson] = []
    with files.opened(batch) as path:
        register = read_register(batch.period)
        reading = _read(batch, path, progress, private, register.standing(allowed))
        progress(_COMPARING, done=4, of=_STEPS)
        lines = compare(reading, private, register, as_of=batch.as_of, period=batch.period, allowed=allowed)
        progress(_STORING, done=5, of=_STEPS)
        reading_actions.store_lines(batch=batch, lines=lines)
    reading_actions.finish_reading(
        batch=batch, lines=lines, columns=reading.columns, findings=reading.findings
    )
    progress(_DONE, done=_STEPS, of=_STEPS)
    return {"batch": batch_id}


@handles(actions.MARK, _MARKING_TITLE)
def mark(progress: Progress, /, *, batch_id: int, account_id: int) -> Mapping[str, object] | None:
    """Mark the cells of a workbook that something was found about; it is read again for that."""
    batch = Batch.objects.get(pk=batch_id)
    if not batch.has_file:
        return None
    standing = read_register(batch.period).standing(access.allowed_keys(batch.uploaded_by, batch.as_of))
    with files.opened(batch) as path:
        # Who may import sees the names: the marks say what stands in a cell, as the findings do.
        reading = _read(batch, path, progress, [], standing)
        progress(_MARKING, done=4, of=_STEPS)
        marked = path.with_name("marked.xlsx")
        mark_findings(path, reading.every_finding, marked, language=current_language())
        files.keep(batch, marked.read_bytes(), is_marked=True)
    reading_actions.finish_marking(batch=batch)
    progress(_DONE, done=_STEPS, of=_STEPS)
    return {"batch": batch_id}


@handles(actions.APPLY, _APPLYING_TITLE)
def apply(progress: Progress, /, *, batch_id: int, account_id: int) -> Mapping[str, object] | None:
    """Apply a batch."""
    progress(_PREPARING, done=0, of=1)
    batch, account = Batch.objects.get(pk=batch_id), Account.objects.get(pk=account_id)
    actions.apply(batch=batch, by=account, now=timezone.now())
    progress(_APPLIED, done=1, of=1)
    return {"batch": batch_id}


@handles(actions.UNDO, _UNDOING_TITLE)
def undo(progress: Progress, /, *, batch_id: int, account_id: int) -> Mapping[str, object] | None:
    """Undo a batch."""
    progress(_PREPARING, done=0, of=1)
    batch, account = Batch.objects.get(pk=batch_id), Account.objects.get(pk=account_id)
    actions.undo(batch=batch, by=account, now=timezone.now())
    progress(_UNDONE, done=1, of=1)
    return {"batch": batch_id}


def decided_columns() -> Decided:
    """Return what was decided about headings, by kind of sheet."""
    decided: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for (kind, mark), meaning in decisions().items():
        decided[kind][mark] = meaning
    return decided


def _read(
    batch: Batch,
    path: Path,
    progress: Progress,
    private: list[PrivatePerson],
    standing: Sequence[StandingOrganization],
) -> Reading:
    return read_county(
        path,
        measures=collected_measures(),
        period=batch.period,
        as_of=batch.as_of,
        on_progress=lambda words, done, total: progress(words, done=done, of=_STEPS),
        private=private,
        decided=decided_columns(),
        standing=standing,
        tables=SHEETS,
    )
