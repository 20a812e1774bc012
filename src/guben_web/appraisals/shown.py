"""Appraisals as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from guben_web.appraisals.models import Appraisal, Objection, Override
from guben_web.appraisals.papers import Paper
from guben_web.appraisals.queries import Change, decisions_of, names_in, standing_overrides
from guben_web.engine.schemes import scheme_titles
from guben_web.engine.texts import Text, both
from guben_web.results.layout import Layout, layout_from_data
from guben_web.results.models import Evaluation, Result
from guben_web.results.shown import ShownGrade, shown_grade

_WHOLE = Text("总分和等次", "Total and grade")


@dataclass(frozen=True, slots=True)
class ShownOverride:
    """A grade that a meeting set, beside the one computed."""

    override: Override
    name: str
    computed: ShownGrade
    decided: ShownGrade


@dataclass(frozen=True, slots=True)
class ShownObjection:
    """An objection with the names of its organization and of its cell."""

    objection: Objection
    name: str
    cell: Text


@dataclass(frozen=True, slots=True)
class ShownChange:
    """An organization before and after."""

    change: Change
    before: tuple[object, ShownGrade] | None
    after: tuple[object, ShownGrade] | None


def title_of(appraisal: Appraisal) -> Text:
    """Return what an appraisal is called: as its scheme was when it was computed, or is now."""
    evaluation = appraisal.evaluation
    if evaluation is not None and evaluation.layout:
        return layout_from_data(evaluation.layout).title
    return scheme_titles().get(appraisal.scheme, both(appraisal.scheme))


def layout_of(evaluation: Evaluation | None) -> Layout | None:
    """Return what is common to the results of an evaluation, once it is computed."""
    return layout_from_data(evaluation.layout) if evaluation is not None and evaluation.layout else None


def shown_overrides(appraisal: Appraisal, layout: Layout) -> list[ShownOverride]:
    """Return the grades that were decided and stand."""
    assert appraisal.evaluation is not None
    names = names_in(appraisal.evaluation)
    return [
        ShownOverride(
            each,
            names.get(each.organization_id, ""),
            shown_grade(each.computed, layout),
            shown_grade(each.decided, layout),
        )
        for each in standing_overrides(appraisal)
    ]


def shown_objections(appraisal: Appraisal, layout: Layout, rows: Iterable[Objection]) -> list[ShownObjection]:
    """Return objections with what they are about."""
    assert appraisal.evaluation is not None
    names = names_in(appraisal.evaluation)
    titles = {part.path: part.title for part in layout.parts}
    return [
        ShownObjection(each, names.get(each.organization_id, ""), titles.get(each.path, _WHOLE))
        for each in rows
    ]


def shown_changes(changes: Iterable[Change], before: Layout, after: Layout) -> list[ShownChange]:
    """Return what changed, points with their digits and grades with their words."""
    return [ShownChange(each, _one(each.before, before), _one(each.after, after)) for each in changes]


def paper_of(appraisal: Appraisal) -> Paper:
    """Return all that papers about a decided appraisal say."""
    evaluation, layout = appraisal.evaluation, layout_of(appraisal.evaluation)
    assert evaluation is not None and layout is not None
    standing = next(each for each in decisions_of(appraisal) if each.withdrawn_at is None)
    return Paper(
        appraisal=appraisal,
        evaluation=evaluation,
        layout=layout,
        results=list(
            Result.objects.filter(evaluation=evaluation).order_by("township_name", "organization__key")
        ),
        overrides={each.organization_id: each for each in standing_overrides(appraisal)},
        decision=standing.get_body_display(),
        decided_on=standing.met_on,
    )


def _one(row: Result | None, layout: Layout) -> tuple[object, ShownGrade] | None:
    return (layout.points(row.total), shown_grade(row.grade, layout)) if row else None
