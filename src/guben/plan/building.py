"""A typed scheme into a program."""

from collections.abc import Iterator

from guben.model.scheme import MissingPolicy, Part, Scheme
from guben.plan.program import WHOLE, GradeStep, MeasureStep, PartStep, Program, VetoStep
from guben.plan.scoring import points_expression
from guben.resolve.names import in_computing_order
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
        parts=(*_part_steps(typed, scheme.parts, scheme.missing), _whole(scheme)),
        vetoes=tuple(
            VetoStep(veto, condition, names.index(veto.grade))
            for veto, condition in zip(scheme.vetoes, typed.vetoes, strict=True)
        ),
        grades=tuple(GradeStep(grade.name, typed.grades.get(grade.name)) for grade in scheme.grades),
        children=children,
    )


def _whole(scheme: Scheme) -> PartStep:
    below = tuple(part.path for part in scheme.parts)
    return PartStep(WHOLE, None, scheme.total, scheme.missing, None, None, below, None)


def _part_steps(typed: TypedScheme, parts: tuple[Part, ...], inherited: MissingPolicy) -> Iterator[PartStep]:
    for part in parts:
        policy = part.missing or inherited
        yield from _part_steps(typed, part.parts, policy)
        scoring = typed.scorings.get(part.path)
        yield PartStep(
            path=part.path,
            part=part,
            printed=part.points,
            policy=policy,
            expression=points_expression(scoring, part.points, typed.scheme.digits) if scoring else None,
            scoring=scoring,
            below=tuple(each.path for each in part.parts),
            won=typed.won.get(part.path),
        )
