"""Where each character of a YAML scalar stands in the file, however the scalar is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from guben.diagnostics import SourceSpan

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r\n|[\s\S])|[\s\S]")
_DOUBLED_QUOTE = re.compile(r"''|[\s\S]")
_BREAKS = "\n\x85\u2028\u2029"
_BREAK = re.compile(f"[{_BREAKS}]")


@dataclass(frozen=True, slots=True)
class Positions:
    """The place of every character of a text, and of its end, as lines and columns from 0."""

    path: str
    lines: list[str]
    places: list[tuple[int, int]]

    def span(self, start: int, end: int) -> SourceSpan:
        """Return where the characters from `start` up to `end` stand; what runs over lines ends with the first."""
        line, column = self.places[min(start, len(self.places) - 1)]
        last_line, last_column = (
            self.places[max(start, min(end, len(self.places)) - 1)] if end else (line, column)
        )
        source = self.lines[line] if line < len(self.lines) else ""
        width = last_column - column + 1 if last_line == line else len(source.rstrip()) - column
        return SourceSpan(self.path, line + 1, column + 1, max(1, width), source)


def positions_in(node: yaml.ScalarNode, path: str, text: str, lines: list[str]) -> Positions:
    """Return where the characters of a scalar's value stand in `text`, the file; `lines` are the file's lines."""
    start, end = node.start_mark, node.end_mark
    written = text[start.index : end.index]
    if written == node.value and "  " not in written and not _BREAK.search(written):
        # Most stand as they are, on one line.
        width = len(written)
        return Positions(path, lines, [(start.line, start.column + at) for at in range(width + 1)])
    places: list[tuple[int, int]] = []
    after = (start.line, start.column)
    characters = iter(_characters(written, node.style, start.line, start.column))
    for wanted in node.value:
        if wanted.isspace():
            places.append(after)
            continue
        found = next(((place, width) for place, width, said in characters if said == wanted), None)
        if found is None:
            return Positions(path, lines, [(start.line, start.column)] * (len(node.value) + 1))
        (line, column), width = found
        places.append((line, column))
        after = (line, column + width)
    return Positions(path, lines, [*places, after])


def _characters(
    written: str, style: str | None, line: int, column: int
) -> Iterator[tuple[tuple[int, int], int, str]]:
    """Yield each character that a scalar says, with its place and its width in the file."""
    pieces = _ESCAPE if style == '"' else _DOUBLED_QUOTE if style == "'" else re.compile(r"[\s\S]")
    is_header = style in ("|", ">")
    for number, match in enumerate(pieces.finditer(written)):
        piece = match[0]
        is_quote = style in ("'", '"') and number == 0
        if not is_header and not is_quote:
            yield (line, column), len(piece), _said(piece)
        for character in piece:
            if character in _BREAKS:
                line, column, is_header = line + 1, 0, False
            else:
                column += 1


def _said(piece: str) -> str:
    if piece == "''":
        return "'"
    if piece.startswith("\\") and len(piece) > 1:
        return chr(int(piece[2:], 16)) if piece[1] in "xuU" else piece[1] if piece[1] in '"\\/' else ""
    return piece
