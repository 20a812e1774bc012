"""Scorings in words: the sentence that a printed sheet has in its column for the rule."""

from fractions import Fraction

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.model.votes import option_title
from guben.phrasing.expressions import say_beside, say_condition, say_expression
from guben.phrasing.lines import say_lines
from guben.phrasing.peers import say_rank
from guben.phrasing.raters import say_raters
from guben.typesystem.expressions import Constant, Expression, ParameterValue
from guben.typesystem.scorings import (
    TypedBand,
    TypedBands,
    TypedComputed,
    TypedJudged,
    TypedLinear,
    TypedLines,
    TypedPass,
    TypedPoll,
    TypedRank,
    TypedScoring,
)


def say_scoring(scoring: TypedScoring, printed: Fraction) -> Text:
    """Return the rule of a part worth `printed` points as one sentence."""
    points = plain_number(printed)
    match scoring:
        case TypedPass():
            words = Text(
                "{condition}的，得{points}分，否则不得分。", "{points} points if {condition}; otherwise none."
            )
            return words.filled(condition=say_condition(scoring.condition), points=points)
        case TypedLinear():
            return _linear(scoring, points)
        case TypedBands():
            return _bands(scoring)
        case TypedLines():
            return say_lines(scoring, points)
        case TypedJudged():
            words = Text("由{who}评定，0至{points}分。", "Judged by {who}, from 0 to {points} points.")
            return words.filled(who=say_raters(scoring.judged), points=points)
        case TypedRank():
            return say_rank(scoring, points)
        case TypedPoll():
            return _poll(scoring, points)
        case TypedComputed():
            words = Text(
                "得分为{formula}，最低0分，最高{points}分。", "The points are {formula}, from 0 to {points}."
            )
            return words.filled(formula=say_expression(scoring.formula), points=points)


def _linear(scoring: TypedLinear, points: str) -> Text:
    is_rising = _fixed_value(scoring.end) >= _fixed_value(scoring.start)
    if is_rising:
        words = Text(
            "{value}达到{end}得满分{points}分，{start}及以下不得分，其间按比例计分。",
            "All {points} points where {value} reaches {end}, none at {start} or below, in proportion between.",
        )
    else:
        words = Text(
            "{value}不高于{end}得满分{points}分，{start}及以上不得分，其间按比例计分。",
            "All {points} points where {value} is at most {end}, none at {start} or above, in proportion between.",
        )
    start, end = say_beside(scoring.start, scoring.value), say_beside(scoring.end, scoring.value)
    return words.filled(points=points, value=say_expression(scoring.value), start=start, end=end)


def _fixed_value(node: Expression) -> Fraction:
    if isinstance(node, Constant):
        return node.value
    return node.parameter.value if isinstance(node, ParameterValue) else Fraction(0)


def _bands(scoring: TypedBands) -> Text:
    said = []
    for band in scoring.bands:
        points = _band_points(band)
        if band.condition is None:
            said.append(Text("其余得{points}", "otherwise {points}").filled(points=points))
        else:
            words = Text("{condition}的，得{points}", "{points} if {condition}")
            said.append(words.filled(condition=say_condition(band.condition), points=points))
    return Text("；".join(each.zh for each in said) + "。", "; ".join(each.en for each in said) + ".")


def _band_points(band: TypedBand) -> Text:
    low, most = plain_number(band.points), plain_number(band.most)
    if band.within is None:
        return Text("{points}分", "{points} points").filled(points=low)
    if isinstance(band.within, TypedLinear):
        words = Text(
            "{low}至{most}分（{value}从{start}到{end}，按比例）",
            "{low} to {most} points, in proportion as {value} goes from {start} to {end},",
        )
        within = band.within
        start, end = say_beside(within.start, within.value), say_beside(within.end, within.value)
        return words.filled(low=low, most=most, value=say_expression(within.value), start=start, end=end)
    words = Text("{low}至{most}分（由{who}评定）", "{low} to {most} points, as judged by {who},")
    return words.filled(low=low, most=most, who=say_raters(band.within))


def _poll(scoring: TypedPoll, points: str) -> Text:
    options = [
        Text("“{option}”按{weight}%", "'{option}' for {weight}%").filled(
            option=option_title(option), weight=plain_number(weight * 100)
        )
        for option, weight in scoring.poll.weights
    ]
    zh, en = "，".join(each.zh for each in options), ", ".join(each.en for each in options)
    words = Text(
        "{points}分 × 测评得分率，每票{zh}计，其他票不计。",
        "{points} points × what the votes come to; each vote counts {en}; others do not count.",
    )
    return words.filled(points=points, zh=zh, en=en)
