"""Reads of batches and their lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.engine.texts import Text
from guben_web.imports.enums import Kind, Outcome, State
from guben_web.imports.models import Batch, Gate, Line
from guben_web.imports.tables.catalogue import TABLES
from guben_web.jobs.enums import State as RunState
from guben_web.jobs.models import Run
from guben_web.org.access import within
from guben_web.org.models import OrganizationVersion
from guben_web.people.access import people_scope
from guben_web.people.history import Change
from guben_web.people.models import Member
from guben_web.words.language import say
from guben_web.words.searching import search_words

EVERY_OUTCOME = "ALL"
_LONGEST_ROW = 7
_COLOURS = {State.READ: "red", State.WAITING: "amber", State.APPLIED: "green"}
_FAILED = Text("没有读完", "Not read to the end")
_STATE = Text("{title}：{state}", "{title}: {state}")


@dataclass(frozen=True, slots=True)
class Count:
    """How many lines of a kind have an outcome."""

    outcome: Outcome
    number: int


@dataclass(frozen=True, slots=True)
class KindCounts:
    """How many lines of a kind have which outcome, and how many there are."""

    kind: Kind
    counts: list[Count]
    total: int


@dataclass(frozen=True, slots=True)
class ShownBatch:
    """A batch in a list: how it stands, and what its lines do, by outcome."""

    batch: Batch
    words: str
    colour: str
    counts: list[int]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its changes in words."""

    line: Line
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class LaterChanges:
    """What stands on a batch that could not be undone, as far as the reader may see it."""

    organizations: list[OrganizationVersion]
    members: list[str]


def counts_of(batch: Batch) -> list[KindCounts]:
    """Return how many lines of what the workbook speaks of have which outcome; zeros too."""
    return [each for each in (_kind_counts(batch, kind) for kind in Kind) if each.total]


def shown_batches(batches: Iterable[Batch]) -> list[ShownBatch]:
    """Return batches as a list shows them; what works on one counts more than its state."""
    return [
        ShownBatch(
            batch,
            *_standing(batch),
            [sum(batch.counts.get(f"{kind}.{outcome}", 0) for kind in Kind) for outcome in Outcome],
        )
        for batch in batches
    ]


def lines_of(batch: Batch, *, kind: str = "", outcome: str = "", words: str = "") -> QuerySet[Line]:
    """Return the lines of a batch: of one kind or outcome if asked, or whose name or row is asked for.

    Where no outcome is asked for, those that stay unchanged are left out; EVERY_OUTCOME asks for them too.
    """
    lines = Line.objects.filter(batch=batch, attempt=batch.attempt).order_by("id")
    if kind in Kind.values:
        lines = lines.filter(kind=kind)
    if outcome in Outcome.values:
        lines = lines.filter(outcome=outcome)
    elif outcome != EVERY_OUTCOME:
        lines = lines.exclude(outcome=Outcome.UNCHANGED)
    asked = search_words(words)
    if asked:
        is_row = asked.isdecimal() and len(asked) <= _LONGEST_ROW
        lines = lines.filter(Q(label__icontains=asked) | (Q(row=int(asked)) if is_row else Q()))
    return lines


def shown(batch: Batch, lines: list[Line]) -> list[ShownLine]:
    """Return lines of a batch with their changes in words; two queries for the names of organizations."""
    keys = {key for line in lines for key in TABLES[Kind(line.kind)].organizations_named(line)}
    rows = batch.lines.filter(attempt=batch.attempt, kind=Kind.ORGANIZATION, subject__in=keys)
    known = OrganizationVersion.objects.filter(valid_to=None, organization__key__in=keys)
    names = {
        **dict(rows.values_list("subject", "label")),
        **dict(known.values_list("organization__key", "name")),
    }
    return [ShownLine(line, TABLES[Kind(line.kind)].changes_in_words(line, names)) for line in lines]


def is_outdated(batch: Batch) -> bool:
    """Return whether something was applied or undone since the batch was compared."""
    now = Gate.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    return batch.gate_number is not None and batch.gate_number != now


def later_changes(run: Run | None, account: Account) -> LaterChanges | None:
    """Return what a refused undo found changed, by name; None where no undo was refused.

    Members are named to those who see members there; organizations to those who see them.
    """
    details = (run.refusal or {}).get("details") if run else None
    if not details or "organizations" not in details:
        return None
    scope, today = people_scope(account), timezone.localdate()
    versions = OrganizationVersion.objects.filter(
        within(scope, today), valid_to=None, organization__key__in=details["organizations"]
    )
    members = Member.objects.filter(within(scope, today), key__in=details["members"])
    return LaterChanges(list(versions), [each.name for each in members if each.name])


def undecided(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """Return those of some batches that wait for somebody: to apply them, to correct them, or to read them again."""
    is_idle = Q(run=None) | ~Q(run__state__in=(RunState.QUEUED, RunState.RUNNING))
    return batches.filter(is_idle, state__in=(State.UPLOADED, State.READ, State.WAITING))


def _kind_counts(batch: Batch, kind: Kind) -> KindCounts:
    counts = [Count(outcome, batch.counts.get(f"{kind}.{outcome}", 0)) for outcome in Outcome]
    return KindCounts(kind, counts, sum(each.number for each in counts))


def _standing(batch: Batch) -> tuple[str, str]:
    run, state = batch.run, State(batch.state)
    if run is not None and not run.is_over:
        return say(_STATE.filled(title=run.title, state=str(RunState(run.state).label))), "none"
    if state == State.UPLOADED:
        return say(_FAILED), "red"
    return str(state.label), _COLOURS.get(state, "none")
