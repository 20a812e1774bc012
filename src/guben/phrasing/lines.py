"""The lines of a scoring sheet in words."""

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.model.scoring import LineKind, Partial
from guben.model.values import Kind
from guben.phrasing.expressions import say_beside, say_condition, say_expression, say_records
from guben.phrasing.raters import say_raters
from guben.typesystem.expressions import (
    Constant,
    Counted,
    DaysBetween,
    Expression,
    MeasureValue,
    ParameterValue,
    Shortfall,
    number_type,
)
from guben.typesystem.scorings import TypedLine, TypedLines, TypedSteps

_PARTIALS = {
    Partial.IGNORE: Text("不足的部分不计", "parts of it do not count"),
    Partial.WHOLE: Text("不足的按一计", "part of it counts as one"),
    Partial.PROPORTIONAL: Text("不足的按比例计", "parts of it in proportion"),
}


def say_lines(scoring: TypedLines, points: str) -> Text:
    """Return all lines of a part worth `points` as one sentence."""
    start = (
        Text("基本分{points}分", "Starts at {points} points")
        if scoring.lines.starts_full
        else Text("从0分计起", "Starts at 0")
    )
    said = [start.filled(points=points), *(say_line(each) for each in scoring.typed)]
    for group in dict.fromkeys(each.line.group for each in scoring.typed):
        numbers = [number for number, each in enumerate(scoring.typed, start=1) if each.line.group == group]
        if group is not None and len(numbers) > 1:
            words = Text(
                "第{numbers}条不累计，取最多的一条", "of lines {numbers} only the one with most counts"
            )
            said.append(words.filled(numbers=numbers))
    if scoring.lines.cap == 0:
        off = Text("最多扣{most}分", "at most {most} off").filled(most=plain_number(-scoring.lines.floor))
        said = [*said[1:], off]
        return Text(
            "；".join(each.zh for each in said) + "。", _sentence("; ".join(each.en for each in said))
        )
    floor, cap = plain_number(scoring.lines.floor), plain_number(scoring.lines.cap)
    said.append(
        Text("最低{floor}分，最高{cap}分", "never below {floor} or above {cap}").filled(floor=floor, cap=cap)
    )
    return Text("；".join(each.zh for each in said) + "。", "; ".join(each.en for each in said) + ".")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


def say_line(typed: TypedLine) -> Text:
    """Return one line as part of a sentence."""
    said = _uncapped(typed)
    if typed.line.at_most is None:
        return said
    words = Text("{line}，最多{verb}{most}分", "{line}, at most {most}")
    return words.filled(line=said, verb=_verb(typed), most=plain_number(typed.line.at_most))


def _verb(typed: TypedLine) -> Text:
    return Text("加", "plus") if typed.line.kind is LineKind.PLUS else Text("扣", "minus")


def _uncapped(typed: TypedLine) -> Text:
    points = plain_number(typed.line.points)
    if typed.line.kind is LineKind.ZERO:
        assert typed.condition is not None
        return Text("{condition}的，不得分", "no points if {condition}").filled(
            condition=say_condition(typed.condition)
        )
    verb = _verb(typed)
    if typed.judged is not None:
        return _judged(typed, verb)
    if typed.condition is not None:
        words = Text("{condition}的，{verb}{points}分", "{verb} {points} if {condition}")
        return words.filled(condition=say_condition(typed.condition), verb=verb, points=points)
    if typed.steps is not None:
        return _steps(typed.steps, verb, points)
    assert typed.times is not None
    return _times(typed.times, verb, points)


def _times(times: Expression, verb: Text, points: str) -> Text:
    """Return what a line comes to for each of a number of times."""
    match times:
        case Shortfall():
            words = Text(
                "{actual}不足{required}的，每少1{verb}{points}分",
                "{verb} {points} for each 1 that {actual} is below {required}",
            )
            required = say_beside(times.required, times.actual)
            if not isinstance(times.required, Constant | ParameterValue | MeasureValue):
                required = Text("应有数（{it}）", "the number due ({it})").filled(it=required)
            return words.filled(
                actual=say_expression(times.actual), required=required, verb=verb, points=points
            )
        case Counted():
            words = Text(
                "每有一个（名）{records}，{verb}{points}分", "{verb} {points} for each of: {records}"
            )
            return words.filled(records=say_records(times.records), verb=verb, points=points)
        case DaysBetween():
            words = Text(
                "{end}晚于{start}的，每晚1天{verb}{points}分",
                "{verb} {points} for each day that {end} is after {start}",
            )
            start, end = say_expression(times.start), say_expression(times.end)
            return words.filled(start=start, end=end, verb=verb, points=points)
        case MeasureValue() if number_type(times).kind is Kind.COUNT:
            words = Text("{times}每1个（次）{verb}{points}分", "{verb} {points} for each 1 of {times}")
        case _:
            words = Text("{verb}{points}分 × {times}", "{verb} {points} × {times}")
    return words.filled(verb=verb, points=points, times=say_expression(times))


def _judged(typed: TypedLine, verb: Text) -> Text:
    assert typed.judged is not None
    judgement = typed.judged.judgement
    facts = {
        "verb": verb,
        "low": plain_number(judgement.low),
        "high": plain_number(judgement.high),
        "who": say_raters(typed.judged),
    }
    words = Text("由{who}酌情{verb}{low}至{high}分", "{verb} {low} to {high} as judged by {who}")
    if typed.line.title is not None:
        words = Text(
            "{title}，由{who}酌情{verb}{low}至{high}分", "{title}: {verb} {low} to {high} as judged by {who}"
        )
    said = words.filled(title=typed.line.title, **facts)
    if typed.condition is None:
        return said
    return Text("{condition}的，{said}", "{said} if {condition}").filled(
        condition=say_condition(typed.condition), said=said
    )


def _step(typed: TypedSteps) -> Text:
    """Return the length of a step; a percentage moves by points of a per cent."""
    said = say_beside(typed.step, typed.value)
    if isinstance(typed.step, Constant) and number_type(typed.value).kind is Kind.PERCENT:
        points = plain_number(typed.step.value * 100)
        return Text(f"{points}个百分点", f"{points} percentage point{'' if points == '1' else 's'}")
    return Text(said.zh, said.en.removesuffix("s")) if said.en in ("1 years", "1 days") else said


def _is_nothing(node: Expression) -> bool:
    return isinstance(node, Constant) and node.value == 0


def _steps(typed: TypedSteps, verb: Text, points: str) -> Text:
    if isinstance(typed.value, DaysBetween) and _is_nothing(typed.line) and typed.steps.is_over:
        words = Text(
            "{end}晚于{start}的，每晚{step}{verb}{points}分（{partial}）",
            "{verb} {points} for each {step} that {end} is after {start}; {partial}",
        )
        return words.filled(
            start=say_expression(typed.value.start),
            end=say_expression(typed.value.end),
            step=_step(typed),
            verb=verb,
            points=points,
            partial=_PARTIALS[typed.steps.partial],
        )
    words = Text(
        "{value}低于{line}，每低{step}{verb}{points}分（{partial}）",
        "{verb} {points} for each {step} that {value} is below {line}; {partial}",
    )
    if typed.steps.is_over:
        words = Text(
            "{value}高于{line}，每高{step}{verb}{points}分（{partial}）",
            "{verb} {points} for each {step} that {value} is above {line}; {partial}",
        )
    return words.filled(
        value=say_expression(typed.value),
        line=say_beside(typed.line, typed.value),
        step=_step(typed),
        verb=verb,
        points=points,
        partial=_PARTIALS[typed.steps.partial],
    )
