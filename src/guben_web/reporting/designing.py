"""What a collection for some schemes and a period would ask, of how many, and what of it is held already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from guben_web.engine.reporting import AskedMeasure, asked_by
from guben_web.engine.texts import Text
from guben_web.ledgers.models import ReportedValue
from guben_web.org.access import holding_on
from guben_web.org.models import OrganizationVersion
from guben_web.reporting.enums import Stage
from guben_web.reporting.models import Question
from guben_web.words.formats import number_of

_REPORTED = Text("{period}已有{n}个组织的数", "{n} organizations have it for {period} already")
_COLLECTED = Text("“{title}”也在收", "'{title}' collects it too")


@dataclass(slots=True)
class Proposed:
    """A measure that would be asked for, in which fields (none: all), and where it is held already."""

    asked: AskedMeasure
    fields: tuple[str, ...]
    organizations: int
    held: list[Text] = field(default_factory=list)

    @property
    def times(self) -> int:
        """How many figures it makes in a year."""
        return self.organizations * self.asked.times_a_year


@dataclass(slots=True)
class Proposal:
    """What a collection would ask; `levels` has more than one where its schemes do not go together."""

    levels: tuple[str, ...]
    proposed: list[Proposed]
    # How many organizations there are at the level, by field.
    organizations: dict[str, int]

    @property
    def asked_organizations(self) -> int:
        """How many organizations would fill in a form of their own."""
        return self.count_of([each.fields for each in self.proposed if not each.asked.department])

    def count_of(self, fields: Iterable[tuple[str, ...]]) -> int:
        """Return how many organizations are of any of these fields."""
        wanted = list(fields)
        return sum(
            number
            for code, number in self.organizations.items()
            if any(not each or code in each for each in wanted)
        )


def propose(schemes: Sequence[str], period: str, day: date, *, but: int | None = None) -> Proposal:
    """Return what a collection would ask on a day; `but` is the collection itself, which does not count as another."""
    asked = [each for name in schemes for each in asked_by(name)]
    levels = tuple(dict.fromkeys(each.level for each in asked))
    rows = OrganizationVersion.objects.filter(holding_on(day), level__in=levels)
    counts = dict(rows.order_by().values_list("field").annotate(Count("pk")))
    proposal = Proposal(levels, [], counts)
    first: dict[str, Proposed] = {}
    for each in asked:
        known = first.get(each.measure.name)
        if known is None:
            first[each.measure.name] = Proposed(each, each.fields, 0)
        else:
            known.fields = known.fields + each.fields if known.fields and each.fields else ()
    held = _held(list(first), period, but)
    for name, proposed in first.items():
        proposed.organizations = proposal.count_of([proposed.fields])
        proposed.held = held.get(name, [])
        if proposed.asked.derivable is not None:
            proposed.held.append(proposed.asked.derivable)
        proposal.proposed.append(proposed)
    return proposal


def _held(measures: Sequence[str], period: str, but: int | None) -> Mapping[str, list[Text]]:
    """Return where measures of a period are held already; two queries."""
    found: dict[str, list[Text]] = {}
    if not period:
        return found
    values = ReportedValue.objects.filter(period=period, measure__in=measures)
    for name, number in values.order_by().values_list("measure").annotate(Count("pk")):
        found.setdefault(name, []).append(_REPORTED.filled(period=period, n=number_of(number)))
    others = Question.objects.filter(measure__in=measures, collection__period=period)
    others = others.exclude(collection__stage=Stage.DRAFT).exclude(collection_id=but or 0)
    for name, title in others.values_list("measure", "collection__title"):
        found.setdefault(name, []).append(_COLLECTED.filled(title=title))
    return found
