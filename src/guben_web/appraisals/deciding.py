"""Why a meeting set a grade otherwise, on the page of the result: whoever is evaluated reads the reason where the grade stands, others that a meeting did."""

from guben_web.accounts.models import Account
from guben_web.appraisals.access import reads_words_about
from guben_web.appraisals.models import Override
from guben_web.results.beside import Panel
from guben_web.results.models import Result


def beside_result(account: Account, result: Result) -> Panel | None:
    """Return the meeting and its reason; None where the grade is the one computed. No query there, and one otherwise."""
    if not result.is_decided:
        return None
    rows = Override.objects.filter(
        organization=result.organization_id,
        decision__evaluation=result.evaluation_id,
        decision__withdrawn_at=None,
    )
    found = rows.select_related("decision").first()
    if found is None:
        return None
    reads = reads_words_about(account, result.organization_id)
    return Panel("appraisals/override_of_result.html", {"override": found, "reads": reads})
