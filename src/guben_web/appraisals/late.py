"""Late corrections as pages show them: those of a final result, and those that the next appraisal looks at."""

from collections.abc import Container
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.http import Http404

from guben_web.accounts.models import Account
from guben_web.appraisals.access import is_holder, reads_words_about
from guben_web.appraisals.enums import BEFORE_DECISION, Outcome, Stage
from guben_web.appraisals.models import Appraisal, LateCorrection
from guben_web.engine.schemes import get_program
from guben_web.engine.texts import Text, both
from guben_web.org.queries import names_of
from guben_web.results.beside import Panel
from guben_web.results.layout import Layout, layout_from_data
from guben_web.results.models import Result

_WHOLE = Text("总分和等次", "Total and grade")
_PART, _MEASURE = "part:", "measure:"


@dataclass(frozen=True, slots=True)
class ShownLateCorrection:
    """A late correction with the names of its organization and of its cell, and the appraisal in which it counts.

    That is the one that looked at it, else the next by the same scheme, if there is one. `has_words` is whether its reader
    sees what was written; others see which cell it is about and what becomes of it.
    """

    correction: LateCorrection
    name: str
    cell: Text
    counts_in: Appraisal | None
    has_words: bool = True

    def for_reader(self, account: Account) -> "ShownLateCorrection":
        """Return it as an account reads it."""
        return replace(self, has_words=reads_words_about(account, self.correction.organization_id))

    @property
    def is_looked_at(self) -> bool:
        """True if an appraisal has looked at it that was not cancelled."""
        by = self.correction.looked_in
        return by is not None and by.stage != Stage.CANCELLED


def cells_of(scheme: str, layout: Layout) -> list[tuple[str, Text]]:
    """Return what can be wrong in a result: its total and grade, its parts, and the figures of the scheme."""
    parts = [(_PART + each.path, each.title) for each in layout.parts]
    measures = get_program(scheme).scheme.measures.values()
    return [("", _WHOLE), *parts, *((_MEASURE + each.name, each.title) for each in measures)]


def corrections_of(
    appraisal: Appraisal, organizations: Container[int] | None = None
) -> list[ShownLateCorrection]:
    """Return what was found to be wrong after the results of an appraisal had become final; three queries.

    With `organizations`, that of these only.
    """
    found = _shown(LateCorrection.objects.filter(appraisal=appraisal))
    return [
        each for each in found if organizations is None or each.correction.organization_id in organizations
    ]


def carried_over(appraisal: Appraisal) -> list[ShownLateCorrection]:
    """Return what an appraisal has looked at, and before its decision what no appraisal has; three queries."""
    return _shown(LateCorrection.objects.filter(_concerning(appraisal)))


def beside_result(account: Account, result: Result) -> Panel | None:
    """Return what was corrected late in a final result, for its page; None where there is nothing."""
    rows = LateCorrection.objects.filter(
        appraisal__evaluation=result.evaluation_id, appraisal__stage=Stage.FINAL
    )
    found = [each.for_reader(account) for each in _shown(rows.filter(organization=result.organization_id))]
    if not found:
        return None
    return Panel("appraisals/late_of_result.html", {"rows": found, "leads_on": is_holder(account)})


def get_carried_over(appraisal: Appraisal, correction_id: int) -> ShownLateCorrection:
    """Return one of those; raises Http404 for another."""
    found = _shown(LateCorrection.objects.filter(_concerning(appraisal), pk=correction_id))
    if not found:
        raise Http404
    return found[0]


def _concerning(appraisal: Appraisal) -> Q:
    looked_at = Q(looked_in=appraisal)
    if Stage(appraisal.stage) not in BEFORE_DECISION:
        return looked_at
    # One that a cancelled appraisal has looked at is open again.
    is_open = Q(outcome=Outcome.OPEN) | Q(looked_in__stage=Stage.CANCELLED)
    return looked_at | Q(is_open, appraisal__scheme=appraisal.scheme, appraisal__as_of__lt=appraisal.as_of)


def _shown(rows: QuerySet[LateCorrection]) -> list[ShownLateCorrection]:
    """Return late corrections by one scheme with their words."""
    selected = rows.select_related("appraisal__evaluation", "looked_in", "looked_by", "entered_by")
    found = list(selected.order_by("appraisal__as_of", "id"))
    if not found:
        return []
    names = names_of({each.organization_id for each in found})
    scheme = found[0].appraisal.scheme
    waiting = list(Appraisal.objects.filter(scheme=scheme, stage__in=BEFORE_DECISION).order_by("as_of", "id"))
    titles: dict[int, dict[str, Text]] = {}
    for each in found:
        evaluation = each.appraisal.evaluation
        if evaluation is not None and each.appraisal_id not in titles:
            titles[each.appraisal_id] = dict(cells_of(scheme, layout_from_data(evaluation.layout)))
    return [
        ShownLateCorrection(
            each,
            names.get(each.organization_id, ""),
            titles.get(each.appraisal_id, {}).get(each.cell, both(each.cell)),
            _counts_in(each, waiting),
        )
        for each in found
    ]


def _counts_in(correction: LateCorrection, waiting: list[Appraisal]) -> Appraisal | None:
    if correction.looked_in is not None and correction.looked_in.stage != Stage.CANCELLED:
        return correction.looked_in
    return next((each for each in waiting if each.as_of > correction.appraisal.as_of), None)
