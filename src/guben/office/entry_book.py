"""The entries of a ledger as a workbook: to look at, to correct and bring in again, or empty to fill in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]

from guben.diagnostics import Language, Text
from guben.model.exact import decimal_text
from guben.model.ledger_type import LedgerType
from guben.model.values import Kind, ValueType
from guben.office.entry_columns import (
    DAY,
    FIELD,
    ORGANIZATION,
    RECORD,
    STATE,
    UNTIL,
    EntryColumn,
    columns_of,
    sheet_name,
)
from guben.office.shown_figures import NO, YES
from guben.office.streamed_sheet import MOST_ROWS, Cell, streamed
from guben.office.template import EXPLANATION_SHEET, LISTS_SHEET

_A4 = 9
_ROWS_TO_FILL = 5_000
_MARK_ROW, _HEADING_ROW, _FIRST_ROW = range(3)
_NARROWEST, _WIDEST = 8, 40
_LONGEST_HEADER = 240
# A cell holds a binary number, of which 15 digits are certain.
_CELL_DIGITS = 15
_CERTAIN = 10**_CELL_DIGITS
_WORDS = "@"
_DAY_ZERO, _WRONG_LEAP_DAY = date(1899, 12, 30), 60
_HEADINGS = (Text("列", "Column"), Text("必填", "Required"), Text("怎样填", "How to fill it in"))
_YES = Text("是", "yes")
_RULES = Text("另外，每条记录应当：", "Besides, every entry has to keep:")
_GENERAL = (
    Text("一行一条记录；不要改动表头。", "One row an entry; leave the headings."),
    Text("没有的单元格留空，不要填0。不得填写涉密内容。", "Leave a cell empty where there is nothing; no zeros. No state secrets."),
    Text("上传后先列出会新增、修改什么和哪一行有问题，确认后才写入。", "After the upload you see what would be added and changed, and which rows are wrong; nothing is stored before you agree."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BookEntry:
    """An entry on its way into a workbook: numbers as kept, everything else in words; `words` are references and hidden values."""

    record: int | None
    organization: str
    day: date
    until: date | None = None
    state: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def entry_book(
    ledger: LedgerType,
    entries: Iterable[BookEntry],
    *,
    number: int,
    rules: Sequence[Text],
    organizations: Sequence[str],
    mark: str,
    language: Language,
) -> Iterator[bytes]:
    """Yield the workbook in pieces: the `number` entries, the notes about its columns, and the words of its drop-downs.

    `organizations` are offered in the column of organizations; `mark` stands above and on every printed page. Raises
    RowsDoNotAgree where there are not as many entries.
    """
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        writer = _Writer(book, ledger, language)
        writer.write_head(mark, organizations, number)
        writer.write_notes(rules)
        writer.write_lists()
    cells = _Cells(writer.columns, language)
    return streamed(
        stream.getvalue(),
        model_row=_FIRST_ROW,
        rows=(list(cells.of(each)) for each in entries),
        number=number,
        columns=len(writer.columns),
    )


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, ledger: LedgerType, language: Language) -> None:
        self.book, self.ledger, self.language = book, ledger, language
        self.columns = columns_of(ledger)
        self.lists: list[list[str]] = []
        self.formats: dict[str, Format] = {}
        self.heading = book.add_format({"bold": True, "bg_color": "#E7EDF5", "border": 1, "text_wrap": True})
        self.required = book.add_format({"bold": True, "bg_color": "#F8DCD8", "border": 1, "text_wrap": True})
        self.marked = book.add_format({"font_color": "#9C1C1C", "font_size": 9})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def write_head(self, mark: str, organizations: Sequence[str], number: int) -> None:
        """Write the sheet for so many entries, with a model row in their place."""
        sheet = self.book.add_worksheet(sheet_name(self.ledger, self.language))
        sheet.set_header("&L&9" + mark.replace("&", "&&")[:_LONGEST_HEADER])
        sheet.set_footer("&C&P / &N")
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADING_ROW)
        sheet.freeze_panes(_FIRST_ROW, 2)
        for place, column in enumerate(self.columns):
            words = column.title.say(self.language)
            width = max(_NARROWEST, min(_WIDEST, 4 + 2 * len(words)))
            sheet.set_column(place, place, width, self._format(_pattern(column)))
        sheet.write_string(_MARK_ROW, 0, mark, self.marked)
        for place, column in enumerate(self.columns):
            looks = self.required if column.is_required else self.heading
            sheet.write_string(_HEADING_ROW, place, column.title.say(self.language), looks)
        for place, column in enumerate(self.columns):
            sheet.write_blank(_FIRST_ROW, place, None, self._format(_pattern(column)))
        # Behind the looks of each column stand those of words that it holds instead.
        sheet.write_blank(_FIRST_ROW, len(self.columns), None, self._format(_WORDS))
        last = max(_HEADING_ROW + number, _FIRST_ROW)
        for place, column in enumerate(self.columns):
            rule = self._rule(column, organizations)
            if rule is not None:
                sheet.data_validation(
                    _FIRST_ROW, place, min(last + _ROWS_TO_FILL, MOST_ROWS - 1), place, rule
                )
        sheet.autofilter(_HEADING_ROW, 0, last, len(self.columns) - 1)

    def write_notes(self, rules: Sequence[Text]) -> None:
        """Write the sheet that says how the columns are filled in."""
        sheet = self.book.add_worksheet(EXPLANATION_SHEET.say(self.language))
        sheet.set_column(0, 0, 24, self.wrapped)
        sheet.set_column(1, 1, 8, self.wrapped)
        sheet.set_column(2, 2, 90, self.wrapped)
        lead = self.ledger.lead.say(self.language) if self.ledger.lead else ""
        sheet.write_string(0, 0, self.ledger.title.say(self.language), self.heading)
        sheet.write_string(0, 2, lead, self.wrapped)
        row = 1
        for line in _GENERAL:
            sheet.write_string(row, 2, line.say(self.language), self.wrapped)
            row += 1
        for place, words in enumerate(_HEADINGS):
            sheet.write_string(row, place, words.say(self.language), self.heading)
        for column in self.columns:
            row += 1
            sheet.write_string(row, 0, column.title.say(self.language), self.wrapped)
            sheet.write_string(row, 1, _YES.say(self.language) if column.is_required else "", self.wrapped)
            sheet.write_string(row, 2, column.note.say(self.language), self.wrapped)
        if rules:
            sheet.write_string(row + 1, 0, _RULES.say(self.language), self.wrapped)
            for rule in rules:
                row += 1
                sheet.write_string(row, 2, rule.say(self.language), self.wrapped)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)

    def write_lists(self) -> None:
        """Write the hidden sheet with the words of the drop-downs."""
        if not self.lists:
            return
        sheet = self.book.add_worksheet(LISTS_SHEET.say(self.language))
        for line in range(max(len(words) for words in self.lists)):
            for place, words in enumerate(self.lists):
                if line < len(words):
                    sheet.write_string(line, place, words[line])
        sheet.hide()

    def _format(self, pattern: str) -> Format:
        if pattern not in self.formats:
            self.formats[pattern] = self.book.add_format({"num_format": pattern})
        return self.formats[pattern]

    def _rule(self, column: EntryColumn, organizations: Sequence[str]) -> dict[str, object] | None:
        """Return Excel's check of a column. It warns and does not forbid: other words are understood too."""
        rule: dict[str, object] = {"error_type": "warning", "ignore_blank": True}
        if column.name == ORGANIZATION and organizations:
            return rule | {"validate": "list", "source": self._list(list(organizations))}
        if column.name in (DAY, UNTIL) or (column.type is not None and column.type.kind is Kind.DATE):
            return rule | {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        if column.type is None:
            return None
        if column.type.choices is not None:
            words = [each.title.say(self.language) for each in column.type.choices]
            return rule | {"validate": "list", "source": self._list(words)}
        if column.type.kind is Kind.YES_NO:
            return rule | {"validate": "list", "source": [YES.zh, NO.zh]}
        return None

    def _list(self, words: list[str]) -> str:
        if words not in self.lists:
            self.lists.append(words)
        place = xlsxwriter.utility.xl_col_to_name(self.lists.index(words))
        return f"='{LISTS_SHEET.say(self.language)}'!${place}$1:${place}${len(words)}"


class _Cells:
    """The cells of an entry: what they say, and whether they look like their column or like words."""

    def __init__(self, columns: Sequence[EntryColumn], language: Language) -> None:
        self.language = language
        self.words = len(columns)
        self.columns = [(place, each, each.name.removeprefix(FIELD)) for place, each in enumerate(columns)]

    def of(self, entry: BookEntry) -> Iterator[Cell]:
        """Yield the cells that are not empty."""
        own: dict[str, object] = {
            RECORD: entry.record,
            ORGANIZATION: entry.organization,
            DAY: entry.day,
            UNTIL: entry.until,
            STATE: entry.state,
        }
        for place, column, name in self.columns:
            if column.name in own:
                value, is_kept = own[column.name], False
            else:
                value = entry.words.get(name, entry.values.get(name))
                is_kept = column.type is not None and name not in entry.words
            if value is None or value == "":
                continue
            if is_kept and column.type is not None:
                yield self._kept(place, column.type, value)
            elif isinstance(value, date):
                yield Cell(place, _serial(value), place)
            elif isinstance(value, int):
                yield Cell(place, value, place)
            else:
                yield Cell(place, str(value), self.words)

    def _kept(self, place: int, type_: ValueType, value: object) -> Cell:
        if type_.kind is Kind.YES_NO:
            return Cell(place, (YES if value else NO).zh, place)
        if type_.kind is Kind.DATE:
            number = int(str(value))
            return Cell(place, _serial(date(number // 10_000, number // 100 % 100, number % 100)), place)
        if type_.is_number:
            exact = value if isinstance(value, int) else int(str(value))
            # Without zeros at its end, what is left has to be certain in a cell.
            if abs(exact) < _CERTAIN or len(str(abs(exact)).strip("0")) <= _CELL_DIGITS:
                return Cell(place, exact / 10**type_.scale if type_.scale else exact, place)
            return Cell(place, _exactly(type_, exact), self.words)
        if type_.choices is not None and str(value) in type_.choices:
            return Cell(place, type_.choices[str(value)].title.say(self.language), place)
        return Cell(place, str(value), self.words)


def _serial(day: date) -> int | str:
    """Return a day as Excel counts it, which takes 1900 for a leap year; in words where it does not count yet."""
    number = (day - _DAY_ZERO).days
    if number > _WRONG_LEAP_DAY:
        return number
    return number - 1 if number > 1 else day.isoformat()


def _pattern(column: EntryColumn) -> str:
    if column.name in (DAY, UNTIL):
        return "yyyy-mm-dd"
    type_ = column.type
    if type_ is None:
        return "0" if column.name == RECORD else "@"
    if type_.kind is Kind.DATE:
        return "yyyy-mm-dd"
    if not type_.is_number:
        return "@"
    # Everything that is kept is shown, and no zeros behind it.
    shown = type_.scale - (2 if type_.kind is Kind.PERCENT else 0)
    decimals = "." + "#" * shown if shown else ""
    return f"0{decimals}%" if type_.kind is Kind.PERCENT else f"0{decimals}" if not shown else "General"


def _exactly(type_: ValueType, number: int) -> str:
    factor = 100 if type_.kind is Kind.PERCENT else 1
    text = decimal_text(Fraction(number * factor, 10**type_.scale), type_.scale)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if type_.kind is Kind.PERCENT else text
