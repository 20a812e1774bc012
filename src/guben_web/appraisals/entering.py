"""What is typed into the tables of marks and of decided grades, and what those tables show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.http import HttpRequest, QueryDict

from guben_web.accounts.requests import AccountRequest
from guben_web.appraisals import access
from guben_web.appraisals.actions import Decided
from guben_web.appraisals.enums import SEEN_BY_UNITS, Stage
from guben_web.appraisals.judging import Judged, evaluated_on, judged_in
from guben_web.appraisals.marks import Given
from guben_web.appraisals.models import Appraisal, Mark
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import matching
from guben_web.results.layout import Layout, layout_from_data
from guben_web.results.models import Evaluation, Result
from guben_web.results.shown import ShownGrade, shown_grade
from guben_web.shared.pages import page_of

_MARK, _REASON, _GRADE, _WHY = "m", "r", "g", "w"
_MOST_FOUND = 8
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """A mark: what it is called in the form, what was given, whether this account gives it, and the points of its part
    in the last trial run."""

    key: str
    judged: Judged
    words: str
    reason: str
    is_open: bool
    computed: Decimal | None

    @property
    def asks_for_reason(self) -> bool:
        """True if whoever gives it has to say why it differs from the organization's own."""
        return self.is_open and self.judged.judge not in access.SELF


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
            reason = str(posted.get(f"{_REASON}-{rest}", ""))
            found.append(Given(int(organization), judged[int(place)].measure.name, str(words), reason))
    return found


def marks_page(request: AccountRequest, appraisal: Appraisal, today: date) -> dict[str, object]:
    """Return the table of marks as far as an account sees it.

    Whoever runs the appraisal sees all, others those they give with the organization's own mark beside; an
    organization sees what others gave it once the results are on notice.
    """
    judged = judged_in(appraisal.scheme)
    is_holder = access.is_holder(request.account)
    given_by = access.given_by(request.account, appraisal, today)
    words = request.GET.get("q", "")
    rows = evaluated_on(appraisal.scheme, appraisal.as_of)
    if not is_holder:
        rows = rows.filter(organization_id__in=frozenset().union(*given_by.values()))
    page = page_of(rows.filter(matching(words, code="organization__code")), request)
    shown = [each.organization_id for each in page]
    held = {
        (each.organization_id, each.measure): each
        for each in Mark.objects.filter(appraisal=appraisal, organization_id__in=shown)
    }
    is_open = appraisal.stage == Stage.MARKING
    # What was computed before anything is published is for whoever runs the appraisal.
    points = _points_of(appraisal, shown) if is_holder else {}
    sees_all = is_holder or appraisal.stage in SEEN_BY_UNITS
    table = [
        MarkRow(
            version,
            tuple(
                _cell(
                    version.organization_id,
                    place,
                    each,
                    held.get((version.organization_id, each.measure.name))
                    if sees_all or _is_beside(each.judge, version.organization_id, given_by)
                    else None,
                    request.POST,
                    computed=points.get((version.organization_id, each.part)),
                    is_open=is_open and version.organization_id in given_by.get(each.judge, ()),
                )
                for place, each in enumerate(judged)
            ),
        )
        for version in page
    ]
    gives = any(cell.is_open for row in table for cell in row.cells)
    return {
        "page": page,
        "rows": table,
        "judged": judged,
        "given": _given_of(appraisal, judged) if is_holder else (),
        "evaluated": evaluated_on(appraisal.scheme, appraisal.as_of).count() if is_holder else 0,
        "words": words,
        "is_open": is_open,
        "gives": gives,
    }


def _given_of(appraisal: Appraisal, judged: list[Judged]) -> list[tuple[Judged, int]]:
    """Return how many organizations have each mark; one query."""
    rows = Mark.objects.filter(appraisal=appraisal).order_by().values_list("measure").annotate(Count("pk"))
    numbers = dict(rows)
    return [(each, numbers.get(each.measure.name, 0)) for each in judged]


def _is_beside(judge: str, organization_id: int, given_by: Mapping[str, frozenset[int]]) -> bool:
    """Return whether whoever gives some marks sees a judge's: her own, and an organization's own beside hers."""
    mine = {each for each, organizations in given_by.items() if organization_id in organizations}
    return judge in mine or (judge in access.SELF and bool(mine))


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


def _cell(
    organization_id: int,
    place: int,
    judged: Judged,
    mark: Mark | None,
    posted: Mapping[str, str],
    *,
    computed: Decimal | None,
    is_open: bool,
) -> Cell:
    key = f"{organization_id}-{place}"
    words = plain_mark(mark) if mark else ""
    reason = mark.reason if mark else ""
    if is_open:
        words, reason = posted.get(f"{_MARK}-{key}", words), posted.get(f"{_REASON}-{key}", reason)
    return Cell(key, judged, words, reason, is_open, computed)


def _points_of(appraisal: Appraisal, organizations: list[int]) -> dict[tuple[int, str], Decimal | None]:
    """Return the points of every part in the trial run that stands, by organization and path."""
    evaluation = appraisal.evaluation
    if evaluation is None or not evaluation.layout:
        return {}
    layout = layout_from_data(evaluation.layout)
    rows = Result.objects.filter(evaluation=evaluation, organization_id__in=organizations)
    return {
        (row.organization_id, path): layout.points(points)
        for row in rows
        for path, points in row.points.items()
    }


def plain_mark(mark: Mark) -> str:
    """Return a mark as it is typed."""
    digits = f"{Decimal(mark.number).scaleb(-mark.scale):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _is_number(words: str) -> bool:
    return words.isdecimal() and words.isascii() and len(words) < _LONGEST
