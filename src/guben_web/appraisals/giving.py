"""Who gave a mark, when and why, on the page of the reported value that it is."""

from guben_web.accounts.models import Account
from guben_web.appraisals import access
from guben_web.appraisals.marks import SOURCE
from guben_web.appraisals.models import Mark
from guben_web.ledgers.models import ReportedValue
from guben_web.results.beside import Panel
from guben_web.results.models import Result

_VALUE = "value:"


def beside_record(account: Account, result: Result, source: str) -> Panel | None:
    """Return the mark that a reported value of a result is; None for another record, and for a mark that was changed
    since: its reason is another one. Three queries at most."""
    if not source.startswith(_VALUE):
        return None
    values = ReportedValue.objects.filter(pk=source.removeprefix(_VALUE), source__startswith=SOURCE)
    value = values.first()
    if value is None:
        return None
    marks = Mark.objects.filter(
        pk=value.source.removeprefix(SOURCE), given_at__lte=result.evaluation.finished_at
    )
    mark = marks.select_related("given_by").first()
    if mark is None:
        return None
    reads = mark.given_by_id == account.pk or access.reads_words_about(account, result.organization_id)
    return Panel("appraisals/mark_of_record.html", {"mark": mark, "reason": mark.reason if reads else ""})
