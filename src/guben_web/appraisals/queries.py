"""Reads of appraisals, each in a constant number of queries."""

from dataclasses import dataclass
from datetime import date

from guben_web.appraisals.enums import WAY, Answer, Stage
from guben_web.appraisals.models import Appraisal, Decision, Objection, Override
from guben_web.results.models import Evaluation, Result


@dataclass(frozen=True, slots=True)
class Milestone:
    """A stage on the way, and whether it is done, now or later."""

    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Change:
    """An organization whose result differs between two evaluations; the one or the other may be lacking."""

    name: str
    organization_id: int
    before: Result | None
    after: Result | None

    @property
    def is_of_grade(self) -> bool:
        """True if the grade differs, not only the points."""
        grades = {each.grade if each else None for each in (self.before, self.after)}
        return len(grades) > 1


def milestones(stage: Stage, *, with_marks: bool) -> list[Milestone]:
    """Return the way of an appraisal in a stage; the one of a scheme that asks for no marks has no stage for them."""
    way = [each for each in WAY if with_marks or each is not Stage.MARKING]
    here = Stage.PUBLIC if stage is Stage.CORRECTING else stage
    place = way.index(here) if here in way else -1

    def state_of(index: int) -> str:
        if index < place or stage is Stage.FINAL:
            return "done"
        return "now" if index == place else "later"

    return [Milestone(str(each.label), state_of(index)) for index, each in enumerate(way)]


def changes_between(before: Evaluation, after: Evaluation) -> list[Change]:
    """Return the organizations whose total or grade differs, those with another grade first; two queries."""
    old = {row.organization_id: row for row in Result.objects.filter(evaluation=before)}
    new = {row.organization_id: row for row in Result.objects.filter(evaluation=after)}
    changes = []
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key), new.get(key)
        is_same = (
            one is not None and other is not None and (one.total, one.grade) == (other.total, other.grade)
        )
        if not is_same:
            name = other.name if other else one.name if one else ""
            changes.append(Change(name, key, one, other))
    return sorted(changes, key=lambda each: not each.is_of_grade)


def standing_overrides(appraisal: Appraisal) -> list[Override]:
    """Return the grades that a meeting set and that stand; one query."""
    rows = Override.objects.filter(decision__appraisal=appraisal, decision__withdrawn_at=None)
    return list(rows.select_related("organization", "decision"))


def decisions_of(appraisal: Appraisal) -> list[Decision]:
    """Return all decisions, those withdrawn or replaced too; one query."""
    return list(Decision.objects.filter(appraisal=appraisal).select_related("entered_by"))


def names_in(evaluation: Evaluation) -> dict[int, str]:
    """Return the names of the organizations as they were evaluated."""
    return dict(Result.objects.filter(evaluation=evaluation).values_list("organization_id", "name"))


def objections_of(appraisal: Appraisal) -> list[Objection]:
    """Return the objections, the open ones first; one query."""
    rows = list(Objection.objects.filter(appraisal=appraisal))
    return sorted(rows, key=lambda each: each.answer != Answer.OPEN)


def is_over(appraisal: Appraisal, today: date) -> bool:
    """Return whether the notice has ended."""
    return appraisal.public_to is not None and today > appraisal.public_to
