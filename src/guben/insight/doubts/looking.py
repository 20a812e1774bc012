"""Looking for doubts: one function a kind, each with its reason in words. Organizations only, never persons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

from guben.diagnostics import Text
from guben.evaluation.folder import ResultFolder
from guben.insight.doubts.figures import Figures, Reporter, figures_of
from guben.insight.doubts.thresholds import Thresholds
from guben.model.exact import plain_number
from guben.model.scheme import Measure
from guben.model.values import Kind
from guben.phrasing import say_value
from guben.plan.lines import lines_of_measures
from guben.typesystem.expressions import MeasureValue, Quotient


class DoubtKind(StrEnum):
    """Why a figure is doubtful."""

    OUTLIER = "outlier"
    JUMP = "jump"
    CONTRADICTION = "contradiction"
    ROUND = "round"
    ON_LINE = "on_line"


KINDS = {
    DoubtKind.OUTLIER: Text("偏离同类", "Far from its peers"),
    DoubtKind.JUMP: Text("比上次突变", "A jump since last time"),
    DoubtKind.CONTRADICTION: Text("前后矛盾", "Contradicts another figure"),
    DoubtKind.ROUND: Text("整数过多", "Too round"),
    DoubtKind.ON_LINE: Text("恰好压线", "Exactly on the line"),
}
_FAR = Text(
    "“{measure}”报{value}，同领域{number}个组织的中位数是{median}，一半组织离中位数不到{spread}",
    "'{measure}' is {value}; the median of {number} organizations of the field is {median}, "
    "and half of them are within {spread} of it",
)
_ALONE = Text(
    "“{measure}”报{value}，同领域{number}个组织里至少一半是{median}",
    "'{measure}' is {value}; at least half of {number} organizations of the field have {median}",
)
_JUMPED = Text("“{measure}”报{value}，上次是{before}", "'{measure}' is {value}; last time it was {before}")
_MORE_THAN_WHOLE = Text(
    "“{part}”是{value}，多于“{whole}”的{most}", "'{part}' is {value}, more than '{whole}', which is {most}"
)
_WITHOUT_CASES = Text("“{rate}”报{value}，而“{cases}”是0", "'{rate}' is {value}, but '{cases}' is 0")
_ROUND = Text(
    "上报的{number}个数里有{round}个以0或5结尾", "{round} of {number} reported figures end in 0 or 5"
)
_ON_LINE = Text(
    "{number}个有标准线的数里有{on}个恰好等于刚好达标的数：{measures}",
    "{on} of {number} figures that are held against a line are exactly on it: {measures}",
)
_OF_WHICH = "其中"
# What the title of a number of cases ends with; the rest is what a rate of them is named after.
_COUNTED = ("总数", "次数", "件数", "人数", "户数", "数量", "数")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure of an organization that should be looked at again, and why; `measure` is none where it is several."""

    kind: DoubtKind
    organization: str
    name: str
    township: str | None
    measure: str | None
    reason: Text


def doubts_of(
    result: ResultFolder, previous: ResultFolder | None = None, thresholds: Thresholds | None = None
) -> list[Doubt]:
    """Return the doubts about a folder of results, by organization; `previous` is what jumps are measured against.

    Raises Refusal if a folder is not what was written.
    """
    asked = thresholds or Thresholds()
    figures = figures_of(result)
    found = [
        *_outliers(figures, asked),
        *(_jumps(figures, figures_of(previous), asked) if previous else ()),
        *_contradictions(figures),
        *_roundness(figures, asked),
        *_on_lines(figures, asked),
    ]
    return sorted(
        found, key=lambda each: (each.organization, list(KINDS).index(each.kind), each.measure or "")
    )


def kind_title(kind: DoubtKind) -> Text:
    """Return what a kind of doubt is called."""
    return KINDS[kind]


def _doubt(kind: DoubtKind, reporter: Reporter, measure: str | None, reason: Text) -> Doubt:
    return Doubt(kind, reporter.key, reporter.name, reporter.township, measure, reason)


def _outliers(figures: Figures, asked: Thresholds) -> Iterator[Doubt]:
    """Figures many times further from the median of the field than half of its organizations are."""
    for name, measure in figures.measures.items():
        groups: dict[str, list[Reporter]] = {}
        for reporter in figures.reporters:
            if name in reporter.figures:
                groups.setdefault(reporter.field, []).append(reporter)
        for members in groups.values():
            if len(members) < asked.peers:
                continue
            middle = median(each.figures[name] for each in members)
            spread = median(abs(each.figures[name] - middle) for each in members)
            allowed = asked.deviations * max(spread, abs(middle) * asked.least_spread)
            for each in members if allowed else ():
                if abs(each.figures[name] - middle) > allowed:
                    facts = {
                        "measure": measure.title,
                        "value": say_value(each.figures[name], measure.type),
                        "number": len(members),
                        "median": say_value(middle, measure.type),
                        "spread": say_value(spread, measure.type),
                    }
                    yield _doubt(DoubtKind.OUTLIER, each, name, (_FAR if spread else _ALONE).filled(**facts))


def _jumps(figures: Figures, earlier: Figures, asked: Thresholds) -> Iterator[Doubt]:
    """Collected figures that changed by more than the earlier one, or by many percentage points."""
    before = {each.key: each.figures for each in earlier.reporters}
    for reporter in figures.reporters:
        was = before.get(reporter.key, {})
        for name in sorted(figures.collected & was.keys() & reporter.figures.keys()):
            measure, old, new = figures.measures[name], was[name], reporter.figures[name]
            is_percent = measure.type.kind is Kind.PERCENT
            limit = asked.jump_points if is_percent else asked.jump * min(abs(old), abs(new))
            if abs(new - old) > limit > 0:
                facts = {"value": say_value(new, measure.type), "before": say_value(old, measure.type)}
                yield _doubt(DoubtKind.JUMP, reporter, name, _JUMPED.filled(measure=measure.title, **facts))


def _contradictions(figures: Figures) -> Iterator[Doubt]:
    """Parts that exceed their whole, and rates where there were no cases."""
    wholes = list(_parts_of_wholes(figures))
    rates = list(_rates_of_cases(figures))
    for reporter in figures.reporters:
        held = reporter.figures
        for part, whole in wholes:
            if part.name in held and whole.name in held and held[part.name] > held[whole.name]:
                facts = {
                    "part": part.title,
                    "value": say_value(held[part.name], part.type),
                    "whole": whole.title,
                    "most": say_value(held[whole.name], whole.type),
                }
                yield _doubt(DoubtKind.CONTRADICTION, reporter, part.name, _MORE_THAN_WHOLE.filled(**facts))
        for rate, cases in rates:
            if held.get(cases.name) == 0 and held.get(rate.name, 0) > 0:
                facts = {
                    "rate": rate.title,
                    "value": say_value(held[rate.name], rate.type),
                    "cases": cases.title,
                }
                yield _doubt(DoubtKind.CONTRADICTION, reporter, rate.name, _WITHOUT_CASES.filled(**facts))


def _parts_of_wholes(figures: Figures) -> Iterator[tuple[Measure, Measure]]:
    """Yield the part and the whole of shares that the scheme derives, and of figures whose title says 其中."""
    for step in figures.program.measures:
        node = step.expression
        if not isinstance(node, Quotient) or step.measure.type.kind is not Kind.PERCENT:
            continue
        if isinstance(node.left, MeasureValue) and isinstance(node.right, MeasureValue):
            yield node.left.measure, node.right.measure
    whole: Measure | None = None
    for name, measure in figures.measures.items():
        if name not in figures.collected:
            continue
        if not measure.title.zh.startswith(_OF_WHICH):
            whole = measure
        elif whole is not None and whole.type.kind is measure.type.kind:
            yield measure, whole


def _rates_of_cases(figures: Figures) -> Iterator[tuple[Measure, Measure]]:
    """Yield collected rates with the number of cases that their title is named after."""
    held = [figures.measures[name] for name in figures.measures if name in figures.collected]
    for rate in held:
        for cases in held:
            if rate.type.kind is Kind.PERCENT and cases.type.kind is Kind.COUNT:
                stem = next(
                    (cases.title.zh.removesuffix(end) for end in _COUNTED if cases.title.zh.endswith(end)), ""
                )
                if len(stem) >= _SHORTEST and stem in rate.title.zh:
                    yield rate, cases


def _roundness(figures: Figures, asked: Thresholds) -> Iterator[Doubt]:
    """Organizations nearly all of whose figures end in 0 or 5; one in five would by chance."""
    for reporter in figures.reporters:
        given = [
            _shown(value, figures.measures[name])
            for name, value in reporter.figures.items()
            if name in figures.collected and value
        ]
        # A figure of one digit says nothing about how it was come by.
        told = [words for words in given if len(words.strip("-")) > 1]
        rounded = sum(words[-1] in "05" for words in told)
        if len(told) >= asked.round_figures and rounded >= asked.round_share * len(told):
            yield _doubt(DoubtKind.ROUND, reporter, None, _ROUND.filled(number=len(told), round=rounded))


def _shown(value: Fraction, measure: Measure) -> str:
    """Return the digits of a figure as somebody wrote it."""
    return plain_number(value * 100 if measure.type.kind is Kind.PERCENT else value)


def _on_lines(figures: Figures, asked: Thresholds) -> Iterator[Doubt]:
    """Organizations many of whose figures are exactly what is asked for and no more."""
    lines = lines_of_measures(figures.program)
    held_against: Mapping[str, frozenset[Fraction]] = {
        name: frozenset(line for line in lines.get(name, ()) if line) for name in figures.collected
    }
    for reporter in figures.reporters:
        against = [name for name in figures.measures if held_against.get(name) and name in reporter.figures]
        on = [name for name in against if reporter.figures[name] in held_against[name]]
        if len(on) >= asked.line_figures and len(on) >= asked.line_share * len(against):
            titles = [figures.measures[name].title for name in on]
            yield _doubt(
                DoubtKind.ON_LINE,
                reporter,
                None,
                _ON_LINE.filled(number=len(against), on=len(on), measures=titles),
            )
