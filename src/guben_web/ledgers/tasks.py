"""Work in the background: workbooks that are compared, applied and undone, and the index of a ledger whose definition has changed."""

from collections.abc import Mapping

from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.engine.texts import Text
from guben_web.jobs.registry import Progress, handles
from guben_web.ledgers import entry_actions, upload_actions
from guben_web.ledgers.access import Reader
from guben_web.ledgers.models import Upload
from guben_web.packs.actions import INDEX
from guben_web.packs.models import Ledger

_COMPARING = Text("核对台账工作簿", "Comparing a workbook of a ledger")
_APPLYING = Text("写入台账工作簿", "Storing a workbook of a ledger")
_UNDOING = Text("撤销台账工作簿", "Undoing a workbook of a ledger")
_STORING_ROWS, _GIVING_BACK = Text("写入各行", "Storing the rows"), Text("恢复各行", "Giving rows back")
_TITLE = Text("重建台账的筛选索引", "Making the index of a ledger anew")


@handles(INDEX, _TITLE)
def index(progress: Progress, *, ledger: int) -> Mapping[str, object]:
    """Let the index of a ledger say what its definition in force asks for."""
    progress(_TITLE)
    return {
        "entries": entry_actions.index_ledger(
            ledger=Ledger.objects.select_related("definition").get(pk=ledger)
        )
    }


@handles(upload_actions.COMPARE, _COMPARING)
def compare(progress: Progress, *, upload_id: int) -> Mapping[str, object]:
    """Compare a workbook of a ledger; it then waits for a decision."""
    rows = Upload.objects.select_related("ledger__definition", "uploaded_by")
    upload_actions.compare_upload(upload=rows.get(pk=upload_id), day=timezone.localdate(), progress=progress)
    return {"upload": upload_id}


@handles(upload_actions.APPLY, _APPLYING)
def apply(progress: Progress, *, upload_id: int, account_id: int) -> Mapping[str, object]:
    """Store what a workbook of a ledger says."""
    progress(_STORING_ROWS)
    upload, by = Upload.objects.get(pk=upload_id), _reader(account_id)
    upload_actions.apply_upload(upload=upload, by=by, now=timezone.now())
    return {"upload": upload_id}


@handles(upload_actions.UNDO, _UNDOING)
def undo(progress: Progress, *, upload_id: int, account_id: int) -> Mapping[str, object]:
    """Take back what a workbook of a ledger said."""
    progress(_GIVING_BACK)
    upload, by = Upload.objects.get(pk=upload_id), _reader(account_id)
    upload_actions.undo_upload(upload=upload, by=by, now=timezone.now())
    return {"upload": upload_id}


def _reader(account_id: int) -> Reader:
    return Reader(Account.objects.get(pk=account_id), timezone.localdate())
