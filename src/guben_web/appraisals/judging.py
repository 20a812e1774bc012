"""What a scheme asks judges to give marks for, and which organizations it evaluates."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from guben_web.engine.marks import CountedMark, counted_marks, plain_number
from guben_web.engine.schemes import Measure, get_program
from guben_web.org.access import holding_on
from guben_web.org.models import OrganizationVersion


@dataclass(frozen=True, slots=True)
class Judged:
    """A thing that a scheme asks a judge to give a mark for, and how that counts."""

    measure: Measure
    judge: str
    counted: CountedMark

    @property
    def range(self) -> tuple[Fraction, Fraction]:
        """The least and the most that can be given."""
        type_ = self.measure.type
        assert type_.low is not None and type_.high is not None
        return type_.low, type_.high

    @property
    def said_range(self) -> str:
        """The least and the most, as they are written."""
        return "–".join(map(plain_number, self.range))


def judged_in(scheme: str) -> list[Judged]:
    """Return what a scheme asks judges for, in its order; its children are judged under their own."""
    counted = counted_marks(scheme)
    return [
        Judged(each, each.source.detail, counted[each.name])  # type: ignore[union-attr]
        for each in get_program(scheme).scheme.measures.values()
        if each.name in counted
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
