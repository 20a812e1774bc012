"""Work in the background: workbooks of forms that are compared and stored."""

from collections.abc import Mapping

from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.engine.texts import Text
from guben_web.jobs.registry import Progress, handles
from guben_web.reporting import book_actions
from guben_web.reporting.models import Upload

_TITLE = Text("核对填报工作簿", "Comparing a workbook of forms")
_APPLYING = Text("写入填报工作簿", "Storing a workbook of forms")
_STORING_ROWS = Text("写入各表", "Storing the forms")


@handles(book_actions.COMPARE, _TITLE)
def compare(progress: Progress, *, upload_id: int) -> Mapping[str, object]:
    """Compare a workbook of forms; it then waits for a decision."""
    rows = Upload.objects.select_related("collection", "uploaded_by")
    book_actions.compare_upload(upload=rows.get(pk=upload_id), day=timezone.localdate(), progress=progress)
    return {"upload": upload_id}


@handles(book_actions.APPLY, _APPLYING)
def apply(progress: Progress, *, upload_id: int, account_id: int) -> Mapping[str, object]:
    """Store what a workbook of forms changes."""
    progress(_STORING_ROWS)
    upload, account = Upload.objects.get(pk=upload_id), Account.objects.get(pk=account_id)
    book_actions.apply_upload(upload=upload, by=account, now=timezone.now())
    return {"upload": upload_id}
