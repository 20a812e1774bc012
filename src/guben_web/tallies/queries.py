"""Reads of counts: how far they are, who is missing, what stands for a period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count as Number
from django.db.models import QuerySet

from guben_web.engine.tallies import AskedBallot
from guben_web.org.access import holding_on, ids_below
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import names_of
from guben_web.tallies.arithmetic import share_of, vote_key
from guben_web.tallies.enums import State
from guben_web.tallies.models import CountSheet, Typing


@dataclass(slots=True)
class Progress:
    """How many sheets are in each state; of a township, or of all."""

    township_id: int | None = None
    name: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def counted(self) -> int:
        """Those that stand."""
        return self.counts.get(State.STANDS, 0)

    @property
    def differing(self) -> int:
        """Those on which the tellers differ."""
        return self.counts.get(State.DIFFERS, 0)

    @property
    def half(self) -> int:
        """Those that one teller has typed in."""
        return self.counts.get(State.FIRST, 0)

    @property
    def missing(self) -> int:
        """Those that nobody has typed in."""
        return self.counts.get(State.OPEN, 0)


@dataclass(frozen=True, slots=True)
class Votes:
    """What stands for one question of an organization: votes by option, and the measure that follows, if one does."""

    sheet_id: int
    organization_id: int
    ballot: str
    question: str
    period: str
    options: tuple[tuple[str, int], ...]
    measure: str
    share: int | None
    scale: int


def countable(asked: AskedBallot, period: str, township_id: int | None, day: date) -> list[int]:
    """Return the organizations in a scheme's scope that are not counted for a ballot and a period yet; one query."""
    rows = OrganizationVersion.objects.filter(holding_on(day), level=asked.level)
    if asked.fields:
        rows = rows.filter(field__in=asked.fields)
    if township_id is not None:
        rows = rows.filter(organization_id__in=ids_below([township_id], day))
    done = CountSheet.objects.filter(ballot=asked.name, period=period).values("organization_id")
    rows = rows.exclude(organization_id__in=done).order_by("organization__key")
    return list(rows.values_list("organization_id", flat=True))


def last_typing(sheet: CountSheet, teller_id: int) -> dict[str, int] | None:
    """Return what somebody herself has typed in of a sheet in this round, the last time."""
    rows = Typing.objects.filter(sheet=sheet, round=sheet.round, teller_id=teller_id).order_by("-id")
    numbers: dict[str, int] | None = rows.values_list("numbers", flat=True).first()
    return numbers


def progress_of(sheets: QuerySet[CountSheet]) -> dict[int, Progress]:
    """Return how far counts are, by id; one query."""
    found: defaultdict[int, Progress] = defaultdict(Progress)
    rows = sheets.order_by().values_list("count_id", "state").annotate(Number("pk"))
    for count_id, state, number in rows:
        found[count_id].counts[state] = number
    return dict(found)


def progress_by_township(sheets: QuerySet[CountSheet]) -> list[Progress]:
    """Return how far the sheets of one count are, township by township, those without one last; two queries."""
    found: dict[int | None, Progress] = {}
    rows = sheets.order_by().values_list("township_id", "state").annotate(Number("pk"))
    for township_id, state, number in rows:
        found.setdefault(township_id, Progress(township_id)).counts[state] = number
    names = names_of([key for key in found if key is not None])
    for key, each in found.items():
        each.name = names.get(key or 0, "")
    return sorted(found.values(), key=lambda each: (each.township_id is None, each.name))


def whole(rows: Iterable[Progress]) -> Progress:
    """Return how far all of them are together."""
    found = Progress()
    for each in rows:
        for state, number in each.counts.items():
            found.counts[state] = found.counts.get(state, 0) + number
    return found


def unfinished(sheets: QuerySet[CountSheet]) -> list[tuple[str, State, list[str]]]:
    """Return the organizations whose count does not stand, by township and state; two queries."""
    rows = sheets.exclude(state=State.STANDS).order_by("organization__key")
    listed = list(rows.values_list("township_id", "state", "organization_id"))
    names = names_of({key for row in listed for key in (row[0], row[2]) if key is not None})
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for township_id, state, organization_id in listed:
        found[names.get(township_id or 0, ""), state].append(names.get(organization_id, "—"))
    order = list(State.values)
    keys = sorted(found, key=lambda key: (key[0] == "", key[0], order.index(key[1])))
    return [(township, State(state), found[township, state]) for township, state in keys]


def standing_votes(period: str) -> Iterator[Votes]:
    """Yield what stands for a period, question by question; one query."""
    rows = CountSheet.objects.filter(period=period, state=State.STANDS).select_related("count")
    for sheet in rows.order_by("organization_id", "ballot"):
        yield from votes_of(sheet)


def votes_of(sheet: CountSheet) -> Sequence[Votes]:
    """Return what stands on a sheet, question by question; nothing where it does not stand."""
    if sheet.numbers is None:
        return []
    return [
        Votes(
            sheet.pk,
            sheet.organization_id,
            sheet.ballot,
            each["name"],
            sheet.period,
            tuple(
                (one["code"], sheet.numbers[vote_key(each["name"], one["code"])]) for one in each["options"]
            ),
            each["measure"],
            share_of(each, sheet.numbers),
            each["scale"],
        )
        for each in sheet.count.questions
    ]


def counted_periods() -> list[str]:
    """Return the periods for which a count stands, the latest first; one query."""
    rows = CountSheet.objects.filter(state=State.STANDS).order_by("-period").values_list("period", flat=True)
    return list(rows.distinct())
