"""An empty workbook for a county to fill in, which the reader understands without a finding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from guben.diagnostics import Language, Text
from guben.model.choices import ChoiceSet
from guben.model.exact import plain_number
from guben.model.scheme import Measure
from guben.model.values import UNITS, Kind
from guben.office.columns import (
    MEMBER_COLUMNS,
    MEMBERS_SHEET,
    ORGANIZATION_COLUMNS,
    ORGANIZATIONS_SHEET,
    CellKind,
    SheetColumn,
)
from guben.office.headings import unit_in_brackets
from guben.office.units import unit_factor
from guben.office.wording import folded

EXPLANATION_SHEET = Text("填写说明", "Instructions")
LISTS_SHEET = Text("选项", "Lists")
_EXAMPLE = Text("示例", "Example")
_TITLE_ROW, _NOTES_ROW, _HEADER_ROW, _EXAMPLE_ROW = range(4)
_ORGANIZATION_ROWS, _MEMBER_ROWS = 5_000, 100_000
_LONGEST_INLINE_LIST = 255
_A4 = 9

_EXPLANATION = (
    Text("“组织”表每个党组织一行，“党员”表每人一行。", "One row an organization, one row a member."),
    Text("表头不要改动；带 * 的列必填。示例行可以保留，读取时会跳过。", "Leave the headings; columns with * are required. The example row is skipped."),
    Text("没有数的单元格留空，不要填 0；不可能有数的填“不适用”。", "Leave a cell empty where there is no value; write N/A where there can be none."),
    Text("日期写成 1985-06-12 或 1985年6月12日。", "Write dates as 1985-06-12."),
    Text("上级和所在党组织可以填代码，也可以填名称；同名的请填代码。", "Refer to organizations by code or by name; by code where two share a name."),
    Text("身份证号、代码的列已设为文本格式，请不要改。", "Identity numbers and codes are kept as text; leave that format."),
    Text("填好后不要设打开密码。不得填写涉密内容。", "Set no password. No state secrets belong in this workbook."),
)  # fmt: skip

_ORGANIZATION_EXAMPLES: dict[str, object] = {
    "name": Text("示例镇示例村党支部", "Branch of the example village"),
    "parent": Text("示例镇党委", "Committee of the example township"),
    "type": "branch",
    "level": "village",
    "field": "rural",
    "population": 1860,
    "households": 520,
}
_MEMBER_EXAMPLES: dict[str, object] = {
    "sex": "female",
    "ethnicity": "01",
    "birth_date": date(1985, 6, 12),
    "education": "college",
    "occupation": "farmer",
    "organization": Text("示例镇示例村党支部", "Branch of the example village"),
    "joined_date": date(2010, 7, 1),
    "full_date": date(2011, 7, 1),
    "status": "full",
    "post": "secretary",
    "post_start": date(2021, 1, 15),
    "techniques": 1,
}

_EXAMPLE_NUMBERS = {Kind.PERCENT: Fraction(85, 100), Kind.YUAN: Fraction(5000)}


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of the template: what stands above it and how its cells look and are checked."""

    heading: str
    note: str
    number_format: str
    is_required: bool = False
    choices: ChoiceSet | None = None
    bounds: tuple[Fraction, Fraction] | None = None
    is_whole: bool = False
    is_day: bool = False
    may_hold_several: bool = False
    example: object = None


def write_template(path: Path, *, title: Text, measures: Sequence[Measure], language: Language) -> None:
    """Write the workbook to `path`, in one language, with a column for each measure."""
    with xlsxwriter.Workbook(str(path)) as book:
        writer = TemplateWriter(book, language)
        writer.write_explanation(title)
        known = {folded(words) for each in ORGANIZATION_COLUMNS for words in (each.title.zh, each.title.en)}
        organizations = [
            _known_column(each, _ORGANIZATION_EXAMPLES, language) for each in ORGANIZATION_COLUMNS
        ]
        organizations += [
            measure_column(each, language)
            for each in measures
            if folded(each.title.say(language)) not in known
        ]
        members = [_known_column(each, _MEMBER_EXAMPLES, language) for each in MEMBER_COLUMNS]
        writer.write_sheet(ORGANIZATIONS_SHEET.say(language), title, organizations, _ORGANIZATION_ROWS)
        writer.write_sheet(MEMBERS_SHEET.say(language), title, members, _MEMBER_ROWS)
        writer.write_lists()


class TemplateWriter:
    """Writes sheets to fill in: their looks, and what their cells may hold."""

    def __init__(self, book: xlsxwriter.Workbook, language: Language) -> None:
        self.book = book
        self.language: Language = language
        self.lists: dict[str, list[str]] = {}
        self.formats: dict[str, Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        self.title_left = book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"})
        self.note = self._bordered(
            {"font_color": "#666666", "font_size": 9, "text_wrap": True, "valign": "top"}
        )
        header: dict[str, object] = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}
        self.header = self._bordered({**header, "bg_color": "#E7EDF5"})
        self.required = self._bordered({**header, "bg_color": "#F8DCD8"})

    def _bordered(self, properties: dict[str, object]) -> Format:
        return self.book.add_format({"border": 1, "border_color": "#BFBFBF", **properties})

    def format_of(self, number_format: str, *, is_example: bool = False) -> Format:
        """Return the format of cells with this number format."""
        key = f"{number_format}|{is_example}"
        if key not in self.formats:
            if is_example:
                looks = {
                    "num_format": number_format,
                    "italic": True,
                    "font_color": "#808080",
                    "bg_color": "#F2F2F2",
                }
                self.formats[key] = self._bordered(looks)
            else:
                self.formats[key] = self.book.add_format({"num_format": number_format})
        return self.formats[key]

    def write_explanation(self, title: Text) -> None:
        """Write the sheet that says how to fill in the others."""
        sheet = self.book.add_worksheet(EXPLANATION_SHEET.say(self.language))
        sheet.set_column(0, 0, 100, self.book.add_format({"text_wrap": True, "valign": "top"}))
        sheet.write(0, 0, title.say(self.language), self.title)
        for row, line in enumerate(_EXPLANATION, start=1):
            sheet.write(row, 0, f"{row}. {line.say(self.language)}")
        sheet.hide_gridlines(2)
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)

    def write_sheet(self, name: str, title: Text, columns: Sequence[TemplateColumn], rows: int) -> None:
        """Write one sheet to fill in: title, notes, headings, example, and what its cells may hold."""
        sheet = self.book.add_worksheet(name)
        last = len(columns) - 1
        heading = Text(f"{title.zh}（{name}）", f"{title.en}: {name}").say(self.language)
        sheet.merge_range(_TITLE_ROW, 0, _TITLE_ROW, last, heading, self.title)
        sheet.set_row(_TITLE_ROW, 28)
        sheet.set_row(_NOTES_ROW, 48)
        sheet.set_row(_HEADER_ROW, 32)
        for index, column in enumerate(columns):
            self._write_column(sheet, index, column, rows)
        sheet.freeze_panes(_HEADER_ROW + 1, 2)
        sheet.autofilter(_HEADER_ROW, 0, _EXAMPLE_ROW + rows, last)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW)
        sheet.set_footer("&C&P / &N")

    def _write_column(self, sheet: Worksheet, index: int, column: TemplateColumn, rows: int) -> None:
        self.write_heading(sheet, index, column, rows=(_NOTES_ROW, _HEADER_ROW))
        example = _EXAMPLE.say(self.language) if index == 0 else column.example
        looks = self.format_of(column.number_format, is_example=True)
        if isinstance(example, date):
            sheet.write_datetime(_EXAMPLE_ROW, index, example, looks)
        elif example is None:
            sheet.write_blank(_EXAMPLE_ROW, index, None, looks)
        else:
            sheet.write(_EXAMPLE_ROW, index, example, looks)
        rule = self.rule(column)
        if rule is not None:
            sheet.data_validation(_EXAMPLE_ROW + 1, index, _EXAMPLE_ROW + rows, index, rule)

    def write_heading(
        self, sheet: Worksheet, index: int, column: TemplateColumn, *, rows: tuple[int, int], width: int = 0
    ) -> None:
        """Write a column's note and heading into two rows; it is as wide as its heading unless `width` is given."""
        notes, header = rows
        usual = max(10, min(24, 3 + sum(2 if ord(each) > 255 else 1 for each in column.heading)))
        sheet.set_column(index, index, width or usual, self.format_of(column.number_format))
        sheet.write_string(notes, index, column.note, self.note)
        words = f"{column.heading}*" if column.is_required else column.heading
        sheet.write_string(header, index, words, self.required if column.is_required else self.header)
        if column.note:
            sheet.write_comment(header, index, column.note)

    def rule(self, column: TemplateColumn) -> dict[str, object] | None:
        """Return Excel's check of a cell. It warns and does not forbid: 不适用 and 1985年6月 are read as well."""
        rule: dict[str, object] = {"error_type": "warning", "ignore_blank": True}
        if column.note:
            rule["error_message"] = column.note[:255]
        if column.choices is not None:
            rule |= {"validate": "list", "source": self._list(column.choices)}
            if column.may_hold_several:
                rule["show_error"] = False
            return rule
        if column.is_day:
            return rule | {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
        if column.bounds is not None:
            low, high = (int(each) if each.denominator == 1 else float(each) for each in column.bounds)
            kind = "integer" if column.is_whole else "decimal"
            return rule | {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
        return None

    def _list(self, choices: ChoiceSet) -> object:
        """Return the drop-down's words, or where they stand on the hidden sheet if they do not fit in a rule."""
        words = [choice.title.say(self.language) for choice in choices]
        if len(",".join(words)) <= _LONGEST_INLINE_LIST and not any("," in each for each in words):
            return words
        if choices.name not in self.lists:
            self.lists[choices.name] = words
        column = chr(ord("A") + list(self.lists).index(choices.name))
        return f"='{LISTS_SHEET.say(self.language)}'!${column}$1:${column}${len(words)}"

    def write_lists(self) -> None:
        """Write the hidden sheet with the drop-downs that are too long for a rule."""
        if not self.lists:
            return
        sheet = self.book.add_worksheet(LISTS_SHEET.say(self.language))
        for index, words in enumerate(self.lists.values()):
            sheet.write_column(0, index, words)
        sheet.hide()


def _known_column(column: SheetColumn, examples: dict[str, object], language: Language) -> TemplateColumn:
    example = examples.get(column.name)
    if column.choices is not None and isinstance(example, str):
        example = column.choices[example].title
    return TemplateColumn(
        column.title.say(language),
        column.note.say(language) if column.note else "",
        {CellKind.DAY: "yyyy-mm-dd", CellKind.COUNT: "0"}.get(column.kind, "@"),
        is_required=column.is_required,
        choices=column.choices,
        bounds=(Fraction(0), Fraction(10**9)) if column.kind is CellKind.COUNT else None,
        is_whole=column.kind is CellKind.COUNT,
        is_day=column.kind is CellKind.DAY,
        may_hold_several=column.name == "post",
        example=example.say(language) if isinstance(example, Text) else example,
    )


def measure_column(measure: Measure, language: Language) -> TemplateColumn:
    """Return the column of a measure."""
    kind, type_ = measure.type.kind, measure.type
    return TemplateColumn(
        measure.title.say(language),
        _measure_note(measure, language).say(language),
        _number_format(measure, language),
        choices=type_.choices,
        bounds=_bounds(measure, language),
        is_whole=kind is Kind.COUNT and type_.digits == 0,
        is_day=kind is Kind.DATE,
        example=_measure_example(measure, language),
    )


def column_factor(measure: Measure, language: Language) -> Fraction | None:
    """Return what one in the column is in the unit of computation, where the title names a unit of its own."""
    unit = unit_in_brackets(measure.title.say(language))
    return unit_factor(measure.type.kind, unit) if unit and measure.type.kind is not Kind.NUMBER else None


def _bounds(measure: Measure, language: Language) -> tuple[Fraction, Fraction] | None:
    """Return the bounds as they are typed into the column."""
    type_, factor = measure.type, column_factor(measure, language) or Fraction(1)
    if not type_.is_number or type_.low is None or type_.high is None:
        return None
    return type_.low / factor, type_.high / factor


def _measure_note(measure: Measure, language: Language) -> Text:
    kind, bounds = measure.type.kind, _bounds(measure, language)
    if kind is Kind.YES_NO:
        return Text("是、否", "是 (yes) or 否 (no)")
    if bounds is None:
        return Text("", "")
    has_own_unit = column_factor(measure, language) is not None
    times = 100 if kind is Kind.PERCENT and not has_own_unit else 1
    low, high = (_with_commas(each * times) for each in bounds)
    unit = Text("", "") if has_own_unit else UNITS[kind]
    return Text(f"{low}—{high}{unit.zh}", f"{low} to {high} {unit.en}".rstrip())


def _with_commas(number: Fraction) -> str:
    """Return the number with commas between its thousands."""
    return f"{Decimal(plain_number(number)):,f}"


def _number_format(measure: Measure, language: Language) -> str:
    type_ = measure.type
    decimals = "." + "0" * type_.digits if type_.digits else ""
    if type_.kind is Kind.PERCENT and column_factor(measure, language) is None:
        return f"0{decimals}%"
    if type_.is_number:
        return f"#,##0{decimals}"
    return "yyyy-mm-dd" if type_.kind is Kind.DATE else "@"


def _measure_example(measure: Measure, language: Language) -> object:
    type_ = measure.type
    if type_.is_number:
        low, high = type_.low or Fraction(0), type_.high
        wanted = _EXAMPLE_NUMBERS.get(type_.kind, Fraction(12))
        value = min(max(low, wanted), high if high is not None else wanted) / (
            column_factor(measure, language) or 1
        )
        return int(value) if value.denominator == 1 else float(value)
    if type_.kind is Kind.YES_NO:
        return "否"
    if type_.kind is Kind.DATE:
        return date(2025, 6, 12)
    if type_.choices is not None:
        return next(iter(type_.choices)).title.say(language)
    return None
