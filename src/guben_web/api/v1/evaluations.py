"""Evaluations, their results, and why an organization has its grade."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Router

from guben_web.accounts.models import Account
from guben_web.api.enums import Right
from guben_web.api.v1.reasons import reasons_of
from guben_web.api.v1.service import PROBLEMS, After, AfterNumber, Key, Limit, Number, need_right, record
from guben_web.api.v1.shapes import (
    EvaluationShape,
    ExplanationShape,
    GradeShape,
    Page,
    PartShape,
    ResultShape,
    WholeEvaluationShape,
    words_of,
)
from guben_web.engine.texts import Text
from guben_web.org.access import Scope
from guben_web.results import access, folders
from guben_web.results.layout import Layout, layout_from_data
from guben_web.results.models import Evaluation, Result
from guben_web.results.shown import for_list

router = Router(tags=["results"])


@router.get(
    "/evaluations",
    url_name="evaluations",
    summary="列出考核 · List evaluations",
    response={200: Page[EvaluationShape], **PROBLEMS},
)
def evaluations(request: HttpRequest, after: AfterNumber = 0, limit: Limit = 200) -> Page[EvaluationShape]:
    """List the evaluations that are computed, the earliest first."""
    scope = access.need_reader(need_right(request, Right.RESULTS))
    seen = access.visible_evaluations(scope, timezone.localdate()).exclude(finished_at=None)
    rows = list(for_list(seen).filter(pk__gt=after).order_by("pk")[: limit + 1])
    record(request, f"evaluations?after={after}")
    shown = [EvaluationShape(**_facts(each, Text(*each.held_title))) for each in rows[:limit]]
    return Page(items=shown, next=str(shown[-1].id) if len(rows) > limit else None)


@router.get(
    "/evaluations/{evaluation_id}",
    url_name="evaluation",
    summary="一次考核 · An evaluation",
    response={200: WholeEvaluationShape, **PROBLEMS},
)
def evaluation(request: HttpRequest, evaluation_id: Number) -> WholeEvaluationShape:
    """Give an evaluation with the grades, vetoes and parts of its scheme."""
    _, row, layout = seen_evaluation(need_right(request, Right.RESULTS), evaluation_id)
    record(request, f"evaluations/{row.pk}")
    return WholeEvaluationShape(
        **_facts(row, layout.title),
        total=_written(layout.total),
        grades=[words_of(each) for each in layout.grades],
        vetoes=[words_of(each) for each in layout.vetoes],
        parts=[
            PartShape(
                path=each.path, title=words_of(each.title), points=_written(each.points), depth=each.depth
            )
            for each in layout.parts
        ],
    )


@router.get(
    "/evaluations/{evaluation_id}/results",
    url_name="results",
    summary="列出结果 · List results",
    response={200: Page[ResultShape], **PROBLEMS},
)
def results(
    request: HttpRequest, evaluation_id: Number, after: After = "", limit: Limit = 200
) -> Page[ResultShape]:
    """List the results of an evaluation by the key of the organization."""
    scope, row, layout = seen_evaluation(need_right(request, Right.RESULTS), evaluation_id)
    seen = access.visible_results(scope, row, timezone.localdate()).select_related("organization")
    rows = list(seen.filter(organization__key__gt=after).order_by("organization__key")[: limit + 1])
    record(request, f"evaluations/{row.pk}/results?after={after}")
    shown = [_result(each, layout, scope) for each in rows[:limit]]
    return Page(items=shown, next=shown[-1].organization if len(rows) > limit else None)


@router.get(
    "/evaluations/{evaluation_id}/explanation",
    url_name="explanation",
    summary="为什么是这个结果 · Why a result is as it is",
    response={200: ExplanationShape, **PROBLEMS},
)
def explanation(request: HttpRequest, evaluation_id: Number, organization: Key) -> ExplanationShape:
    """Explain the result of one organization in sentences, with the rules in words."""
    scope, row, layout = seen_evaluation(need_right(request, Right.RESULTS), evaluation_id)
    today = timezone.localdate()
    seen = access.visible_results(scope, row, today).select_related("organization")
    held = seen.filter(organization__key=organization).first()
    if held is None:
        raise Http404
    branch = folders.explain_result(row, organization)
    program = folders.open_folder(row).program()
    record(request, f"evaluations/{row.pk}/explanation?organization={organization}")
    return ExplanationShape(
        result=_result(held, layout, scope),
        reasons=reasons_of(branch, program, today=today, with_ranks=scope.is_whole),
    )


def seen_evaluation(account: Account, evaluation_id: int) -> tuple[Scope, Evaluation, Layout]:
    """Return a computed evaluation that an account sees, and from which scope; raises Http404 for another."""
    scope = access.need_reader(account)
    row = access.get_evaluation(scope, evaluation_id, timezone.localdate())
    if not row.layout:
        raise Http404
    return scope, row, layout_from_data(row.layout)


def _facts(row: Evaluation, title: Text) -> dict[str, Any]:
    return {
        "id": row.pk,
        "scheme": row.scheme,
        "title": words_of(title),
        "version": row.version,
        "period": row.period,
        "as_of": row.as_of,
        "state": row.state,
        "organizations": row.organizations,
        "computed_at": row.finished_at,
        "scheme_digest": row.scheme_digest,
        "snapshot_digest": row.snapshot_digest,
        "result_digest": row.result_digest,
    }


def _result(row: Result, layout: Layout, scope: Scope) -> ResultShape:
    computed = row.computed_grade if row.is_decided else row.grade
    total = layout.points(row.total)
    return ResultShape(
        organization=row.organization.key,
        code=row.code,
        name=row.name,
        field=row.field,
        township=row.township_name,
        total=None if total is None else _written(total),
        grade=_grade(row.grade, layout),
        computed_grade=_grade(computed, layout),
        is_decided=row.is_decided,
        veto=words_of(layout.vetoes[row.veto - 1]) if row.veto else None,
        rank=row.rank if scope.is_whole else None,
        points={part.path: _points(row.points.get(part.path), layout) for part in layout.parts},
        won=list(row.won),
        missing=list(row.missing),
    )


def _points(units: int | None, layout: Layout) -> str | None:
    points = layout.points(units)
    return None if points is None else _written(points)


def _grade(place: int | None, layout: Layout) -> GradeShape | None:
    return None if place is None else GradeShape(place=place, words=words_of(layout.grades[place]))


def _written(number: Decimal) -> str:
    """Return a number with all its digits, never with an exponent."""
    return f"{number:f}"
