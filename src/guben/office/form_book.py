"""The workbook of a reporting form: a row an organization, a column a measure, what is known already filled in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from io import BytesIO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from guben.diagnostics import Language, Text
from guben.model.exact import plain_number
from guben.model.scheme import Measure
from guben.model.values import Kind
from guben.office.columns import SheetColumn
from guben.office.reported import Reported
from guben.office.template import TemplateColumn, TemplateWriter, column_factor, measure_column

FORM_SHEET = Text("填报表", "Form")
BEFORE_SHEET = Text("上期", "Before")
# What a row is: which form it belongs to and how that stood when the workbook was written.
FORM_COLUMNS = (
    SheetColumn("number", Text("表号", "Form number"), is_required=True),
    SheetColumn("name", Text("党组织名称", "Name of the organization"), is_required=True),
    SheetColumn("above", Text("乡镇（街道）", "Township")),
    SheetColumn("note", Text("变动说明", "Why it changed")),
)
_NOT_APPLICABLE = Text("不适用", "N/A")
_NO_OR_YES = ("否", "是")
_GUIDE = Text(
    "只填各数据列和“变动说明”；表号、党组织名称不要改。空着的单元格不改动系统里的数；没有此项的填“不适用”。",
    "Fill in the columns of figures and why they changed; leave form numbers and names. An empty cell changes nothing; write N/A where there can be no value.",
)
_MOST_SAFE_DIGITS = 10**15
_TITLE_ROW, _GUIDE_ROW, _NOTES_ROW, _HEADER_ROW, _FIRST_ROW = range(5)
_A4 = 9
_WIDTHS = {"number": 16, "name": 30, "above": 18, "note": 30}
_LONGEST_HEADER = 240


@dataclass(frozen=True, slots=True)
class FormRow:
    """An organization's row: its form number, what it is called, and what is known of each measure."""

    number: str
    name: str
    above: str = ""
    note: str = ""
    values: Mapping[str, Reported] = field(default_factory=dict)


def write_form(
    *,
    title: Text,
    mark: str,
    measures: Sequence[Measure],
    rows: Iterable[FormRow],
    before: Iterable[FormRow] = (),
    language: Language = "zh",
) -> bytes:
    """Return the workbook; `mark` says in the head of every printed page who took it out and when.

    `before` are the same rows with the figures of the period before, on a sheet of their own to look at.
    """
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        writer = TemplateWriter(book, language)
        sheet = book.add_worksheet(FORM_SHEET.say(language))
        known = [TemplateColumn(each.title.say(language), "", "@") for each in FORM_COLUMNS[:-1]]
        note = TemplateColumn(FORM_COLUMNS[-1].title.say(language), "", "@")
        columns = [*known, *(measure_column(each, language) for each in measures), note]
        widths = [_WIDTHS[each.name] for each in FORM_COLUMNS[:-1]]
        grey = book.add_format({"font_color": "#666666", "num_format": "@"})
        wrapped = book.add_format({"font_color": "#666666", "font_size": 9, "text_wrap": True})
        sheet.write_string(_TITLE_ROW, 0, title.say(language), writer.title_left)
        sheet.merge_range(_GUIDE_ROW, 0, _GUIDE_ROW, min(7, len(columns) - 1), _GUIDE.say(language), wrapped)
        sheet.set_row(_TITLE_ROW, 26)
        sheet.set_row(_GUIDE_ROW, 30)
        last = _FIRST_ROW
        formats = [writer.format_of(each.number_format) for each in columns]
        for last, row in enumerate(rows, start=_FIRST_ROW):
            for place, words in enumerate((row.number, row.name, row.above)):
                sheet.write_string(last, place, words, grey)
            for place, measure in enumerate(measures, start=len(known)):
                value = row.values.get(measure.name)
                if value is not None:
                    _write_value(sheet, last, place, measure, value, formats[place], language)
            if row.note:
                sheet.write_string(last, len(columns) - 1, row.note)
        for place, column in enumerate(columns):
            width = widths[place] if place < len(widths) else _WIDTHS["note"] if column is note else 0
            writer.write_heading(sheet, place, column, rows=(_NOTES_ROW, _HEADER_ROW), width=width)
            rule = writer.rule(column)
            if rule is not None:
                sheet.data_validation(_FIRST_ROW, place, last, place, rule)
        sheet.set_row(_NOTES_ROW, 30)
        sheet.set_row(_HEADER_ROW, 32)
        sheet.freeze_panes(_FIRST_ROW, 2)
        sheet.set_header("&L&9" + mark.replace("&", "&&")[:_LONGEST_HEADER])
        sheet.set_footer("&C&P / &N")
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER_ROW)
        _write_before(writer, book, before, measures, language)
        writer.write_lists()
    return stream.getvalue()


def _write_before(
    writer: TemplateWriter,
    book: xlsxwriter.Workbook,
    rows: Iterable[FormRow],
    measures: Sequence[Measure],
    language: Language,
) -> None:
    held = list(rows)
    if not held:
        return
    sheet = book.add_worksheet(BEFORE_SHEET.say(language))
    first = TemplateColumn(FORM_COLUMNS[1].title.say(language), "", "@")
    columns = [first, *(measure_column(each, language) for each in measures)]
    for place, column in enumerate(columns):
        width = _WIDTHS["name"] if column is first else 0
        writer.write_heading(sheet, place, column, rows=(0, 1), width=width)
    formats = [writer.format_of(each.number_format) for each in columns]
    for row, each in enumerate(held, start=2):
        sheet.write_string(row, 0, each.name)
        for place, measure in enumerate(measures, start=1):
            value = each.values.get(measure.name)
            if value is not None:
                _write_value(sheet, row, place, measure, value, formats[place], language)
    sheet.freeze_panes(2, 1)


def _write_value(
    sheet: Worksheet,
    row: int,
    place: int,
    measure: Measure,
    value: Reported,
    looks: Format,
    language: Language,
) -> None:
    number, choice, is_absent = value
    kind = measure.type.kind
    if is_absent:
        sheet.write_string(row, place, _NOT_APPLICABLE.say(language), looks)
    elif number is None:
        known = measure.type.choices
        words = known[choice].title.say(language) if known and choice and choice in known else choice or ""
        sheet.write_string(row, place, words, looks)
    elif kind is Kind.YES_NO:
        sheet.write_string(row, place, _NO_OR_YES[bool(number)], looks)
    elif kind is Kind.DATE:
        day = date(number // 10_000, number // 100 % 100, number % 100)
        sheet.write_datetime(row, place, day, looks)
    elif abs(number) < _MOST_SAFE_DIGITS:
        exact = Fraction(number, 10**measure.type.scale) / (column_factor(measure, language) or 1)
        sheet.write_number(row, place, float(exact), looks)
    else:
        exact = Fraction(number, 10**measure.type.scale) / (column_factor(measure, language) or 1)
        sheet.write_string(row, place, plain_number(exact), looks)
