"""The lines of a scoring sheet in words."""

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.model.scoring import LineKind, Partial
from guben.model.values import Kind
from guben.phrasing.expressions import say_beside, say_condition, say_expression, say_records
from guben.phrasing.raters import say_raters
from guben.typesystem.expressions import Constant, Counted, Shortfall, number_type
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
    floor, cap = plain_number(scoring.lines.floor), plain_number(scoring.lines.cap)
    said.append(
        Text("最低{floor}分，最高{cap}分", "never below {floor} or above {cap}").filled(floor=floor, cap=cap)
    )
    return Text("；".join(each.zh for each in said) + "。", "; ".join(each.en for each in said) + ".")


def say_line(typed: TypedLine) -> Text:
    """Return one line as part of a sentence."""
    said = _uncapped(typed)
    if typed.line.at_most is None:
        return said
    words = Text("{line}，最多{most}分", "{line}, at most {most}")
    return words.filled(line=said, most=plain_number(typed.line.at_most))


def _uncapped(typed: TypedLine) -> Text:
    points = plain_number(typed.line.points)
    if typed.line.kind is LineKind.ZERO:
        assert typed.condition is not None
        return Text("{condition}的，不得分", "no points if {condition}").filled(
            condition=say_condition(typed.condition)
        )
    verb = Text("加", "plus") if typed.line.kind is LineKind.PLUS else Text("扣", "minus")
    if typed.judged is not None:
        return _judged(typed, verb)
    if typed.condition is not None:
        words = Text("{condition}的，{verb}{points}分", "{verb} {points} if {condition}")
        return words.filled(condition=say_condition(typed.condition), verb=verb, points=points)
    if typed.steps is not None:
        return _steps(typed.steps, verb, points)
    assert typed.times is not None
    if isinstance(typed.times, Shortfall):
        words = Text(
            "{actual}比{required}每少1，{verb}{points}分",
            "{verb} {points} for each 1 that {actual} is below {required}",
        )
        actual = say_expression(typed.times.actual)
        required = say_beside(typed.times.required, typed.times.actual)
        return words.filled(actual=actual, required=required, verb=verb, points=points)
    if isinstance(typed.times, Counted):
        words = Text("每有一个（名）{records}，{verb}{points}分", "{verb} {points} for each of: {records}")
        return words.filled(records=say_records(typed.times.records), verb=verb, points=points)
    words = Text("{verb}{points}分 × {times}", "{verb} {points} × {times}")
    return words.filled(verb=verb, points=points, times=say_expression(typed.times))


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


def _steps(typed: TypedSteps, verb: Text, points: str) -> Text:
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
