"""What a scheme asks judges to give marks for, and which organizations it evaluates."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from guben_web.engine.schemes import Measure, SourceKind, get_program
from guben_web.org.access import holding_on
from guben_web.org.models import OrganizationVersion


@dataclass(frozen=True, slots=True)
class Judged:
    """A thing that a scheme asks a judge to give a mark for."""

    measure: Measure
    judge: str

    @property
    def part(self) -> str:
        """The path of the part of the scheme that it belongs to."""
        return self.measure.name.rpartition(".")[0] or self.measure.name

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The least and the most that can be given."""
        type_ = self.measure.type
        assert type_.low is not None and type_.high is not None
        return type_.low, type_.high


def judged_in(scheme: str) -> list[Judged]:
    """Return what a scheme asks judges for, in its order."""
    measures = get_program(scheme).scheme.collected_measures()
    return [
        Judged(each, each.source.detail)  # type: ignore[union-attr]
        for each in measures
        if each.source.kind is SourceKind.JUDGED  # type: ignore[union-attr]
    ]


def judges_in(scheme: str) -> frozenset[str]:
    """Return the judges that a scheme asks for marks."""
    return frozenset(each.judge for each in judged_in(scheme))


def evaluated_on(scheme: str, day: date) -> QuerySet[OrganizationVersion]:
    """Return the organizations that a scheme evaluates, as they are on a day."""
    scope = get_program(scheme).scheme.scope
    rows = OrganizationVersion.objects.filter(holding_on(day), level=scope.level)
    if scope.fields:
        rows = rows.filter(field__in=scope.fields)
    return rows.order_by("organization__key").select_related("organization")
