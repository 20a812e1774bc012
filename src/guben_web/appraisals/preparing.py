"""What is still open before a trial run: figures, forms and ledgers that a scheme asks for."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from guben_web.appraisals.judging import evaluated_on
from guben_web.appraisals.models import Appraisal
from guben_web.engine.schemes import Measure, SourceKind, get_program
from guben_web.ledgers.counting import closed_by
from guben_web.ledgers.models import ReportedValue
from guben_web.ledgers.periods import find_period
from guben_web.org.queries import name_on
from guben_web.packs.models import Ledger
from guben_web.reporting.enums import Stage, State
from guben_web.reporting.models import Collection, Sheet


@dataclass(frozen=True, slots=True)
class Lack:
    """An organization and what it has not handed in for a period."""

    organization_id: int
    name: str
    above: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class OpenForms:
    """A collection of the period, and how many of its forms are not accepted yet."""

    collection: Collection
    number: int


@dataclass(frozen=True, slots=True)
class OpenLedger:
    """A ledger that the scheme counts, and how many of the evaluated organizations have not closed it."""

    ledger: Ledger
    number: int


def reported_in(scheme: str) -> list[Measure]:
    """Return what a scheme asks organizations or others to hand in, marks apart."""
    kinds = (SourceKind.JUDGED, SourceKind.PREVIOUS)
    measures = get_program(scheme).scheme.collected_measures()
    return [each for each in measures if getattr(each.source, "kind", None) not in kinds]


def asked_in(scheme: str) -> list[Measure]:
    """Return what of that a scheme asks for in its own words, so that it can be lacking."""
    own = get_program(scheme).scheme.measures
    return [each for each in reported_in(scheme) if each.name in own]


def lacking(appraisal: Appraisal) -> list[Lack]:
    """Return the organizations without some figures of the period, in order of the tree; two queries."""
    measures = asked_in(appraisal.scheme)
    rows = evaluated_on(appraisal.scheme, appraisal.as_of).annotate(
        above_name=name_on(appraisal.as_of, "parent_id")
    )
    held: dict[int, set[str]] = {}
    values = ReportedValue.objects.filter(
        period=appraisal.period, measure__in=[each.name for each in measures]
    )
    for organization, measure in values.values_list("organization_id", "measure"):
        held.setdefault(organization, set()).add(measure)
    found = [
        Lack(
            row.organization_id,
            row.name,
            getattr(row, "above_name", None) or "",
            tuple(each for each in measures if each.name not in held.get(row.organization_id, ())),
        )
        for row in rows
    ]
    return [each for each in found if each.measures]


def by_superior(lacks: Iterable[Lack]) -> list[tuple[str, int]]:
    """Return how many organizations lack something below each superior, the most first."""
    return Counter(each.above for each in lacks).most_common()


def open_forms(appraisal: Appraisal) -> list[OpenForms]:
    """Return the collections for the scheme and period with forms that are not accepted yet; two queries."""
    rows = Collection.objects.filter(period=appraisal.period).exclude(stage=Stage.DRAFT)
    asking = [each for each in rows if appraisal.scheme in each.schemes]
    counted = Sheet.objects.filter(collection__in=asking).exclude(state=State.ACCEPTED).order_by()
    numbers = dict(counted.values_list("collection_id").annotate(Count("pk")))
    return [OpenForms(each, numbers[each.pk]) for each in asking if each.pk in numbers]


def open_ledgers(appraisal: Appraisal) -> list[OpenLedger]:
    """Return the ledgers that the scheme counts and that some organizations have not closed up to the cut-off.

    Two queries, and one for each ledger of the scheme.
    """
    names = {each.kept_as for each in get_program(appraisal.scheme).scheme.ledgers.values()}
    period = find_period(appraisal.period)
    if not names or period is None or period.first > appraisal.as_of:
        return []
    rows = list(evaluated_on(appraisal.scheme, appraisal.as_of))
    found = []
    for ledger in Ledger.objects.kept().filter(name__in=names):
        closed = closed_by(ledger, period.first, min(period.last, appraisal.as_of))
        keepers = [each for each in rows if each.level in ledger.type.levels]
        number = sum(each.organization_id not in closed for each in keepers)
        if number:
            found.append(OpenLedger(ledger, number))
    return found
