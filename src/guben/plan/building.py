"""A typed scheme into a program."""

from collections.abc import Iterator, Sequence

from guben.model.grading import Quota, Veto
from guben.model.scheme import MissingPolicy, Part, Scheme
from guben.plan.program import (
    WHOLE,
    GradeStep,
    MeasureStep,
    PartStep,
    Program,
    QuotaStep,
    TailStep,
    VetoStep,
)
from guben.plan.scoring import points_expression
from guben.resolve.names import in_computing_order
from guben.typesystem.expressions import AllOf, Expression, Gap, Provided, TieBreak, number_type
from guben.typesystem.schemes import TypedScheme


def build_program(typed: TypedScheme, children: Program | None) -> Program:
    """Return the program of a scheme without findings; `children` is that of its children's scheme."""
    scheme = typed.scheme
    steps = [
        MeasureStep(measure, typed.measures.get(measure.name))
        for measure in in_computing_order(scheme.measures)
    ]
    collected = [step for step in steps if step.expression is None]
    derived = [step for step in steps if step.expression is not None]
    names = [grade.name for grade in scheme.grades]
    return Program(
        scheme=scheme,
        measures=(*collected, *derived),
        parts=(*_part_steps(typed, scheme.parts, scheme.missing, ()), _whole(scheme)),
        vetoes=_limits(scheme.vetoes, typed.vetoes, names),
        grades=tuple(GradeStep(grade.name, typed.grades.get(grade.name)) for grade in scheme.grades),
        children=children,
        ceilings=_limits(scheme.ceilings, typed.ceilings, names),
        quotas=tuple(
            _quota(quota, then, names) for quota, then in zip(scheme.quotas, typed.tie_breaks, strict=True)
        ),
        floors=_limits(scheme.floors, typed.floors, names),
        tails=tuple(TailStep(tail, typed.tails[tail.name]) for tail in scheme.tails),
    )


def _limits(
    limits: Sequence[Veto], conditions: Sequence[Expression], grades: Sequence[str]
) -> tuple[VetoStep, ...]:
    return tuple(
        VetoStep(limit, condition, grades.index(limit.grade))
        for limit, condition in zip(limits, conditions, strict=True)
    )


def _quota(quota: Quota, then: TieBreak | None, grades: Sequence[str]) -> QuotaStep:
    indexes = [grades.index(grade) for grade in quota.grades]
    return QuotaStep(quota, min(indexes), max(indexes), max(indexes) == len(grades) - 1, then)


def _whole(scheme: Scheme) -> PartStep:
    below = tuple(part.path for part in scheme.parts)
    return PartStep(
        WHOLE, None, scheme.total, scheme.missing, None, None, below, None, is_capped=scheme.is_capped
    )


def _part_steps(
    typed: TypedScheme,
    parts: tuple[Part, ...],
    inherited: MissingPolicy,
    above: tuple[Expression, ...],
) -> Iterator[PartStep]:
    for part in parts:
        policy = part.missing or inherited
        conditions = (*above, *((typed.applies[part.path],) if part.path in typed.applies else ()))
        yield from _part_steps(typed, part.parts, policy, conditions)
        scoring = typed.scorings.get(part.path)
        applies = AllOf(conditions) if len(conditions) > 1 else conditions[0] if conditions else None
        expression = points_expression(scoring, part.points, typed.scheme.digits) if scoring else None
        if applies is not None and expression is not None:
            expression = Provided(applies, expression, Gap.NOT_APPLICABLE, number_type(expression))
        yield PartStep(
            path=part.path,
            part=part,
            printed=part.points,
            policy=policy,
            expression=expression,
            scoring=scoring,
            below=tuple(each.path for each in part.parts),
            won=typed.won.get(part.path),
            applies=applies,
            is_capped=part.is_capped,
        )
