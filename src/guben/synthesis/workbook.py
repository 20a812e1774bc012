"""The workbook of a synthetic county, as a county office would have it.

Titles over the tables, headers in two rows, amounts in 万元, percents in two spellings, dates in three, a few
full-width digits, superiors by code or by name. All of it can be read without guessing: birth dates are full days,
identity numbers are text, a missing figure is an empty cell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from guben.diagnostics import Language, Text
from guben.model.choices import ChoiceSet
from guben.model.scheme import Measure
from guben.model.values import Kind
from guben.office.columns import (
    MEMBER_COLUMNS,
    MEMBERS_SHEET,
    ORGANIZATION_COLUMNS,
    ORGANIZATIONS_SHEET,
    SheetColumn,
)
from guben.synthesis.county import County, Member, Organization

_ORGANIZATIONS_TITLE = Text("{county}党组织基本情况表", "Party organizations of {county}: basic facts")
_MEMBERS_TITLE = Text("{county}党员信息表", "Party members of {county}")
_UNIT_LINE = Text(
    "填报单位：中共{county}委员会组织部        统计截止日期：{day}",
    "Reported by: organization department of {county}        As of: {day}",
)
_BASIC = Text("基本情况", "Basic facts")
_GROUPS = (
    (frozenset({Kind.YUAN}), Text("经济情况", "Economy")),
    (frozenset({Kind.PERCENT}), Text("群众评议", "Residents' ratings")),
    (frozenset(Kind) - {Kind.YUAN, Kind.PERCENT}, Text("班子和管理", "Team and management")),
)
_YES, _NO = Text("是", "Yes"), Text("否", "No")
_YUAN, _TEN_THOUSAND_YUAN, _PERCENT = Text("（元）", " (yuan)"), "（万元）", Text("（%）", " (%)")

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_EXCEL_DAY_ZERO = date(1899, 12, 30).toordinal()

_HEADER_ROWS = 4
_WIDTHS = {"name": 34, "parent": 22, "organization": 36, "identity_number": 21, "phone": 14, "code": 16}


class _Styles:
    """The formats of the workbook."""

    def __init__(self, book: Workbook) -> None:
        body = {"font_name": "仿宋", "font_size": 11, "valign": "vcenter"}
        head = {"font_name": "宋体", "font_size": 11, "bold": True, "align": "center", "valign": "vcenter"}
        self.title = book.add_format({**head, "font_size": 18})
        self.unit_line = book.add_format({"font_name": "宋体", "font_size": 11})
        self.header = book.add_format({**head, "border": 1, "text_wrap": True, "bg_color": "#F2F2F2"})
        self.body = book.add_format(body)
        self.text = book.add_format({**body, "num_format": "@"})
        self.day = book.add_format({**body, "num_format": "yyyy-mm-dd", "align": "left"})
        self.percent = book.add_format({**body, "num_format": "0.00%"})
        self.amount = book.add_format({**body, "num_format": "0.00##"})


# What a cell holds and how it looks; None is an empty cell.
_Cell = tuple[str | float, Format] | None


def write_county_workbook(
    county: County, path: Path, measures: Sequence[Measure], language: Language = "zh"
) -> None:
    """Write organizations with figures, and members, to an `.xlsx` at `path`.

    Each measure gets a column under its title; figures are looked up by the measure's name. The same county and
    measures give the same bytes.
    """
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        book.set_properties({"created": datetime.combine(county.as_of, datetime.min.time())})
        styles = _Styles(book)
        _write_organizations(book, county, measures, language, styles)
        _write_members(book, county, language, styles)


def _write_organizations(
    book: Workbook, county: County, measures: Sequence[Measure], language: Language, styles: _Styles
) -> None:
    sheet = book.add_worksheet(ORGANIZATIONS_SHEET.say(language))
    columns = _figure_columns(county, measures, language, styles)
    titles = [each.title.say(language) for each in ORGANIZATION_COLUMNS] + [each.heading for each in columns]
    groups = [_BASIC] * len(ORGANIZATION_COLUMNS) + [each.group for each in columns]
    widths = [_WIDTHS.get(each.name, 13) for each in ORGANIZATION_COLUMNS] + [15] * len(columns)
    _set_up(sheet, widths)
    _write_top(sheet, county, _ORGANIZATIONS_TITLE, len(titles), language, styles)
    _write_groups(sheet, [group.say(language) for group in groups], styles)
    sheet.write_row(3, 0, titles, styles.header)
    by_key = {each.key: each for each in county.organizations}
    words = _words(ORGANIZATION_COLUMNS, language)
    for index, organization in enumerate(county.organizations):
        facts = _organization_cells(organization, index, by_key, words, styles)
        figures = [column.cell(organization.figures.get(column.name), index, language) for column in columns]
        _write_row(sheet, _HEADER_ROWS + index, [*facts, *figures])


def _write_members(book: Workbook, county: County, language: Language, styles: _Styles) -> None:
    sheet = book.add_worksheet(MEMBERS_SHEET.say(language))
    _set_up(
        sheet,
        [_WIDTHS.get(each.name, 12) if each.name != "name" else 10 for each in MEMBER_COLUMNS],
        header_rows=3,
    )
    _write_top(sheet, county, _MEMBERS_TITLE, len(MEMBER_COLUMNS), language, styles)
    sheet.write_row(2, 0, [each.title.say(language) for each in MEMBER_COLUMNS], styles.header)
    words = _words(MEMBER_COLUMNS, language)
    habits = {
        each.key: _Habits.of(each, index, styles, language) for index, each in enumerate(county.organizations)
    }
    for row, member in enumerate(county.members, start=3):
        _write_row(sheet, row, _member_cells(member, habits[member.organization], words, styles))


def _set_up(sheet: Worksheet, widths: Iterable[float], header_rows: int = _HEADER_ROWS) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(header_rows, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_rows - 1)


def _write_top(
    sheet: Worksheet, county: County, title: Text, width: int, language: Language, styles: _Styles
) -> None:
    """Write the merged title and the line that says who reports for which day."""
    day = _chinese_day(county.as_of) if language == "zh" else county.as_of.isoformat()
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, width - 1, title.filled(county=county.name).say(language), styles.title)
    unit_line = _UNIT_LINE.filled(county=county.name, day=day).say(language)
    sheet.merge_range(1, 0, 1, width - 1, unit_line, styles.unit_line)


def _write_groups(sheet: Worksheet, groups: Sequence[str], styles: _Styles) -> None:
    """Write the upper header row: each run of equal group titles as one merged cell."""
    first = 0
    for title, run in groupby(groups):
        last = first + len(list(run)) - 1
        if first == last:
            sheet.write_string(2, first, title, styles.header)
        else:
            sheet.merge_range(2, first, 2, last, title, styles.header)
        first = last + 1


def _write_row(sheet: Worksheet, row: int, cells: Iterable[_Cell]) -> None:
    for column, cell in enumerate(cells):
        if cell is None:
            continue
        value, style = cell
        if isinstance(value, str):
            sheet.write_string(row, column, value, style)
        else:
            sheet.write_number(row, column, value, style)


def _words(columns: Iterable[SheetColumn], language: Language) -> dict[str, Mapping[str, str]]:
    """Return for each column with a list of choices the word for each code."""
    return {each.name: _titles(each.choices, language) for each in columns if each.choices is not None}


def _titles(choices: ChoiceSet, language: Language) -> dict[str, str]:
    return {choice.code: choice.title.say(language) for choice in choices}


def _organization_cells(
    organization: Organization,
    index: int,
    by_key: Mapping[str, Organization],
    words: Mapping[str, Mapping[str, str]],
    styles: _Styles,
) -> list[_Cell]:
    parent = by_key[organization.parent] if organization.parent else None
    superior: str | None = None
    if parent is not None:
        # One in nine writes the name of the superior instead of its code.
        superior = parent.name if parent.code is None or index % 9 == 4 else parent.code
    cells: dict[str, _Cell] = {
        "code": _text(organization.code, styles.text),
        "name": _text(organization.name, styles.body),
        "parent": _text(superior, styles.text),
        "population": _count(organization.population, index, styles),
        "households": _count(organization.households, index + 7, styles),
    }
    for name in ("type", "level", "field"):
        cells[name] = _text(words[name][getattr(organization, name)], styles.body)
    return [cells[column.name] for column in ORGANIZATION_COLUMNS]


def _text(value: str | None, style: Format) -> _Cell:
    return None if value is None else (value, style)


def _count(value: int | None, index: int, styles: _Styles) -> _Cell:
    if value is None:
        return None
    return (str(value).translate(_FULL_WIDTH), styles.body) if index % 97 == 11 else (value, styles.body)


@dataclass(frozen=True, slots=True)
class _FigureColumn:
    """A column of figures: its heading with the unit, and what a written number is of the figure."""

    name: str
    heading: str
    group: Text
    kind: Kind
    factor: Decimal
    style: Format
    has_amounts_in_words: bool = False

    def cell(self, value: Decimal | bool | None, index: int, language: Language) -> _Cell:
        """Return what an office writes for the figure."""
        if value is None:
            return None
        if isinstance(value, bool):
            return (_YES if value else _NO).say(language), self.style
        if self.has_amounts_in_words and index % 23 == 5 and value % 100 == 0:
            return f"{_plain(value / 10_000)}万元", self.style
        if self.kind is Kind.YUAN and index % 61 == 17:
            return _plain(value * self.factor).translate(_FULL_WIDTH), self.style
        return float(value * self.factor), self.style


def _figure_columns(
    county: County, measures: Sequence[Measure], language: Language, styles: _Styles
) -> list[_FigureColumn]:
    """Return the columns, group by group.

    Every second percent is written as Excel does, the others as numbers under a heading that says so. The first
    large amount is in yuan with some cells in words, the others in 万元, for which English has no word.
    """
    grouped = [(group, each) for kinds, group in _GROUPS for each in measures if each.type.kind in kinds]
    percents = [each.name for _, each in grouped if each.type.kind is Kind.PERCENT]
    yuan = [each.name for _, each in grouped if each.type.kind is Kind.YUAN]
    large = [name for name in yuan if language == "zh" and _is_large(county, name)]

    def column(group: Text, measure: Measure) -> _FigureColumn:
        name, kind, title = measure.name, measure.type.kind, measure.title.say(language)
        if name in percents[::2]:
            return _FigureColumn(name, title, group, kind, Decimal("0.01"), styles.percent)
        if name in percents:
            return _FigureColumn(name, title + _PERCENT.say(language), group, kind, Decimal(1), styles.amount)
        if name in large[1:]:
            return _FigureColumn(
                name, title + _TEN_THOUSAND_YUAN, group, kind, Decimal("0.0001"), styles.amount
            )
        if name in yuan:
            heading = title + _YUAN.say(language)
            return _FigureColumn(name, heading, group, kind, Decimal(1), styles.amount, name in large)
        return _FigureColumn(name, title, group, kind, Decimal(1), styles.body)

    return [column(group, measure) for group, measure in grouped]


def _is_large(county: County, name: str) -> bool:
    """Return True if the figures of this name are amounts that one writes in 万元."""
    amounts = (each.figures.get(name) for each in county.organizations)
    return any(amount is not None and amount >= 100_000 for amount in amounts)


def _plain(number: Decimal) -> str:
    """Return the number without an exponent and without zeros at the end of its decimals."""
    words = f"{number:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


@dataclass(frozen=True, slots=True)
class _Habits:
    """How the people of one organization fill in the members' sheet."""

    organization: tuple[str, Format]
    dates: int
    styles: _Styles

    @classmethod
    def of(cls, organization: Organization, index: int, styles: _Styles, language: Language) -> "_Habits":
        """Return the habits of the organization at this place: most write names and real dates."""
        writes_code = organization.code is not None and index % 11 == 3
        words = organization.code if writes_code and organization.code else organization.name
        return cls((words, styles.body), index % 5 if language == "zh" else 0, styles)

    def day(self, day: date | None) -> _Cell:
        """Return the day as these people write it."""
        if day is None:
            return None
        if self.dates == 1:
            return f"{day.year}.{day.month:02d}.{day.day:02d}", self.styles.body
        if self.dates == 2:
            return _chinese_day(day), self.styles.body
        return day.toordinal() - _EXCEL_DAY_ZERO, self.styles.day


def _chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _member_cells(
    member: Member, habits: _Habits, words: Mapping[str, Mapping[str, str]], styles: _Styles
) -> list[_Cell]:
    """Return the cells in the order of MEMBER_COLUMNS."""
    body = styles.body
    cells: dict[str, _Cell] = {
        "name": (member.name, body),
        "identity_number": (member.identity_number, styles.text),
        "sex": (words["sex"][member.sex], body),
        "ethnicity": (words["ethnicity"][member.ethnicity], body),
        "birth_date": habits.day(member.birth_date),
        "education": (words["education"][member.education], body),
        "occupation": (words["occupation"][member.occupation], body),
        "organization": habits.organization,
        "joined_date": habits.day(member.joined_date),
        "full_date": habits.day(member.full_date),
        "status": (words["status"][member.status], body),
        "post": None if member.post is None else (words["post"][member.post], body),
        "post_start": habits.day(member.post_start),
        "techniques": None if member.techniques is None else (member.techniques, body),
        "phone": (member.phone, styles.text),
    }
    return [cells[column.name] for column in MEMBER_COLUMNS]
