"""An explanation as rows, each before those it rests on."""

from collections.abc import Iterator, Mapping
from datetime import date

from guben_web.api.v1.shapes import ReasonShape, words_of
from guben_web.engine.results import Branch
from guben_web.engine.scheme_pages import rule_rows
from guben_web.engine.schemes import Program
from guben_web.engine.texts import Text
from guben_web.results.trace import Step, trace_of


def reasons_of(branch: Branch, program: Program, *, today: date, with_ranks: bool) -> list[ReasonShape]:
    """Return why a result is as it is; what is about a single person is left out, whoever asks; one query."""
    rules = {each.path: each.rule for each in rule_rows(program)}
    return list(_rows(trace_of(branch, people=None, today=today, with_ranks=with_ranks), rules))


def _rows(step: Step, rules: Mapping[str, Text | None]) -> Iterator[ReasonShape]:
    figure = step.figure
    rule = rules.get(figure.mark) if figure and not figure.is_measured else None
    yield ReasonShape(
        depth=step.depth,
        words=words_of(step.words),
        path=figure.mark if figure else None,
        title=words_of(figure.title) if figure else None,
        value=words_of(figure.value) if figure else None,
        rule=words_of(rule) if rule else None,
        records=len(step.records),
    )
    for each in step.steps:
        yield from _rows(each, rules)
