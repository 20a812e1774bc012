"""Finding the header row of a sheet and which column is which, whatever stands above and around it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from guben.diagnostics import CellPlace, Finding, Text, both, nearest_names
from guben.model.scheme import Measure
from guben.model.values import Kind
from guben.office import findings
from guben.office.columns import CellKind, SheetColumn
from guben.office.units import is_unit, unit_factor
from guben.office.wording import folded, on_one_line
from guben.office.workbook import MergedRange, Sheet, column_letters

HEADER_ROWS = 30
_BRACKETS = re.compile(r"\(([^()]*)\)$")
_UNIT_NOTE = re.compile(r"\(?(?:金额|计量|数据)?单位:([^()]*)\)?")
_COLUMN_NUMBERS = "甲乙丙丁戊己庚辛"
_KINDS = {CellKind.COUNT: Kind.COUNT, CellKind.YUAN: Kind.YUAN, CellKind.POINTS: Kind.POINTS}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that is looked for: one every workbook has, or one of a measure."""

    name: str
    title: Text
    kind: Kind | None
    titles: tuple[str, ...]
    aliases: tuple[str, ...]
    is_required: bool = False
    is_measure: bool = False
    last_resort: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that was found: its place, its words as they stand there, and what its numbers are multiplied by."""

    wanted: Wanted
    index: int
    words: str
    unit: str = ""
    is_last_resort: bool = False

    @property
    def letter(self) -> str:
        """Excel's letters for the column."""
        return column_letters(self.index)


@dataclass(frozen=True, slots=True)
class SeenHeading:
    """A heading of a sheet and what it was taken for; `wanted` is None for a column that is not read.

    `mark` is the same for headings that differ only in what does not matter, such as width and case.
    """

    letter: str
    words: str
    mark: str
    wanted: Wanted | None


@dataclass(slots=True)
class Layout:
    """Where things are on a sheet: columns by name, measures by name, and the data rows as indexes from 0."""

    sheet: Sheet
    header_row: int
    columns: dict[str, Heading] = field(default_factory=dict)
    measures: dict[str, Heading] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    data_rows: list[int] = field(default_factory=list)
    seen: list[SeenHeading] = field(default_factory=list)


def wanted_columns(columns: Sequence[SheetColumn], measures: Sequence[Measure] = ()) -> tuple[Wanted, ...]:
    """Return what to look for on a sheet."""
    known = tuple(
        Wanted(
            column.name,
            column.title,
            _KINDS.get(column.kind),
            (column.title.zh, column.title.en),
            column.aliases,
            column.is_required,
            last_resort=column.last_resort,
        )
        for column in columns
    )
    return known + tuple(
        Wanted(
            measure.name,
            measure.title,
            measure.type.kind,
            (measure.title.zh, measure.title.en, measure.name),
            measure.aliases,
            is_measure=True,
        )
        for measure in measures
    )


class HeadingReader:
    """Recognizes the wanted columns of one kind of sheet.

    `decided` says for marks of headings what somebody decided they mean: the name of a column, or nothing for a
    column that is not to be read.
    """

    def __init__(self, wanted: Sequence[Wanted], decided: Mapping[str, str] | None = None) -> None:
        self.wanted = tuple(wanted)
        self.decided = dict(decided or {})
        self._by_name = {each.name: each for each in self.wanted}
        self._by_words: dict[str, Wanted] = {}
        for each in self.wanted:
            for words in each.titles:
                self._by_words.setdefault(folded(words), each)
        for each in self.wanted:
            for words in each.aliases:
                self._by_words.setdefault(folded(words), each)

    def score(self, sheet: Sheet) -> int:
        """Return how many wanted columns the best header row of the sheet has."""
        found = self._header_row(sheet)
        return found[1] if found else 0

    def layout(self, sheet: Sheet) -> Layout | None:
        """Return where the columns are, with what is wrong about them; None if there is no header row."""
        found = self._header_row(sheet)
        if found is None:
            return None
        layout = Layout(sheet, found[0])
        unknown: list[tuple[int, str]] = []
        for index, words, group in _headings(sheet, layout.header_row):
            heading = self._recognize(index, words, group)
            mark = folded(group + words)
            wanted = heading.wanted if heading else None
            layout.seen.append(SeenHeading(column_letters(index), group + words, mark, wanted))
            if heading is not None:
                self._take(layout, heading)
            elif mark not in self.decided:
                unknown.append((index, words))
        self._take_last_resorts(layout, unknown)
        layout.data_rows = _data_rows(layout)
        self._take_unit_row(layout)
        self._take_units_of_the_sheet(layout)
        self._report_missing(layout, [words for _, words in unknown])
        self._report_unknown(layout, unknown)
        return layout

    def _header_row(self, sheet: Sheet) -> tuple[int, int] | None:
        scores = [(row, self._matches(sheet, row)) for row in range(min(HEADER_ROWS, len(sheet.rows)))]
        best = max((score for _, score in scores), default=0)
        if best < min(2, len(self.wanted)):
            return None
        row = next(row for row, score in scores if score == best)
        # A heading merged downwards beside a group of headings: the group's headings are below.
        below = [each.last_row for each in sheet.merges if each.first_row <= row < each.last_row <= row + 3]
        return max([row, *below]), best

    def _matches(self, sheet: Sheet, row: int) -> int:
        found = (self._recognize(*each) for each in _headings(sheet, row))
        return len({id(heading.wanted) for heading in found if heading})

    def _recognize(self, index: int, words: str, group: str) -> Heading | None:
        bare, unit = _without_brackets(folded(words))
        mark = folded(group + words)
        if mark in self.decided:
            meant = self._by_name.get(self.decided[mark])
            return Heading(meant, index, on_one_line(words), unit) if meant else None
        for form in (folded(group + words), folded(words), folded(group) + bare, bare):
            wanted = self._by_words.get(form)
            if wanted is not None:
                # A plain number may be counted in 万元: where its own title says so, that is its unit.
                is_own_unit = wanted.kind is Kind.NUMBER and form == folded(words)
                return Heading(wanted, index, on_one_line(words), "" if is_own_unit else unit)
        return None

    def _take(self, layout: Layout, heading: Heading) -> None:
        taken = layout.measures if heading.wanted.is_measure else layout.columns
        first = taken.setdefault(heading.wanted.name, heading)
        if first is not heading:
            layout.findings.append(
                findings.COLUMN_TWICE.at(
                    CellPlace(layout.sheet.name, layout.header_row + 1),
                    title=heading.wanted.title,
                    first=first.letter,
                    second=heading.letter,
                )
            )
            return
        self._check_unit(layout, heading)

    def _take_last_resorts(self, layout: Layout, unknown: list[tuple[int, str]]) -> None:
        """Take columns that have the meaning only where no other has it."""
        for wanted in self.wanted:
            words_meant = {folded(words) for words in wanted.last_resort}
            fitting = [
                each
                for each in unknown
                if not words_meant.isdisjoint({folded(each[1]), _without_brackets(folded(each[1]))[0]})
            ]
            if wanted.name not in layout.columns and len(fitting) == 1:
                index, words = fitting[0]
                unknown.remove(fitting[0])
                layout.columns[wanted.name] = Heading(wanted, index, words, is_last_resort=True)

    def _check_unit(self, layout: Layout, heading: Heading) -> None:
        kind = heading.wanted.kind
        if kind is None or not heading.unit or unit_factor(kind, heading.unit) is not None:
            return
        place = CellPlace(layout.sheet.name, layout.header_row + 1, heading.words)
        layout.findings.append(
            findings.HEADING_UNIT_DOES_NOT_FIT.at(
                place, unit=heading.unit, title=heading.wanted.title, expected=expected_unit(kind)
            )
        )

    def _take_unit_row(self, layout: Layout) -> None:
        """Take the units out of a row that holds nothing else, below the header."""
        if not layout.data_rows:
            return
        row = layout.sheet.rows[layout.data_rows[0]]
        units = {index: _unit_words(cell) for index, cell in enumerate(row) if cell != ""}
        if not units or not all(units.values()):
            return
        del layout.data_rows[0]
        for columns in (layout.columns, layout.measures):
            for name, heading in columns.items():
                unit = units.get(heading.index)
                if unit and heading.wanted.kind is not None and not heading.unit:
                    columns[name] = Heading(heading.wanted, heading.index, heading.words, unit)
                    self._check_unit(layout, columns[name])

    def _take_units_of_the_sheet(self, layout: Layout) -> None:
        """Take the units out of a note above the header, such as 单位：万元、人, where just one fits a column."""
        notes = [
            folded(cell)
            for row in layout.sheet.rows[: layout.header_row]
            for cell in row
            if isinstance(cell, str)
        ]
        units = [
            unit
            for note in notes
            if (match := _UNIT_NOTE.fullmatch(note))
            for unit in re.split("[、,;]", match[1])
        ]
        for columns in (layout.columns, layout.measures):
            for name, heading in columns.items():
                kind = heading.wanted.kind
                if kind is None or kind is Kind.NUMBER or heading.unit:
                    continue
                fitting = [unit for unit in units if unit_factor(kind, unit) is not None]
                if len(fitting) == 1:
                    columns[name] = Heading(heading.wanted, heading.index, heading.words, fitting[0])

    def _report_missing(self, layout: Layout, unknown: list[str]) -> None:
        for wanted in self.wanted:
            if wanted.is_required and wanted.name not in layout.columns:
                near = next(
                    (near for words in wanted.titles for near in nearest_names(words, unknown, at_most=1)),
                    None,
                )
                hint = (
                    Text(f"最接近的表头是“{near}”。", f' The nearest heading is "{near}".')
                    if near
                    else both("")
                )
                place = CellPlace(layout.sheet.name, layout.header_row + 1)
                layout.findings.append(findings.COLUMN_NOT_FOUND.at(place, title=wanted.title, nearest=hint))

    def _report_unknown(self, layout: Layout, unknown: list[tuple[int, str]]) -> None:
        taken = {*layout.columns, *layout.measures}
        open_words = {
            words: each
            for each in self.wanted
            if each.name not in taken and not each.is_required
            for words in (*each.titles, *each.aliases)
        }
        for _, words in unknown:
            near = nearest_names(_without_brackets(folded(words))[0], open_words, at_most=1)
            if near:
                place = CellPlace(layout.sheet.name, layout.header_row + 1, words)
                title = open_words[near[0]].title
                layout.findings.append(findings.UNKNOWN_HEADING.at(place, heading=words, nearest=title))


def expected_unit(kind: Kind) -> Text:
    """Return the unit a column should be written in."""
    return {
        Kind.PERCENT: both("%"),
        Kind.YUAN: Text("元", "yuan"),
        Kind.AREA: Text("平方米", "m²"),
        Kind.AGE: Text("岁", "years"),
        Kind.DURATION: Text("天", "days"),
        Kind.POINTS: Text("分", "points"),
    }.get(kind, Text("个数", "a plain number"))


def unit_in_brackets(title: str) -> str:
    """Return the unit that a title ends in, such as 万元 in 集体收入（万元）; empty if there is none."""
    return _without_brackets(folded(title))[1]


def heading_factor(heading: Heading) -> Fraction | None:
    """Return what the column's plain numbers are multiplied by; None if its heading names no unit."""
    return unit_factor(heading.wanted.kind, heading.unit) if heading.wanted.kind and heading.unit else None


def _headings(sheet: Sheet, row: int) -> Iterator[tuple[int, str, str]]:
    """Yield column, words and the group's words above, for a header that ends in `row`."""
    wide = {
        column: each
        for each in sheet.merges
        if each.last_row == row - 1 and each.last_column > each.first_column
        for column in range(each.first_column, each.last_column + 1)
    }
    tall = {
        column: each
        for each in sheet.merges
        if each.first_row < row <= each.last_row
        for column in range(each.first_column, each.last_column + 1)
    }
    for column, cell in enumerate(sheet.rows[row]):
        words, group = _cell_words(cell), ""
        if column in tall and not words:
            words = _cell_words(sheet.rows[tall[column].first_row][column])
        elif not words and row and column not in wide:
            words = _cell_words(sheet.rows[row - 1][column])
        elif column in wide:
            group = _cell_words(sheet.rows[wide[column].first_row][wide[column].first_column])
        if words:
            yield column, on_one_line(words), group


def _cell_words(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _without_brackets(words: str) -> tuple[str, str]:
    """Return folded words without marks and the brackets behind them, and the unit that stood in the brackets."""
    words, unit = words.strip("*:"), ""
    while match := _BRACKETS.search(words):
        inside = match[1].removeprefix("单位").removeprefix("unit").lstrip(":")
        unit = inside if is_unit(inside) else unit
        words = words[: match.start()].strip("*:")
    return words, unit


def _unit_words(cell: object) -> str:
    words = folded(cell).strip("()") if isinstance(cell, str) else ""
    words = words.removeprefix("单位").lstrip(":")
    return words if is_unit(words) else ""


_TOTALS = frozenset({"合计", "总计", "小计", "共计", "累计", "总数", "total", "sum"})
_TOTAL_ENDS = ("小计", "合计", "总计")
_EXAMPLES = ("示例", "example")
_FOOTNOTES = re.compile(
    r"(填表说明|填报说明|填写说明|说明|备注|注|注意|填表人|填报人|制表人|审核人|审签人|负责人|单位负责人|主要负责人|联系人|联系电话|"
    r"填表日期|填报日期|填表时间|填报时间|报送单位|填报单位|单位\(盖章\)|note|notes)[0-9]*[:.、].*|填表说明.*|(填表人|审核人|填报人|填表日期|填报日期|单位\(盖章\))"
)


_LEAST_COLUMNS = 3
_PLACE_NAME = re.compile(r"(?:[(]?[一二三四五六七八九十0-9]+[)、.])?.{1,12}(?:镇|乡|街道|片区|片)")


def _data_rows(layout: Layout) -> list[int]:
    """Return the rows below the header that hold records.

    Blanks, totals, footnotes, examples, bands, separators and headings written again are none.
    """
    sheet, rows = layout.sheet, []
    bands = {each.first_row: each for each in sheet.merges if each.first_row > layout.header_row}
    for index in range(layout.header_row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        first = next(
            (cell for cell in row if cell != "" and not (isinstance(cell, str) and not cell.strip())), None
        )
        if first is None or (isinstance(first, str) and _is_beside_the_data(first)):
            continue
        if index in bands and _is_band(row, bands[index], len(layout.columns)):
            continue
        if index == layout.header_row + 1 and _is_column_numbers(row):
            continue
        if _is_heading_again(layout, row) or _is_total(layout, row) or _is_separator(layout, index):
            continue
        rows.append(index)
    return rows


def _is_beside_the_data(words: str) -> bool:
    words = folded(words)
    return words in _TOTALS or words.startswith(_EXAMPLES) or _FOOTNOTES.fullmatch(words) is not None


def _is_band(row: list[object], merge: MergedRange, columns: int) -> bool:
    """A row with one merged cell across the columns: a township's name above its villages, or a note."""
    width = merge.last_column - merge.first_column + 1
    return 2 * width >= columns and sum(cell != "" for cell in row) == 1


def _is_heading_again(layout: Layout, row: list[object]) -> bool:
    """Lists pasted together have their headings once more in the middle."""
    number = 0
    for each in (*layout.columns.values(), *layout.measures.values()):
        cell = row[each.index]
        if cell == "":
            continue
        # The first cell tells of nearly every row that it is none.
        if folded(_cell_words(cell)) != folded(each.words):
            return False
        number += 1
    return number > 1


def _is_total(layout: Layout, row: list[object]) -> bool:
    """石桥乡小计 in the column of names, or 小计 behind an empty number."""
    name = layout.columns.get("name")
    return name is not None and folded(_cell_words(row[name.index])).endswith(_TOTAL_ENDS)


def _is_separator(layout: Layout, index: int) -> bool:
    """A row with one filled cell that belongs to no column, or that names a place where an organization belongs."""
    row = layout.sheet.rows[index]
    filled = [column for column, cell in enumerate(row) if cell != ""]
    if len(filled) != 1 or len(layout.columns) < _LEAST_COLUMNS:
        return False
    # A cell merged downwards may give this row what it seems to lack.
    if any(each.first_row <= index <= each.last_row for each in layout.sheet.merges):
        return False
    known = {each.index for each in (*layout.columns.values(), *layout.measures.values())}
    if filled[0] not in known:
        return True
    name = layout.columns.get("name")
    # In a list of members the same words may be a name without anything else, which is a mistake to be told.
    is_organization = name is not None and name.wanted.is_required
    return is_organization and _PLACE_NAME.fullmatch(folded(_cell_words(row[filled[0]]))) is not None


def _is_column_numbers(row: list[object]) -> bool:
    """Statistical sheets number their columns below the header: 甲 乙 1 2 3."""
    cells = [
        folded(f"{cell:.15g}" if isinstance(cell, float) else str(cell)).strip("()")
        for cell in row
        if cell != ""
    ]
    numbers = [cell for cell in cells if cell not in _COLUMN_NUMBERS]
    start = int(numbers[0]) if numbers and numbers[0].isdecimal() else 1
    return (
        len(cells) >= 3 and numbers == [str(start + offset) for offset in range(len(numbers))] and start <= 2
    )
