"""A township's round of approval: what waits, why some of it is flagged, which sample is open, how approvers worked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from django.db.models import Count, QuerySet

from guben_web.engine.reporting import find_measure
from guben_web.engine.texts import Text
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import names_of
from guben_web.reporting.access import Hand, approvable_sheets
from guben_web.reporting.enums import Act, Stage, State
from guben_web.reporting.figures import (
    Value,
    in_words,
    is_jump,
    is_missing,
    is_near_bounds,
    title_of,
    value_of,
)
from guben_web.reporting.lists import Listed, listed
from guben_web.reporting.models import Cell, Collection, Draw, DrawnSheet, Question, Sheet, SheetAct
from guben_web.reporting.queries import Key, Progress, asked_in, previous_values, progress_by

_CHANGED = Text("{title}：上期{before}，本期{now}{note}", "{title}: {before} before, {now} now{note}")
_MISSING = Text("{title}：没有填", "{title}: missing")
_NEAR = Text("{title}：{now}，接近上下限{note}", "{title}: {now}, near its bounds{note}")
_ANSWERED = Text(
    "{title}：{now}，曾退回（{reason}）{note}", "{title}: {now}, had been returned ({reason}){note}"
)
_NOTE = Text("（{note}）", " ({note})")
_PLAIN = Text("{title}：{now}", "{title}: {now}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A form that waits, with what an approver should look at in it, in sentences."""

    row: Listed
    remarks: list[Text]
    looked_at: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """A collection and how far a township's forms are in it."""

    collection: Collection
    progress: Progress


@dataclass(slots=True)
class Approver:
    """How somebody has approved: never how long she was there."""

    name: str
    approved: int = 0
    in_bulk: int = 0
    returned: int = 0
    median_hours: int | None = None


def rounds_of(hand: Hand, day: date) -> list[Round]:
    """Return the collections in which somebody approves, those that go on first; two queries."""
    rows = approvable_sheets(hand, day).order_by()
    counted = rows.values_list("collection_id", "state").annotate(Count("pk"))
    by_collection = progress_by(counted)
    collections = Collection.objects.filter(pk__in=[key for key in by_collection if key is not None])
    found = [Round(each, by_collection[each.pk]) for each in collections]
    return sorted(
        found, key=lambda each: (each.collection.stage != Stage.PUBLISHED, each.collection.deadline)
    )


def townships_of(hand: Hand, collection: Collection, day: date) -> list[OrganizationVersion]:
    """Return the townships of a collection that somebody approves for, by name."""
    rows = approvable_sheets(hand, day).filter(collection=collection).order_by()
    ids = set(rows.values_list("township_id", flat=True))
    return list(
        OrganizationVersion.objects.filter(organization_id__in=ids, valid_to=None).order_by(
            "name_pinyin", "id"
        )
    )


def of_township(collection: Collection, township_id: int) -> QuerySet[Sheet]:
    """Return the forms of a township's organizations."""
    rows = Sheet.objects.filter(collection=collection, township_id=township_id)
    return rows.select_related("collection").order_by("organization__key")


def progress_of(collection: Collection, township_id: int) -> Progress:
    """Return how far a township's forms are."""
    rows = of_township(collection, township_id).order_by().values_list("township_id", "state")
    return progress_by(rows.annotate(Count("pk"))).get(township_id, Progress({}))


def waiting(sheets: Sequence[Sheet], day: date, *, with_all: bool = False) -> list[Waiting]:
    """Return forms with what is remarkable about their figures, or with all their figures; a constant number of queries."""
    if not sheets:
        return []
    questions = list(Question.objects.filter(collection=sheets[0].collection))
    ids = [each.organization_id for each in sheets if each.organization_id is not None]
    cells: defaultdict[int, dict[Key, Cell]] = defaultdict(dict)
    for cell in Cell.objects.filter(sheet__in=sheets):
        cells[cell.sheet_id][cell.organization_id, cell.measure] = cell
    before = previous_values(sheets[0].collection, ids)
    return [
        Waiting(
            row,
            list(
                _remarks(
                    row.sheet, asked_in(row.sheet, questions), cells[row.sheet.pk], before, with_all=with_all
                )
            ),
        )
        for row in listed(sheets, day)
    ]


def find_open_draw(collection: Collection, township_id: int) -> Draw | None:
    """Return the last sample of a township's forms if it has not led to an approval yet."""
    draw = Draw.objects.filter(collection=collection, township_id=township_id).first()
    return draw if draw is not None and draw.approved_at is None else None


def still_drawn(draw: Draw) -> list[DrawnSheet]:
    """Return the forms of a draw that wait and are still what they were."""
    rows = draw.sheets.filter(sheet__state=State.SUBMITTED).select_related("sheet__collection")
    return [row for row in rows.order_by("sheet__organization__key") if row.sheet.revision == row.revision]


def sample(rows: Sequence[DrawnSheet], day: date) -> list[Waiting]:
    """Return the forms of a sample with all their figures."""
    chosen = {row.sheet_id: row for row in rows if row.is_sample}
    shown = waiting([row.sheet for row in chosen.values()], day, with_all=True)
    return [
        Waiting(each.row, each.remarks, chosen[each.row.sheet.pk].looked_at is not None) for each in shown
    ]


def approvers_of(collection: Collection, township_id: int | None = None) -> list[Approver]:
    """Return how the approvers of a collection have worked, by name; one query."""
    rows = SheetAct.objects.filter(sheet__collection=collection, act__in=(Act.APPROVE, Act.RETURN))
    if township_id is not None:
        rows = rows.filter(sheet__township_id=township_id)
    found: dict[int, Approver] = {}
    waits: defaultdict[int, list[int]] = defaultdict(list)
    for by, name, act, is_bulk, waited in rows.order_by("id").values_list(
        "by_id", "by__display_name", "act", "is_bulk", "waited_seconds"
    ):
        approver = found.setdefault(by, Approver(name))
        if act == Act.RETURN:
            approver.returned += 1
            continue
        approver.approved += 1
        approver.in_bulk += is_bulk
        if waited is not None:
            waits[by].append(waited)
    for by, seconds in waits.items():
        found[by].median_hours = median_low(seconds) // 3600
    return sorted(found.values(), key=lambda each: each.name)


def missing_by_township(collection: Collection) -> list[tuple[str, list[str]]]:
    """Return the townships with the organizations that have not handed in, by name; three queries."""
    rows = Sheet.objects.filter(collection=collection, state=State.DRAFT, organization__isnull=False)
    pairs = list(rows.order_by("organization__key").values_list("township_id", "organization_id"))
    names = names_of({each for pair in pairs for each in pair if each is not None})
    found: defaultdict[str, list[str]] = defaultdict(list)
    for township_id, organization_id in pairs:
        found[names.get(township_id or 0, "")].append(names.get(organization_id or 0, "—"))
    return sorted(found.items())


def _remarks(
    sheet: Sheet,
    questions: Iterable[Question],
    cells: Mapping[Key, Cell],
    before: Mapping[Key, Value],
    *,
    with_all: bool,
) -> Iterable[Text]:
    assert sheet.organization_id is not None
    for question in questions:
        key, title = (sheet.organization_id, question.measure), title_of(question.measure)
        cell, measure, then = cells.get(key), find_measure(question.measure), before.get(key)
        if cell is None or is_missing(value_of(cell)):
            yield _MISSING.filled(title=title)
            continue
        value = value_of(cell)
        facts = {
            "title": title,
            "now": in_words(question.measure, value),
            "before": in_words(question.measure, then),
            "note": _NOTE.filled(note=cell.note) if cell.note else "",
            "reason": cell.return_reason,
        }
        if cell.answered_at is not None:
            yield _ANSWERED.filled(**facts)
        elif measure is not None and is_jump(measure, value, then, sheet.collection.jump_percent):
            yield _CHANGED.filled(**facts)
        elif measure is not None and is_near_bounds(measure, value):
            yield _NEAR.filled(**facts)
        elif with_all:
            yield (_CHANGED if then is not None else _PLAIN).filled(**facts)
