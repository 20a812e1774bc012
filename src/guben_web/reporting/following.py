"""What the department follows: what a collection asks before it goes out, how far it is, what it takes over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from guben_web.accounts.models import Account
from guben_web.engine.reporting import asked_by, schemes_that_ask
from guben_web.engine.texts import Text
from guben_web.org.queries import names_of
from guben_web.reporting import sheet_actions
from guben_web.reporting.burden import Expected
from guben_web.reporting.designing import Proposal, Proposed
from guben_web.reporting.enums import State
from guben_web.reporting.figures import title_of
from guben_web.reporting.models import Collection, Department, Question, Sheet
from guben_web.reporting.queries import Progress, progress_by, sheets_to_accept
from guben_web.words.formats import number_of

PUBLISH = Text("发布填报任务", "Publish the collection")
_SENT = Text("“{title}”发给{n}个组织，{day}截止。", "{title} goes to {n} organizations, due {day}.")
_COST = Text(
    "一共要填{figures}个数，约{hours}小时；按频次一年{a_year}个数，约{hours_a_year}小时。",
    "{figures} figures are filled in, about {hours} hours; in a year {a_year} figures, about {hours_a_year} hours.",
)
_DEPARTMENTS = Text("{titles}由部门提供，组织不填。", "Departments return {titles}; organizations do not.")
_AGAIN = Text(
    "“{title}”已有数，仍要填报，理由：{why}", "{title} is held already and asked all the same, because: {why}"
)
_FIXED = Text("发布后内容不能再改。", "Once published, what it asks does not change.")
_WITHOUT = Text("（无乡镇）", "(without a township)")
_LATE = Text("没有报送：{township}{names}。", "Not handed in: {township} {names}.")
# A transaction takes over so many forms at a time, so that nobody waits long.
_AT_ONCE = 100


@dataclass(slots=True)
class WishRow:
    """A figure on the page of a design: whether it is asked, how long it takes, why although it is held."""

    proposed: Proposed
    is_asked: bool
    minutes: int
    why: str

    @property
    def name(self) -> str:
        """The measure."""
        return self.proposed.asked.measure.name

    @property
    def has_no_reason(self) -> bool:
        """True if it would be asked although it is held, without a reason."""
        return self.is_asked and bool(self.proposed.held) and not self.why.strip()


@dataclass(frozen=True, slots=True)
class TownshipProgress:
    """How far a township's forms are; id 0 for those without a township."""

    township_id: int
    name: str
    progress: Progress


@dataclass(frozen=True, slots=True)
class AskedDepartment:
    """A department that schemes ask, what for, and who returns it."""

    code: str
    titles: list[Text]
    held: Department | None


def wishes_of(
    proposal: Proposal, draft: Collection | None, posted: Mapping[str, str] | None, minutes: int
) -> list[WishRow]:
    """Return what the page of a design shows for each figure: as posted, as kept, or as proposed.

    What is held already is not asked unless somebody ticks it.
    """
    kept = {each.measure: each for each in draft.questions.all()} if draft else {}
    rows = []
    for each in proposal.proposed:
        name = each.asked.measure.name
        if posted is not None:
            typed = posted.get(f"minutes-{name}", "")
            number = int(typed) if typed.isdecimal() and len(typed) < 4 else minutes
            rows.append(WishRow(each, f"ask-{name}" in posted, number, posted.get(f"why-{name}", "")))
        elif draft is not None:
            question = kept.get(name)
            rows.append(
                WishRow(each, True, question.minutes, question.justification)
                if question
                else WishRow(each, False, minutes, "")
            )
        else:
            rows.append(WishRow(each, not each.held, minutes, ""))
    return rows


def of_publishing(
    collection: Collection, proposal: Proposal, questions: Sequence[Question], cost: Expected
) -> list[Text]:
    """Return what publishing does, in sentences."""
    asked = {each.measure for each in questions if not each.department}
    fields = [each.fields for each in proposal.proposed if each.asked.measure.name in asked]
    held = {each.asked.measure.name for each in proposal.proposed if each.held}
    sentences = [
        _SENT.filled(
            title=collection.title,
            n=number_of(proposal.count_of(fields)),
            day=collection.deadline.isoformat(),
        ),
        _COST.filled(
            figures=number_of(cost.figures),
            hours=number_of(cost.hours),
            a_year=number_of(cost.figures_a_year),
            hours_a_year=number_of(cost.hours_a_year),
        ),
    ]
    returned = [title_of(each.measure) for each in questions if each.department]
    if returned:
        sentences.append(_DEPARTMENTS.filled(titles=returned))
    sentences += [
        _AGAIN.filled(title=title_of(each.measure), why=each.justification or "—")
        for each in questions
        if each.measure in held
    ]
    return [*sentences, _FIXED]


def progress_of_all(collections: Sequence[Collection]) -> dict[int, Progress]:
    """Return how far collections are, by id; one query."""
    rows = Sheet.objects.filter(collection__in=collections).order_by()
    counted = progress_by(rows.values_list("collection_id", "state").annotate(Count("pk")))
    return {key: progress for key, progress in counted.items() if key is not None}


def progress_by_township(collection: Collection) -> list[TownshipProgress]:
    """Return how far the forms of organizations are, township by township; two queries."""
    rows = Sheet.objects.filter(collection=collection, organization__isnull=False).order_by()
    counted = progress_by(rows.values_list("township_id", "state").annotate(Count("pk")))
    names = names_of([key for key in counted if key is not None])
    found = [
        TownshipProgress(key or 0, names.get(key or 0) or _WITHOUT.zh, progress)
        for key, progress in counted.items()
    ]
    return sorted(found, key=lambda each: (each.township_id == 0, each.name))


def whole(rows: Sequence[TownshipProgress]) -> Progress:
    """Return how far all of them are together."""
    counts: dict[str, int] = {}
    for each in rows:
        for state, number in each.progress.counts.items():
            counts[state] = counts.get(state, 0) + number
    return Progress(counts)


def number_to_accept(collection: Collection) -> int:
    """Return how many forms wait for the department."""
    rows = Sheet.objects.filter(collection=collection)
    direct = rows.filter(state=State.SUBMITTED, township=None).count()
    return rows.filter(state=State.APPROVED).count() + direct


def accept_waiting(collection: Collection, *, by: Account, now: datetime) -> int:
    """Accept all forms that wait for the department, some at a time; return how many."""
    sheets = sheets_to_accept(collection)
    return sum(
        sheet_actions.accept(sheets=sheets[first : first + _AT_ONCE], by=by, now=now)
        for first in range(0, len(sheets), _AT_ONCE)
    )


def departments_asked() -> list[AskedDepartment]:
    """Return the departments that schemes ask, with who returns for each; one query."""
    titles: dict[str, list[Text]] = {}
    for scheme in schemes_that_ask():
        for each in asked_by(scheme):
            if each.department and each.measure.title not in titles.setdefault(each.department, []):
                titles[each.department].append(each.measure.title)
    held = {each.code: each for each in Department.objects.select_related("account")}
    return [AskedDepartment(code, asked, held.get(code)) for code, asked in titles.items()]


def late_in_words(missing: Sequence[tuple[str, Sequence[str]]]) -> list[Text]:
    """Return who has not handed in, a sentence a township."""
    return [
        _LATE.filled(township=Text(f"{township}：", f"{township}:") if township else "", names=list(names))
        for township, names in missing
    ]
