"""Which columns of a workbook the derived figures of a program are computed from."""

from collections.abc import Iterator

from guben.diagnostics import Text
from guben.plan import Program
from guben.resolve.records import POSTS, RECORD_SETS, TEAM
from guben.typesystem.expressions import (
    Aggregate,
    Expression,
    FieldValue,
    Looked,
    walk,
)

_FIELDS = [field for each in RECORD_SETS.values() for field in each.fields.values()]
_SETS_OF_POSTS = frozenset({POSTS.name, TEAM.name})


def needed_columns(program: Program) -> dict[str, tuple[Text, ...]]:
    """Return the titles of the measures and parts computed from each column, by the column's name.

    Those of the programs below are among them.
    """
    needed: dict[str, list[Text]] = {}
    for each in program.chain():
        for title, expression in _formulas(each):
            for column in dict.fromkeys(_columns(expression)):
                titles = needed.setdefault(column, [])
                if title not in titles:
                    titles.append(title)
    return {column: tuple(titles) for column, titles in needed.items()}


def _formulas(program: Program) -> Iterator[tuple[Text, Expression]]:
    for measure in program.measures:
        if measure.expression is not None:
            yield measure.measure.title, measure.expression
    for part in program.parts:
        for expression in (part.expression, part.won):
            if part.part is not None and expression is not None:
                yield part.part.title, expression


def _columns(expression: Expression) -> Iterator[str]:
    for node in walk(expression):
        # Fields of the organizations below are no columns; they are computed themselves.
        if isinstance(node, FieldValue) and node.field in _FIELDS:
            yield node.field.column
        elif isinstance(node, Aggregate):
            if node.records.set.name in _SETS_OF_POSTS:
                yield "post"
            if isinstance(node, Looked) and node.value.field in _FIELDS:
                yield node.value.field.column
