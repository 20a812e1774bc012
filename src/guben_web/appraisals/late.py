"""Late corrections as pages show them: those of a final result, and those that the next appraisal looks at."""

from collections.abc import Iterable
from dataclasses import dataclass

from guben_web.appraisals.enums import Stage
from guben_web.appraisals.models import Appraisal, LateCorrection
from guben_web.engine.schemes import get_program
from guben_web.engine.texts import Text, both
from guben_web.org.queries import names_of
from guben_web.results.layout import Layout, layout_from_data

_WHOLE = Text("总分和等次", "Total and grade")
_PART, _MEASURE = "part:", "measure:"


@dataclass(frozen=True, slots=True)
class ShownLateCorrection:
    """A late correction with the names of its organization and of its cell."""

    correction: LateCorrection
    name: str
    cell: Text


def cells_of(scheme: str, layout: Layout) -> list[tuple[str, Text]]:
    """Return what can be wrong in a result: its total and grade, its parts, and the figures of the scheme."""
    parts = [(_PART + each.path, each.title) for each in layout.parts]
    measures = get_program(scheme).scheme.measures.values()
    return [("", _WHOLE), *parts, *((_MEASURE + each.name, each.title) for each in measures)]


def corrections_of(appraisal: Appraisal) -> list[ShownLateCorrection]:
    """Return what was found to be wrong after the results of an appraisal had become final; two queries."""
    rows = LateCorrection.objects.filter(appraisal=appraisal)
    return _shown(rows.select_related("appraisal__evaluation", "entered_by"))


def carried_over(appraisal: Appraisal) -> list[ShownLateCorrection]:
    """Return what was found to be wrong in the final result before this one by the same scheme; three queries."""
    before = (
        Appraisal.objects.filter(scheme=appraisal.scheme, stage=Stage.FINAL, as_of__lt=appraisal.as_of)
        .order_by("-as_of", "-id")
        .first()
    )
    return corrections_of(before) if before is not None else []


def _shown(rows: Iterable[LateCorrection]) -> list[ShownLateCorrection]:
    found = list(rows)
    names = names_of({each.organization_id for each in found})
    titles: dict[str, Text] = {}
    if found and found[0].appraisal.evaluation is not None:
        appraisal = found[0].appraisal
        titles = dict(cells_of(appraisal.scheme, layout_from_data(found[0].appraisal.evaluation.layout)))
    return [
        ShownLateCorrection(each, names.get(each.organization_id, ""), titles.get(each.cell, both(each.cell)))
        for each in found
    ]
