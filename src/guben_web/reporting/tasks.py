"""Work in the background: workbooks of forms that are compared."""

from collections.abc import Mapping

from django.utils import timezone

from guben_web.engine.texts import Text
from guben_web.jobs.registry import Progress, handles
from guben_web.reporting import book_actions
from guben_web.reporting.models import Upload

_TITLE = Text("核对填报工作簿", "Comparing a workbook of forms")


@handles(book_actions.COMPARE, _TITLE)
def compare(progress: Progress, *, upload_id: int) -> Mapping[str, object]:
    """Compare a workbook of forms; it then waits for a decision."""
    rows = Upload.objects.select_related("collection", "uploaded_by")
    book_actions.compare_upload(upload=rows.get(pk=upload_id), day=timezone.localdate(), progress=progress)
    return {"upload": upload_id}
