"""What stands beside a mark: the points that the trial run computed, and what the mark differs from.

Points are shown to whoever sees all marks from which they follow; from others, those that she does not see could be
worked out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from guben_web.appraisals.access import SELF, Sight
from guben_web.appraisals.judging import Judged
from guben_web.appraisals.models import Appraisal
from guben_web.engine.marks import digest_in_force, plain_number, rounded_to
from guben_web.engine.texts import Text
from guben_web.results.layout import Part, layout_from_data
from guben_web.results.models import Result

_FROM_OWN = Text(
    "和自评{own}分不同，要写理由", "it differs from the organization's own mark of {own}: say why"
)
_FROM_COMPUTED = Text(
    "和试算{computed}分不同，要写理由", "it differs from the {computed} of the trial run: say why"
)
_FROM_BOTH = Text(
    "和自评{own}分、试算{computed}分都不同，要写理由",
    "it differs from the organization's own mark of {own} and from the {computed} of the trial run: say why",
)


@dataclass(frozen=True, slots=True)
class Computed:
    """The points of a part in the trial run, rounded to `digits`; None where the part is left out."""

    path: str
    points: Fraction | None
    of: Fraction
    is_missing: bool
    digits: int

    @property
    def said(self) -> str:
        """The points as they are written; nothing where the part is left out."""
        return "" if self.points is None else plain_number(self.points)

    @property
    def said_of(self) -> str:
        """The most that the part can have, as it is written."""
        return plain_number(self.of)

    def proposed_by(self, judged: Judged) -> Fraction | None:
        """Return the points if a mark proposes just these and could be equal to them; else None.

        A deduction does not propose them, nor does a mark within a band where another band was reached: no mark that
        its judge can give would be equal.
        """
        if not judged.counted.is_points or self.is_missing or self.points is None:
            return None
        low, high = judged.range
        return self.points if low <= self.points <= high else None


@dataclass(frozen=True, slots=True)
class TrialRun:
    """The trial run that stands, for some organizations; nothing where there is none."""

    judges: Mapping[str, str]
    parts: Mapping[str, Part]
    digits: int
    results: Mapping[int, Result]

    def beside(self, judged: Judged, organization_id: int, sight: Sight) -> Computed | None:
        """Return what was computed for the part of a mark, None where whoever has this sight may not see it."""
        part = self.parts.get(judged.counted.part or "")
        result = self.results.get(organization_id)
        if part is None or result is None or not self._is_seen(judged, organization_id, sight):
            return None
        units = result.points.get(part.path)
        points = None if units is None else Fraction(units, 10**self.digits)
        is_missing = part.path in result.missing
        return Computed(part.path, points, Fraction(part.points), is_missing, self.digits)

    def _is_seen(self, judged: Judged, organization_id: int, sight: Sight) -> bool:
        if sight.sees_all:
            return True
        counted = judged.counted
        return not counted.rests_on_others and all(
            sight.sees(self.judges[each], organization_id) for each in counted.rests_on
        )


def trial_run(appraisal: Appraisal, judged: Iterable[Judged], organizations: Collection[int]) -> TrialRun:
    """Return what the trial run that stands computed for some organizations; at most two queries.

    One by another text of the scheme than is in force says nothing about the marks that are asked for now.
    """
    judges = {each.measure.name: each.judge for each in judged}
    evaluation = appraisal.evaluation
    is_of_scheme = evaluation is not None and evaluation.scheme_digest == digest_in_force(appraisal.scheme)
    if evaluation is None or not evaluation.layout or not is_of_scheme:
        return TrialRun(judges, {}, 0, {})
    layout = layout_from_data(evaluation.layout)
    rows = Result.objects.filter(evaluation=evaluation, organization_id__in=organizations)
    parts = {each.path: each for each in layout.parts}
    return TrialRun(judges, parts, layout.digits, {row.organization_id: row for row in rows})


def find_own(judged: Judged, asked: Iterable[Judged]) -> str | None:
    """Return the measure of an organization's own mark for the same; None where it gives none, or where this is it."""
    if judged.judge in SELF:
        return None
    together = judged.counted.together
    return next(
        (each.measure.name for each in asked if each.judge in SELF and each.measure.name in together), None
    )


def difference(
    judged: Judged, number: Fraction, *, own: Fraction | None, computed: Computed | None
) -> Text | None:
    """Return from what a mark differs, so that it needs a reason; None where it differs from nothing.

    The points of the trial run are rounded as the scheme says, so the mark is rounded likewise to compare.
    """
    proposed = computed.proposed_by(judged) if computed is not None else None
    is_off_own = own is not None and own != number
    is_off = (
        computed is not None
        and proposed is not None
        and rounded_to(number, computed.digits) != rounded_to(proposed, computed.digits)
    )
    if not (is_off_own or is_off):
        return None
    words = _FROM_BOTH if is_off_own and is_off else _FROM_OWN if is_off_own else _FROM_COMPUTED
    return words.filled(own=plain_number(own or Fraction(0)), computed=plain_number(proposed or Fraction(0)))
