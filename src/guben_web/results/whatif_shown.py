"""What would be if, as its page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from guben_web.engine.texts import Text
from guben_web.engine.whatif import Answer, Firmness, Lever, Pair, Session, Tally, grade_title, group_title
from guben_web.results.models import Draft, Evaluation, Result
from guben_web.words.language import say

# So many who cross a line stand on the page; the draft keeps all.
_MOST_CROSSING = 200
_NOW, _THEN = Text("现在", "Now"), Text("改后", "Then")


@dataclass(frozen=True, slots=True)
class ShownLever:
    """A number in the form: `asked` is what stands in the field, `low` to `high` how far the slider goes."""

    lever: Lever
    asked: str
    was: str
    is_moved: bool
    low: str
    high: str
    step: str


@dataclass(frozen=True, slots=True)
class LeverBlock:
    """Numbers under one title; open where one of them is moved."""

    title: Text
    levers: tuple[ShownLever, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Crossing:
    """An organization that would have another grade."""

    pair: Pair
    organization_id: int | None
    before: Text
    after: Text
    before_sign: str
    after_sign: str
    points_before: Decimal | None
    points_after: Decimal | None
    firm_percent: int | None


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer: how many move, the grades before and after, from which to which, winners and losers, who crosses."""

    organizations: int
    up: int
    down: int
    gain: int
    lose: int
    digits: int
    total: Decimal | None
    grades: list[tuple[Text, int, int]]
    chart: dict[str, object]
    distribution: dict[str, object]
    bars: list[tuple[str, int, int]]
    ways: list[tuple[Text, Text, int]]
    tallies: list[tuple[str, Text, list[Tally]]]
    crossing: list[Crossing]
    is_firmness_known: bool
    more: int


_TOWNSHIP, _FIELD, _SIZE = (
    Text("按乡镇（街道）", "By township"),
    Text("按领域", "By field"),
    Text("按规模", "By size"),
)


def lever_groups(session: Session, asked: Mapping[str, str]) -> list[LeverBlock]:
    """Return the numbers of the form: those of each dimension together, then parameters, grades and quotas."""
    parts = {part.path: part.title for part in session.program.scheme.parts}
    blocks: dict[Text, list[ShownLever]] = {}
    for lever in session.levers.values():
        top = lever.part.partition(".")[0] if lever.part else ""
        title = parts[top] if top else group_title(lever.group)
        blocks.setdefault(title, []).append(_shown(lever, asked.get(lever.key)))
    return [
        LeverBlock(title, tuple(levers), any(each.is_moved for each in levers))
        for title, levers in blocks.items()
    ]


def _shown(lever: Lever, asked: str | None) -> ShownLever:
    was = lever.written(lever.value)
    words = was if asked is None else asked.strip()
    number = Decimal(was.removesuffix("%"))
    high = Decimal(100) if lever.is_percent and abs(number) <= 100 else abs(number) * 2 or Decimal(10)
    low = -high if number < 0 else Decimal(0)
    step = "1" if high >= 10 or lever.is_whole else "0.1"
    return ShownLever(lever, words, was, words != was, f"{low:f}", f"{high:f}", step)


def shown_answer(evaluation: Evaluation, session: Session, answer: Answer) -> ShownAnswer:
    """Return an answer for the page; one query."""
    old, scheme = session.program.scheme, answer.scheme
    firmness = session.known_firmness
    crossing = answer.crossing()
    listed = crossing[:_MOST_CROSSING]
    keys = [pair.organization.key for pair in listed]
    held = Result.objects.filter(evaluation=evaluation, organization__key__in=keys)
    ids = dict(held.values_list("organization__key", "organization_id"))
    up = sum(_is_up(answer, pair) for pair in crossing)
    changes = [pair.change for pair in answer.pairs]
    grades = [(grade_title(scheme, name), before, after) for name, before, after in answer.grades()]
    bars = [
        (f"{_plain(low)}–{_plain(high)}", before, after)
        for low, high, before, after in answer.totals(max(old.total, scheme.total))
    ]
    return ShownAnswer(
        organizations=len(changes),
        up=up,
        down=len(crossing) - up,
        gain=sum(change > 0 for change in changes),
        lose=sum(change < 0 for change in changes),
        digits=scheme.digits,
        total=_decimal(scheme.total) if scheme.total != old.total else None,
        grades=grades,
        chart=_beside([say(title) for title, _, _ in grades], [each[1:] for each in grades]),
        distribution=_beside([label for label, _, _ in bars], [each[1:] for each in bars]),
        bars=bars,
        ways=[
            (grade_title(scheme, one), grade_title(scheme, other), count)
            for one, other, count in answer.ways()
        ],
        tallies=[
            ("townships", _TOWNSHIP, answer.by_township()),
            ("fields", _FIELD, answer.by_field()),
            ("sizes", _SIZE, answer.by_size()),
        ],
        crossing=[_crossing(answer, pair, ids.get(pair.organization.key), firmness) for pair in listed],
        is_firmness_known=firmness is not None,
        more=len(crossing) - len(listed),
    )


def _is_up(answer: Answer, pair: Pair) -> bool:
    return answer.place(pair.after.grade) < answer.place(pair.organization.before.grade)


def _crossing(answer: Answer, pair: Pair, organization_id: int | None, firmness: Firmness | None) -> Crossing:
    before, after, scheme = pair.organization.before, pair.after, answer.scheme
    return Crossing(
        pair,
        organization_id,
        grade_title(scheme, before.grade),
        grade_title(scheme, after.grade),
        _sign(answer, before.grade),
        _sign(answer, after.grade),
        _points(before.total, scheme.digits),
        _points(after.total, scheme.digits),
        firmness.percent(pair.organization.key) if firmness else None,
    )


def _sign(answer: Answer, grade: str | None) -> str:
    if grade is None:
        return "open"
    place = answer.place(grade)
    return "top" if place == 0 else "bottom" if place == len(answer.scheme.grades) - 1 else "middle"


def _points(units: int | None, digits: int) -> Decimal | None:
    return None if units is None else Decimal(units).scaleb(-digits)


def _decimal(number: Any) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _plain(number: Any) -> str:
    return f"{_decimal(number).normalize():f}"


def _beside(labels: list[str], counts: list[tuple[int, int]]) -> dict[str, object]:
    """Return the columns now and then beside each other."""
    return {
        "kind": "columns",
        "whole": True,
        "labels": labels,
        "series": [
            {"name": say(_NOW), "values": [before for before, _ in counts], "tone": "series-2"},
            {"name": say(_THEN), "values": [after for _, after in counts], "tone": "series-1"},
        ],
    }


def saved_drafts(evaluation: Evaluation) -> QuerySet[Draft]:
    """Return the drafts that were saved of an evaluation, the latest first, without their contents; one query."""
    rows = Draft.objects.filter(evaluation=evaluation).select_related("saved_by")
    return rows.defer("text", "comparison")


@dataclass(frozen=True, slots=True)
class ShownBranch:
    """A sentence of a comparison and what is below it."""

    words: Text
    below: tuple["ShownBranch", ...]


def shown_comparison(data: Mapping[str, Any]) -> ShownBranch:
    """Return a comparison as it was kept."""
    return ShownBranch(Text(data["zh"], data["en"]), tuple(map(shown_comparison, data["below"])))
