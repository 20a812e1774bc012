"""What is asked of the grassroots, as work: who fills in how many figures and how long that takes, and who asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from guben_web.engine.texts import Text, both
from guben_web.engine.vocabulary import title_of
from guben_web.reporting.access import Hand, visible_sheets
from guben_web.reporting.designing import Proposal
from guben_web.reporting.enums import Stage
from guben_web.reporting.models import Collection, Department, Question
from guben_web.reporting.queries import is_of_field

_PROXY = Text("乡镇（街道）代录", "Townships, by proxy")
_MINUTES_AN_HOUR = 60


@dataclass(slots=True)
class Carried:
    """What a collection asks of one kind of people: forms, figures, minutes."""

    collection: Collection
    who: Text
    forms: int = 0
    figures: int = 0
    minutes: int = 0

    @property
    def hours(self) -> int:
        """Whole hours, rounded up."""
        return hours_of(self.minutes)


def hours_of(minutes: int) -> int:
    """Return whole hours, rounded up."""
    return -(-minutes // _MINUTES_AN_HOUR)


def periods_asked(hand: Hand, day: date) -> list[str]:
    """Return the periods for which somebody sees forms, the latest first; one query."""
    keys = visible_sheets(hand, day).order_by().values("collection_id")
    rows = Collection.objects.filter(pk__in=keys).order_by("-period")
    return list(dict.fromkeys(rows.values_list("period", flat=True)))


def carried(hand: Hand, period: str, day: date) -> list[Carried]:
    """Return what is asked for a period of those whom somebody sees; a constant number of queries.

    A form that a township has filled in for a village is carried by the township.
    """
    rows = visible_sheets(hand, day).filter(collection__period=period).order_by()
    counted = rows.values_list("collection_id", "field", "department", "is_proxy").annotate(
        Count("pk"), Sum("asked")
    )
    collections = Collection.objects.filter(period=period).exclude(stage=Stage.DRAFT).in_bulk()
    questions = list(Question.objects.filter(collection__in=collections))
    departments = dict(Department.objects.values_list("code", "name"))
    found: dict[tuple[int, str, bool], Carried] = {}
    for collection_id, field, department, is_proxy, forms, figures in counted:
        collection = collections[collection_id]
        key = (collection_id, department, is_proxy)
        if key not in found:
            name = departments.get(department, department)
            found[key] = Carried(collection, _who(collection, name, is_proxy=is_proxy))
        row = found[key]
        row.forms, row.figures = row.forms + forms, row.figures + figures
        row.minutes += _minutes(
            [each for each in questions if each.collection_id == collection_id],
            field,
            department,
            forms,
            figures,
        )
    return sorted(
        found.values(), key=lambda each: (each.collection.deadline, each.collection.pk, each.who.en)
    )


@dataclass(frozen=True, slots=True)
class Expected:
    """What a collection would cost: figures and minutes once, and in a year."""

    figures: int
    minutes: int
    figures_a_year: int
    minutes_a_year: int

    @property
    def hours(self) -> int:
        """Hours for one time, rounded up."""
        return hours_of(self.minutes)

    @property
    def hours_a_year(self) -> int:
        """Hours in a year, rounded up."""
        return hours_of(self.minutes_a_year)


def expected(proposal: Proposal, minutes: dict[str, int]) -> Expected:
    """Return what asking for measures would cost; `minutes` says for each that is asked how long it takes."""
    asked = [each for each in proposal.proposed if each.asked.measure.name in minutes]
    return Expected(
        sum(each.organizations for each in asked),
        sum(each.organizations * minutes[each.asked.measure.name] for each in asked),
        sum(each.times for each in asked),
        sum(each.times * minutes[each.asked.measure.name] for each in asked),
    )


def _minutes(questions: Iterable[Question], field: str, department: str, forms: int, figures: int) -> int:
    if department:
        asked = [each.minutes for each in questions if each.department == department]
        return figures * sum(asked) // len(asked) if asked else 0
    return forms * sum(each.minutes for each in questions if not each.department and is_of_field(each, field))


def _who(collection: Collection, department: str, *, is_proxy: bool) -> Text:
    if department:
        return both(department)
    return _PROXY if is_proxy else title_of("level", collection.level)
