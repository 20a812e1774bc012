"""A line as it comes about: what a row says against what is held, and why it is refused."""

from collections.abc import Iterable, Mapping
from typing import Any

from guben_web.engine.texts import Text
from guben_web.imports.enums import Kind, Outcome
from guben_web.imports.models import Line

Changes = dict[str, list[Any]]
Reason = dict[str, str]

TWICE = Text(
    "与第{row}行指的是同一个，只写入那一行。", "It is the same as in row {row}; only that row is applied."
)
OUTSIDE = Text("不在您负责的范围内。", "It is outside your range.")
ORGANIZATION_REFUSED = Text("所在党组织没有写入。", "The organization is not applied.")
NEWER = Text(
    "系统里已有{day}起的情况，不能用更早的情况覆盖。",
    "The register holds what is so since {day}; an earlier state cannot replace it.",
)
TOO_LONG = Text("“{words}…”太长。", "'{words}…' is too long.")
_CANNOT_BE_EMPTY = Text("“{title}”不能清空。", "'{title}' cannot be emptied.")


def row_of(source: str) -> tuple[str, int]:
    """Return the sheet and the number of the row of a source such as 组织!14."""
    sheet, _, row = source.rpartition("!")
    return sheet, int(row)


def line_of(kind: Kind, source: str, words: str) -> Line:
    """Return a new line about a row."""
    sheet, row = row_of(source)
    # In the order of the fields: by name, Django takes twice as long, which tens of thousands of rows feel.
    make: Any = Line
    made: Line = make(None, None, 0, kind, "", sheet[:64], row, "", words[:300], 0, {}, [])
    return made


def settled(line: Line, changes: Changes, *, is_new: bool) -> Line:
    """Return the line of a row that can be applied."""
    line.changes = changes
    line.outcome = Outcome.CREATED if is_new else Outcome.CHANGED if changes else Outcome.UNCHANGED
    return line


def refused(line: Line, reasons: Iterable[Reason]) -> Line:
    """Return the line of a row that is not applied."""
    line.outcome, line.reasons = Outcome.REFUSED, list(reasons)
    return line


def reason(code: str, words: Text) -> Reason:
    """Return why a row is refused, as a line keeps it."""
    return {"code": code, "zh": words.zh, "en": words.en}


def differences(held: Mapping[str, Any], said: Mapping[str, Any]) -> Changes:
    """Return what was said and is not so; what was not said stays."""
    return {
        name: [held.get(name), value]
        for name, value in said.items()
        if value is not None and value != held.get(name)
    }


def emptied(held: Mapping[str, Any], names: Iterable[str], nothing: Any = None) -> Changes:
    """Return the changes of fields that shall be empty and are not."""
    return {name: [held[name], nothing] for name in names if held.get(name) not in (None, "", False)}


def cannot_be_empty(names: Iterable[str], titles: Mapping[str, Text]) -> list[Reason]:
    """Return why fields that shall be empty cannot be."""
    return [reason("not-empty", _CANNOT_BE_EMPTY.filled(title=titles[name])) for name in sorted(names)]


def after_of(line: Line) -> dict[str, Any]:
    """Return what a line leaves, by field."""
    return {name: change[1] for name, change in line.changes.items()}


def before_of(line: Line) -> dict[str, Any]:
    """Return what a line found, by field."""
    return {name: change[0] for name, change in line.changes.items()}
