"""What is typed into the tables of marks and of decided grades, and what those tables show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Count
from django.http import HttpRequest, QueryDict

from guben_web.accounts.requests import AccountRequest
from guben_web.appraisals import access
from guben_web.appraisals.actions import Decided
from guben_web.appraisals.comparing import Computed, TrialRun, difference, find_own, trial_run
from guben_web.appraisals.enums import Stage
from guben_web.appraisals.judging import Judged, evaluated_on, judged_in
from guben_web.appraisals.marks import LONGEST_REASON, Given, exact, read_mark
from guben_web.appraisals.models import Appraisal, Mark
from guben_web.engine.marks import plain_number
from guben_web.engine.texts import Text
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import matching
from guben_web.results.layout import Layout
from guben_web.results.models import Evaluation, Result
from guben_web.results.shown import ShownGrade, shown_grade
from guben_web.shared.pages import page_of

_MARK, _REASON, _GRADE, _WHY = "m", "r", "g", "w"
_MOST_FOUND = 8
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """A mark: what it is called in the form, what was given, and whether this account gives it.

    `computed` is what the trial run gave its part, for those who may see it; `wrong` says why it could not be stored
    as it stands: most of all, from what it differs as long as there is no reason for it.
    """

    key: str
    judged: Judged
    words: str
    reason: str
    is_open: bool
    computed: Computed | None
    wrong: Text | None

    @property
    def asks_for_reason(self) -> bool:
        """True if whoever gives it may have to say why it differs."""
        if not self.is_open:
            return False
        can_be_off = self.computed is not None and self.computed.proposed_by(self.judged) is not None
        return self.judged.judge not in access.SELF or can_be_off or bool(self.reason)


@dataclass(frozen=True, slots=True)
class MarkRow:
    """An organization with its marks."""

    version: OrganizationVersion
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """An organization whose grade a meeting sets."""

    result: Result
    computed: ShownGrade
    grade: str
    reason: str


def marked_in(posted: QueryDict, scheme: str) -> list[Given]:
    """Return the marks of a posted table."""
    judged = judged_in(scheme)
    found = []
    for name, words in posted.items():
        kind, _, rest = name.partition("-")
        organization, _, place = rest.partition("-")
        if kind == _MARK and _is_number(organization) and _is_number(place) and int(place) < len(judged):
            reason = posted.get(f"{_REASON}-{rest}")
            found.append(Given(int(organization), judged[int(place)].measure.name, str(words), reason))
    return found


def marks_page(request: AccountRequest, appraisal: Appraisal, today: date) -> dict[str, object]:
    """Return the table of marks as far as an account sees it.

    Whoever runs the appraisal sees all, others those they give with the organization's own mark beside; an
    organization sees what others gave it once the results are on notice.
    """
    judged = judged_in(appraisal.scheme)
    sight = access.sight_of(request.account, appraisal, today)
    is_holder = access.is_holder(request.account)
    words = request.GET.get("q", "")
    rows = evaluated_on(appraisal.scheme, appraisal.as_of)
    if not is_holder:
        rows = rows.filter(organization_id__in=frozenset().union(*sight.given_by.values()))
    page = page_of(rows.filter(matching(words, code="organization__code")), request)
    shown = [each.organization_id for each in page]
    held = {
        (each.organization_id, each.measure): each
        for each in Mark.objects.filter(appraisal=appraisal, organization_id__in=shown)
    }
    is_open = appraisal.stage == Stage.MARKING
    table = _Table(judged, sight, held, trial_run(appraisal, judged, shown), request.POST, is_open, is_holder)
    # What nobody here is shown has no column, so that an empty one means that nothing was given.
    places = [
        place for place, each in enumerate(judged) if any(sight.sees(each.judge, number) for number in shown)
    ]
    filled = [
        MarkRow(version, tuple(table.cell(version.organization_id, place) for place in places))
        for version in page
    ]
    return {
        "page": page,
        "rows": filled,
        "judged": [judged[place] for place in places],
        "given": _given_of(appraisal, judged) if is_holder else (),
        "evaluated": evaluated_on(appraisal.scheme, appraisal.as_of).count() if is_holder else 0,
        "words": words,
        "is_open": is_open,
        "gives": any(cell.is_open for row in filled for cell in row.cells),
        # The whole explanation is for whoever runs the appraisal.
        "leads_to": appraisal.evaluation_id if is_holder else None,
        "longest_reason": LONGEST_REASON,
    }


@dataclass(frozen=True, slots=True)
class _Table:
    """What the cells of the table are made of."""

    judged: Sequence[Judged]
    sight: access.Sight
    held: Mapping[tuple[int, str], Mark]
    trial: TrialRun
    posted: Mapping[str, str]
    is_open: bool
    is_holder: bool

    def cell(self, organization_id: int, place: int) -> Cell:
        judged, key = self.judged[place], f"{organization_id}-{place}"
        is_given = self.sight.gives(judged.judge, organization_id)
        is_open = self.is_open and is_given
        mark = self.held.get((organization_id, judged.measure.name))
        if not self.sight.sees(judged.judge, organization_id):
            mark = None
        words, reason = (plain_number(exact(mark)), mark.reason) if mark is not None else ("", "")
        if is_open:
            words = self.posted.get(f"{_MARK}-{key}", words)
            reason = self.posted.get(f"{_REASON}-{key}", reason)
        computed = self.trial.beside(judged, organization_id, self.sight)
        is_wanted = is_given or self.is_holder
        if not is_wanted or (computed is not None and computed.is_missing and not words):
            computed = None
        wrong = self._wrong(judged, organization_id, words, reason, computed) if is_open else None
        return Cell(key, judged, words, reason, is_open, computed, wrong)

    def _wrong(
        self, judged: Judged, organization_id: int, words: str, reason: str, computed: Computed | None
    ) -> Text | None:
        problem, number = read_mark(judged, words)
        if number is None or reason.strip():
            return problem
        own = self.held.get((organization_id, find_own(judged, self.judged) or ""))
        return difference(
            judged,
            Fraction(number[0], 10 ** number[1]),
            own=None if own is None else exact(own),
            computed=computed,
        )


def _given_of(appraisal: Appraisal, judged: list[Judged]) -> list[tuple[Judged, int]]:
    """Return how many organizations have each mark; one query."""
    rows = Mark.objects.filter(appraisal=appraisal).order_by().values_list("measure").annotate(Count("pk"))
    numbers = dict(rows)
    return [(each, numbers.get(each.measure.name, 0)) for each in judged]


def decided_in(posted: QueryDict) -> list[Decided]:
    """Return the grades of a posted table."""
    found = []
    for name, words in posted.items():
        kind, _, organization = name.partition("-")
        if kind == _GRADE and _is_number(organization) and _is_number(str(words)):
            reason = str(posted.get(f"{_WHY}-{organization}", ""))
            found.append(Decided(int(organization), int(str(words)), reason))
    return found


def decision_rows(request: HttpRequest, evaluation: Evaluation, layout: Layout) -> dict[str, object]:
    """Return the organizations whose grades are being set, and those found to be added."""
    posted = request.POST
    asked = [name.partition("-")[2] for name in posted if name.startswith(f"{_GRADE}-")]
    asked += [posted["add"]] if "add" in posted else []
    chosen = {int(each) for each in asked if _is_number(each)}
    rows = Result.objects.filter(evaluation=evaluation)
    words = posted.get("q", "") or request.GET.get("q", "")
    found = (
        rows.filter(matching(words, code="code")).exclude(organization_id__in=chosen)
        if words
        else rows.none()
    )
    table = [
        DecisionRow(
            row,
            shown_grade(row.computed_grade if row.is_decided else row.grade, layout),
            str(posted.get(f"{_GRADE}-{row.organization_id}", "")),
            str(posted.get(f"{_WHY}-{row.organization_id}", "")),
        )
        for row in rows.filter(organization_id__in=chosen).order_by("organization__key")
    ]
    return {
        "evaluation": evaluation,
        "layout": layout,
        "grades": list(enumerate(layout.grades)),
        "table": table,
        "words": words,
        "found": found.order_by("organization__key")[:_MOST_FOUND],
    }


def _is_number(words: str) -> bool:
    return words.isdecimal() and words.isascii() and len(words) < _LONGEST
