"""The scheme as the office prints it: dimensions, indicators, points, rules in words, room for the points given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from guben.diagnostics import Language, Text
from guben.model.exact import plain_number
from guben.model.scheme import Part
from guben.model.scoring import Line, Lines
from guben.office.scheme_sheet.layout import PRINTED_SHEET
from guben.office.scheme_sheet.notes import SIGNATURES, notes_of, subtitle_of
from guben.office.styles import FONT_SIZE, HEAD_FONT, TITLE_SIZE, Styles
from guben.office.tables import merge, row_height, wrapped_lines
from guben.phrasing import say_applies, say_scoring
from guben.plan import Program

_LEVELS = {
    1: (Text("考核内容", "Indicator"),),
    2: (Text("考核维度", "Dimension"), Text("考核指标", "Indicator")),
    3: (Text("考核维度", "Dimension"), Text("考核内容", "Subject"), Text("考核指标", "Indicator")),
}
_LEVEL = Text("第{number}级指标", "Level {number}")
_COLUMNS = (
    (Text("分值", "Points"), 7.0),
    (Text("计分办法", "Rule"), 52.0),
    (Text("查看材料", "Evidence to look at"), 18.0),
    (Text("评分单位", "Scored by"), 12.0),
    (Text("自评得分", "Own score"), 8.0),
    (Text("上级评分", "Superior's score"), 9.0),
)
_POINTS, _RULE, _LOOK_AT, _BY, _OWN, _SUPERIOR = range(len(_COLUMNS))
_DIMENSION_WIDTH, _INDICATOR_WIDTH = 15.0, 26.0
_WITH_POINTS = Text("{title}\n（{points}分）", "{title}\n({points} points)")
_SUM = Text("合计", "Total")
_FOOTER = Text("第 &P 页，共 &N 页", "Page &P of &N")
_TITLE_ROW, _SUBTITLE_ROW, _HEADER_ROW, _FIRST_ROW = range(4)
_A4 = 9
# Cells have margins, and the body font is a little wider than the digits that widths count in.
_ROOM, _STRETCH = 2.2, 1.06
_ABOVE_AND_BELOW = 6


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A row: the parts from the top down to the leaf."""

    chain: tuple[Part, ...]

    @property
    def part(self) -> Part:
        return self.chain[-1]


def write_printed_sheet(book: xlsxwriter.Workbook, program: Program, language: Language) -> None:
    """Write the sheet; its cells are locked but for the columns in which points are entered."""
    sheet = book.add_worksheet(PRINTED_SHEET.say(language))
    _Printed(book, sheet, program, language).write()


class _Printed:
    def __init__(
        self, book: xlsxwriter.Workbook, sheet: Worksheet, program: Program, language: Language
    ) -> None:
        self.book, self.sheet, self.program = book, sheet, program
        self.language: Language = language
        self.styles = Styles(book)
        self.leaves = [leaf for top in program.scheme.parts for leaf in _leaves((top,))]
        self.depth = max(len(leaf.chain) for leaf in self.leaves)
        levels = [_DIMENSION_WIDTH] * (self.depth - 1) + [_INDICATOR_WIDTH]
        self.widths = [*levels, *(width for _, width in _COLUMNS)]
        self.open = book.add_format(
            {
                "font_name": "仿宋",
                "font_size": FONT_SIZE,
                "border": 1,
                "valign": "vcenter",
                "align": "center",
                "locked": False,
            }
        )

    def say(self, words: Text | None) -> str:
        """Return the words in the language of the sheet."""
        return words.say(self.language) if words else ""

    def write(self) -> None:
        """Write everything from the title to the line for signatures."""
        self._set_up()
        self._write_top()
        last = self._write_parts()
        row = self._write_sum(last + 1)
        self._write_notes(row + 1)

    def _set_up(self) -> None:
        sheet = self.sheet
        for place, width in enumerate(self.widths):
            sheet.set_column(place, place, width)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW)
        sheet.freeze_panes(_FIRST_ROW, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer(f'&C&"{HEAD_FONT},Regular"&9{self.say(_FOOTER)}', {"margin": 0.3})
        sheet.protect("", {"format_rows": True, "format_columns": True})

    def _write_top(self) -> None:
        scheme, last = self.program.scheme, len(self.widths) - 1
        title = self.say(scheme.title)
        lines = wrapped_lines(title, sum(self.widths) * FONT_SIZE / TITLE_SIZE / _STRETCH)
        self.sheet.set_row(_TITLE_ROW, lines * 24 + 8)
        merge(self.sheet, _TITLE_ROW, 0, last, title, self.styles.title)
        merge(self.sheet, _SUBTITLE_ROW, 0, last, self.say(subtitle_of(scheme)), self.styles.subtitle)
        self.sheet.set_row(_SUBTITLE_ROW, 22)
        levels = _LEVELS.get(self.depth) or [_LEVEL.filled(number=each + 1) for each in range(self.depth)]
        headings = [self.say(each) for each in (*levels, *(title for title, _ in _COLUMNS))]
        for place, heading in enumerate(headings):
            self.sheet.write_string(_HEADER_ROW, place, heading, self.styles.header)
        self.sheet.set_row(_HEADER_ROW, max(30, self._height(headings)))

    def _write_parts(self) -> int:
        heights = [self._height(self._cells(leaf), self.depth - 1) for leaf in self.leaves]
        for level in range(self.depth):
            for first, last in self._runs(level):
                self._write_part(level, first, last, heights)
        for place, leaf in enumerate(self.leaves):
            row = _FIRST_ROW + place
            self.sheet.set_row(row, heights[place])
            points, *words = self._cells(leaf)[1:]
            self.sheet.write_number(row, self.depth + _POINTS, float(points), self.styles.centred)
            for column, said in enumerate(words, start=self.depth + _RULE):
                self._write_words(row, column, said)
            for column in (_OWN, _SUPERIOR):
                self.sheet.write_blank(row, self.depth + column, None, self.open)
        return _FIRST_ROW + len(self.leaves) - 1

    def _write_words(self, row: int, column: int, words: str) -> None:
        if words:
            self.sheet.write_string(row, column, words, self.styles.wrapped)
        else:
            self.sheet.write_blank(row, column, None, self.styles.wrapped)

    def _cells(self, leaf: _Leaf) -> list[str]:
        """Return the words of a leaf's row: title, points, rule, evidence, department."""
        part = leaf.part
        step = self.program.part(part.path)
        rule = self.say(say_scoring(step.scoring, part.points)) if step.scoring else ""
        if step.applies is not None:
            rule = self.say(say_applies(step.applies)) + rule
        return [
            self.say(part.title),
            plain_number(part.points),
            rule,
            "\n".join(self.say(each) for each in _evidence(part)),
            self.say(part.scored_by),
        ]

    def _runs(self, level: int) -> Iterator[tuple[int, int]]:
        """Yield the first and last leaf of each part at a level."""
        first = 0
        for place, leaf in enumerate(self.leaves):
            following = self.leaves[place + 1] if place + 1 < len(self.leaves) else None
            if following is None or following.chain[: level + 1] != leaf.chain[: level + 1]:
                if len(leaf.chain) > level:
                    yield first, place
                first = place + 1

    def _write_part(self, level: int, first: int, last: int, heights: list[float]) -> None:
        """Write the title of a part beside its leaves, with their rows high enough for it."""
        chain = self.leaves[first].chain
        part = chain[level]
        is_leaf = level == len(chain) - 1
        words = self.say(part.title)
        if not is_leaf:
            words = self.say(_WITH_POINTS.filled(title=part.title, points=plain_number(part.points)))
        last_column = self.depth - 1 if is_leaf else level
        needed = row_height(wrapped_lines(words, sum(self.widths[level : last_column + 1]) - _ROOM))
        heights[last] += max(0, needed - sum(heights[first : last + 1]))
        style = self.styles.wrapped if is_leaf and level else self.styles.header_of_rows
        rows = (_FIRST_ROW + first, _FIRST_ROW + last)
        if rows[0] == rows[1] and level == last_column:
            self.sheet.write_string(rows[0], level, words, style)
        else:
            self.sheet.merge_range(rows[0], level, rows[1], last_column, words, style)

    def _write_sum(self, row: int) -> int:
        merge(self.sheet, row, 0, self.depth - 1, self.say(_SUM), self.styles.header)
        self.sheet.write_number(
            row, self.depth + _POINTS, float(self.program.scheme.total), self.styles.header
        )
        for column in (_RULE, _LOOK_AT, _BY):
            self.sheet.write_blank(row, self.depth + column, None, self.styles.centred)
        for column in (_OWN, _SUPERIOR):
            self.sheet.write_blank(row, self.depth + column, None, self.open)
        self.sheet.set_row(row, 22)
        return row

    def _write_notes(self, row: int) -> None:
        last, width = len(self.widths) - 1, sum(self.widths) / _STRETCH
        for words in notes_of(self.program):
            said = self.say(words)
            self.sheet.set_row(row, row_height(wrapped_lines(said, width)))
            merge(self.sheet, row, 0, last, said, self.styles.note)
            row += 1
        self.sheet.set_row(row, 36)
        merge(self.sheet, row, 0, last, self.say(SIGNATURES), self.styles.note)

    def _height(self, words: Sequence[str], first: int = 0) -> float:
        """Return the height of a row whose cells, from the column `first` on, hold these words."""
        widths = self.widths[first:]
        cells = zip(words, widths, strict=False)
        lines = max(wrapped_lines(each, (width - _ROOM) / _STRETCH) for each, width in cells)
        return row_height(lines) + _ABOVE_AND_BELOW


def _leaves(chain: tuple[Part, ...]) -> Iterator[_Leaf]:
    if not chain[-1].parts:
        yield _Leaf(chain)
    for below in chain[-1].parts:
        yield from _leaves((*chain, below))


def _evidence(part: Part) -> list[Text]:
    """Return what to look at for a part and for its lines, each once."""
    lines: tuple[Line, ...] = part.scoring.lines if isinstance(part.scoring, Lines) else ()
    found = [part.look_at, *(line.look_at for line in lines)]
    return list(dict.fromkeys(each for each in found if each))
