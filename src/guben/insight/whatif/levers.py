"""The numbers of a scheme that can be moved to see what would come of it: weights, lines, quotas."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction

from guben.diagnostics import SourceSpan, Text, both
from guben.model.exact import plain_number
from guben.model.formula import Arithmetic, Comparison, Expression, Logic, Negative, Not, Number
from guben.model.grading import Veto
from guben.model.scheme import Part
from guben.model.scoring import Band, Bands, Computed, Judgement, Line, Linear, Lines, Pass, Scoring, Steps
from guben.model.values import Kind
from guben.phrasing import say_condition, say_quota
from guben.plan import Program
from guben.plan.formulas import outcome_formulas
from guben.reading.trees import parse_number
from guben.typesystem.expressions import Aggregate, ParameterValue, walk


class LeverGroup(StrEnum):
    """What moving a number changes."""

    POINTS = "points"
    PARAMETER = "parameter"
    CUT_OFF = "cut_off"
    QUOTA = "quota"
    LINE = "line"


A_PERCENT = Text("带百分号，如85%", "with its percent sign, such as 85%")
A_WHOLE_NUMBER = Text("不小于0的整数，如3", "whole and not below 0, such as 3")
A_NUMBER = Text("如60或7.5", "such as 60 or 7.5")
_LONGEST = 20
NEEDS_TRIAL_RUN = Text(
    "用在由记录推出的数据里，要试算才知道", "used where figures come from records: a trial run is needed"
)
JUDGED_POINTS = Text(
    "由人评分，分值变了评的分也要变，要试算才知道",
    "somebody judges within these points: a trial run is needed",
)
_CONDITION = Text("{title}：{condition}", "{title}: {condition}")
_NUMBERED = Text("{title}（第{number}个数）", "{title} (number {number})")


@dataclass(frozen=True, slots=True)
class Lever:
    """A number of a scheme: `key` names it, `value` is in the unit of computation, where 85 % is 0.85.

    `part` is the path of the part that it belongs to, if any. `span` is where a number of a formula stands; the others
    are found by their key. `blocked` says why it cannot be moved without evaluating anew.
    """

    key: str
    group: LeverGroup
    title: Text
    value: Fraction
    is_percent: bool = False
    is_whole: bool = False
    part: str | None = None
    span: SourceSpan | None = None
    blocked: Text | None = None

    @property
    def form(self) -> Text:
        """How a value of it is written."""
        return A_PERCENT if self.is_percent else A_WHOLE_NUMBER if self.is_whole else A_NUMBER

    def read(self, words: str) -> Fraction | None:
        """Return the value that somebody wrote, or None; a percent may lack its sign where it is clear, as in a form."""
        number = parse_number(words)
        if number is None or len(words) > _LONGEST:
            return None
        has_sign = words.strip().endswith(("%", "％"))
        if self.is_percent:
            return number if has_sign else number / 100
        if has_sign or (self.is_whole and (number.denominator != 1 or number < 0)):
            return None
        return number

    def written(self, value: Fraction) -> str:
        """Return a value as the scheme writes it."""
        return f"{plain_number(value * 100)}%" if self.is_percent else plain_number(value)


def levers_of(program: Program, as_of: int) -> tuple[Lever, ...]:
    """Return the numbers of a scheme itself, not of its children's, that can be moved, those of parts first."""
    scheme = program.scheme
    return (
        *(lever for part in scheme.all_parts() for lever in _of_part(part)),
        *_parameters(program, as_of),
        *_of_grades(program),
        *_of_quotas(program),
    )


def _of_part(part: Part) -> Iterator[Lever]:
    if part.scoring is not None and part.points:
        blocked = JUDGED_POINTS if _is_judged_within(part.scoring) else None
        yield Lever(
            f"points.{part.path}", LeverGroup.POINTS, part.title, part.points, part=part.path, blocked=blocked
        )
        yield from _numbered(
            f"line.{part.path}", LeverGroup.LINE, part.title, _lines_in(part.scoring), part.path
        )
    if part.won is not None:
        numbers = list(_compared_in(part.won))
        yield from _numbered(f"won.{part.path}", LeverGroup.CUT_OFF, part.title, numbers, part.path)


def _is_judged_within(scoring: Scoring) -> bool:
    """Return whether somebody's marks, and so the figures that are allowed, end at the printed points."""
    if isinstance(scoring, Bands):
        return any(isinstance(band.within, Judgement) for band in scoring.bands)
    return not isinstance(scoring, Lines) and any(isinstance(each, Judgement) for each in _fields_of(scoring))


def _fields_of(node: object) -> list[object]:
    return [getattr(node, each.name) for each in fields(node)]  # type: ignore[arg-type]


def _lines_in(scoring: Scoring) -> list[Number]:
    """Return the numbers that figures are held against, in the order in which they are written."""
    pieces: list[object] = [scoring]
    if isinstance(scoring, Bands):
        pieces = [piece for band in scoring.bands for piece in (band, band.within)]
    elif isinstance(scoring, Lines):
        pieces = [piece for line in scoring.lines for piece in (line, line.steps)]
    found: list[Number] = []
    for piece in pieces:
        if isinstance(piece, Linear):
            found += [each for each in (piece.start, piece.end) if isinstance(each, Number)]
        elif isinstance(piece, Steps):
            found += [piece.line] if isinstance(piece.line, Number) else []
        elif isinstance(piece, Band | Line | Pass | Computed):
            formulas = [each for each in _fields_of(piece) if isinstance(each, Expression)]
            found += [number for formula in formulas for number in _compared_in(formula)]
    return found


def _compared_in(formula: Expression) -> Iterator[Number]:
    """Yield the numbers that something is compared with, those inside conditions on records apart."""
    if isinstance(formula, Comparison):
        for operand in formula.operands:
            inside = operand.operand if isinstance(operand, Negative) else operand
            if isinstance(inside, Number):
                yield inside
    # What a function is given are records or figures, and may stand inside a condition on records.
    if isinstance(formula, Comparison | Logic | Not | Negative | Arithmetic):
        for value in _fields_of(formula):
            for each in value if isinstance(value, tuple) else (value,):
                if isinstance(each, Expression):
                    yield from _compared_in(each)


def _numbered(
    key: str, group: LeverGroup, title: Text, numbers: list[Number], part: str | None = None
) -> Iterator[Lever]:
    for place, number in enumerate(numbers, start=1):
        said = title if len(numbers) == 1 else _NUMBERED.filled(title=title, number=place)
        yield Lever(
            f"{key}.{place}",
            group,
            said,
            number.value,
            is_percent=number.is_percent,
            part=part,
            span=number.span,
        )


def _parameters(program: Program, as_of: int) -> Iterator[Lever]:
    of_records = set(_in_records(program))
    for parameter in program.scheme.parameters.values():
        yield Lever(
            f"parameter.{parameter.name}",
            LeverGroup.PARAMETER,
            parameter.title or both(parameter.name),
            parameter.on(as_of),
            is_percent=parameter.type.kind is Kind.PERCENT,
            blocked=NEEDS_TRIAL_RUN if parameter.name in of_records else None,
        )


def _in_records(program: Program) -> Iterator[str]:
    """Yield the parameters on which the measures, or what rules ask of records, depend."""
    for step in program.measures:
        if step.expression is not None:
            yield from (
                node.parameter.name for node in walk(step.expression) if isinstance(node, ParameterValue)
            )
    for _, rule in outcome_formulas(program):
        for node in walk(rule):
            if isinstance(node, Aggregate):
                yield from (each.parameter.name for each in walk(node) if isinstance(each, ParameterValue))


def _of_grades(program: Program) -> Iterator[Lever]:
    scheme = program.scheme
    for grade, grade_step in zip(scheme.grades, program.grades, strict=True):
        if grade.condition is not None and grade_step.condition is not None:
            said = _CONDITION.filled(title=grade.title, condition=say_condition(grade_step.condition))
            numbers = list(_compared_in(grade.condition))
            yield from _numbered(f"grade.{grade.name}", LeverGroup.CUT_OFF, said, numbers)
    limits = (("veto", program.vetoes), ("ceiling", program.ceilings), ("floor", program.floors))
    for name, steps in limits:
        for number, step in enumerate(steps, start=1):
            veto: Veto = step.veto
            said = veto.title or say_condition(step.condition)
            yield from _numbered(
                f"{name}.{number}", LeverGroup.CUT_OFF, said, list(_compared_in(veto.condition))
            )


def _of_quotas(program: Program) -> Iterator[Lever]:
    titles = {grade.name: grade.title for grade in program.scheme.grades}
    for number, step in enumerate(program.quotas, start=1):
        quota = step.quota
        value = quota.quantity.share if quota.quantity.number is None else Fraction(quota.quantity.number)
        assert value is not None
        yield Lever(
            f"quota.{number}",
            LeverGroup.QUOTA,
            quota.title or say_quota(quota, step.then, [titles[name] for name in quota.grades]),
            value,
            is_percent=quota.quantity.number is None,
            is_whole=quota.quantity.number is not None,
        )
