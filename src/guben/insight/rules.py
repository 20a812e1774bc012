"""The rules of a scheme in words, as a sheet to read and to print."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from guben.diagnostics import Text
from guben.model.keywords import REWARDS
from guben.phrasing import say_condition, say_quota, say_scoring, say_tail
from guben.plan import Program, VetoStep

_OTHERS = Text("其余", "all others")
_AT_BEST = Text("{condition}的，最高评为{grade}", "where {condition}, {grade} at best")
_AT_LEAST = Text("{condition}的，至少评为{grade}", "where {condition}, at least {grade}")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A part of the sheet: its points, how they are given, when it counts and is won, and who looks at what."""

    path: str
    depth: int
    title: Text
    points: Fraction
    rule: Text | None
    applies: Text | None
    won: Text | None
    rewards: Text | None
    look_at: Text | None
    scored_by: Text | None


def rule_rows(program: Program) -> list[RuleRow]:
    """Return the parts, each before its own parts."""
    rows = []
    for part in program.scheme.all_parts():
        step = program.part(part.path)
        rows.append(
            RuleRow(
                part.path,
                part.path.count("."),
                part.title,
                part.points,
                say_scoring(step.scoring, part.points) if step.scoring else None,
                say_condition(step.applies) if part.applies is not None and step.applies else None,
                say_condition(step.won) if step.won is not None else None,
                REWARDS[part.rewards].title if part.rewards else None,
                part.look_at,
                part.scored_by,
            )
        )
    return rows


def grade_rules(program: Program) -> list[tuple[Text, Text]]:
    """Return how points become a grade, in the order in which it is done: a title and the rule in words."""
    scheme = program.scheme
    titles = {grade.name: grade.title for grade in scheme.grades}
    rules = [
        (titles[step.name], say_condition(step.condition) if step.condition is not None else _OTHERS)
        for step in program.grades
    ]
    rules += _limits(program.vetoes, titles, _AT_BEST, Text("一票否决", "Veto"))
    rules += _limits(program.ceilings, titles, _AT_BEST, Text("封顶", "Ceiling"))
    for step in program.quotas:
        said = say_quota(step.quota, step.then, [titles[name] for name in step.quota.grades])
        rules.append((step.quota.title or Text("比例控制", "Quota"), said))
    rules += _limits(program.floors, titles, _AT_LEAST, Text("保底", "Floor"))
    rules += [(each.tail.title, say_tail(each.tail, each.expression)) for each in program.tails]
    return rules


def _limits(
    steps: tuple[VetoStep, ...], titles: dict[str, Text], words: Text, otherwise: Text
) -> Iterator[tuple[Text, Text]]:
    for step in steps:
        said = words.filled(condition=say_condition(step.condition), grade=titles[step.veto.grade])
        yield step.veto.title or otherwise, said
