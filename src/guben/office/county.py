"""A county's workbook becomes records: organizations, people, posts, workplaces and reported values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from guben.diagnostics import CellPlace, FilePlace, Finding, Text, gather
from guben.model.scheme import Measure
from guben.office import findings
from guben.office.cells import column_of_cells, is_missing
from guben.office.columns import (
    MEMBER_COLUMNS,
    MEMBERS_SHEET,
    ORGANIZATION_COLUMNS,
    ORGANIZATIONS_SHEET,
    REGISTER_COLUMNS,
    SheetColumn,
)
from guben.office.gaps import report_gaps
from guben.office.headings import HEADER_ROWS, HeadingReader, Layout, wanted_columns
from guben.office.members import PrivatePerson, read_members
from guben.office.organizations import Tree, read_organizations
from guben.office.reported import read_reported_values
from guben.office.sheets import find_sheets, hidden_sheet, is_explanation, unread_sheets
from guben.office.standing import StandingOrganization, StandingOrganizations
from guben.office.workbook import Workbook, open_workbook
from guben.snapshot.records import Records

_IN_IDENTITY = frozenset({"birth_date", "sex"})
SheetKind = Literal["organizations", "members"]
# For each kind of sheet: what headings mean, by their marks.
Decided = Mapping[SheetKind, Mapping[str, str]]

Progress = Callable[[Text, int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a workbook says; if any finding is an error, the records are incomplete and nothing may be evaluated.

    `findings` has one for each problem, `every_finding` one for each cell. `columns` are all headings of both sheets.
    """

    records: Records
    findings: tuple[Finding, ...]
    every_finding: tuple[Finding, ...] = ()
    columns: tuple["ReadColumn", ...] = ()


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A heading of a sheet and the column it was taken for; `name` is empty for one that was not read.

    `mark` is what to decide about under `decided`, `of` the kind of sheet, `row` the last row of the header.
    """

    of: "SheetKind"
    sheet: str
    row: int
    letter: str
    heading: str
    mark: str
    name: str
    title: Text | None
    is_measure: bool


def read_county(
    path: Path,
    *,
    measures: Sequence[Measure],
    period: str,
    as_of: date,
    needed: Mapping[str, Sequence[Text]] | None = None,
    on_progress: Progress | None = None,
    private: list[PrivatePerson] | None = None,
    decided: Decided | None = None,
    standing: Sequence[StandingOrganization] = (),
) -> Reading:
    """Return the records of a county's workbook with everything that is wrong or doubtful about it.

    Reported values are kept for `period`; days after `as_of` are refused. `needed` are the titles of what is computed
    from a column, by the column's name: where it holds nothing, they are named in a warning. Names, identity numbers
    and phones are dropped; a caller that may keep them hands in a list for them as `private`. `decided` says what
    headings mean. Superiors and members' organizations that the workbook does not list may be `standing` in a register;
    then a workbook may hold members only. Raises Refusal if the file as a whole cannot be read.
    """
    decided = decided or {}
    progress = on_progress or (lambda step, done, total: None)
    progress(Text("打开工作簿", "Opening the workbook"), 0, 4)
    workbook = open_workbook(path)
    found: list[Finding] = []
    records = Records()
    organization_headings = HeadingReader(
        wanted_columns(ORGANIZATION_COLUMNS, measures), decided.get("organizations")
    )
    of_members = MEMBER_COLUMNS if private is None else (*MEMBER_COLUMNS, *REGISTER_COLUMNS)
    member_headings = HeadingReader(wanted_columns(of_members), decided.get("members"))
    sheets = find_sheets(workbook, organization_headings, member_headings)
    organizations_name, members_name = sheets.organizations, sheets.members
    found.extend(unread_sheets(workbook, sheets, organization_headings, member_headings))

    progress(Text("读取组织", "Reading organizations"), 1, 4)
    if organizations_name is None:
        place = FilePlace(str(path))
        hidden = hidden_sheet(workbook, organization_headings, member_headings, ORGANIZATIONS_SHEET)
        if hidden is not None:
            found.append(findings.SHEET_IS_HIDDEN.at(place, sheet=hidden))
            return Reading(records, tuple(found), tuple(found))
        if standing and members_name is not None:
            progress(Text("读取党员", "Reading members"), 3, 4)
            tree = Tree(standing=StandingOrganizations(standing))
            columns = _read_members(
                workbook, members_name, member_headings, tree, as_of, needed or {}, records, found, private
            )
            return Reading(records, tuple(gather(found)), tuple(found), columns)
        required = _required(ORGANIZATION_COLUMNS)
        found.append(findings.NO_ORGANIZATIONS_SHEET.at(place, sheets=workbook.sheet_names, needed=required))
        return Reading(records, tuple(found), tuple(found))
    layout = _layout(workbook, organizations_name, organization_headings, ORGANIZATION_COLUMNS, found)
    if layout is None or not {"name", "type", "level", "field"} <= layout.columns.keys():
        # The headings of both sheets are asked about at once.
        other = (
            _layout(workbook, members_name, member_headings, MEMBER_COLUMNS, found) if members_name else None
        )
        columns = _columns("organizations", layout) + _columns("members", other)
        return Reading(records, tuple(gather(found)), tuple(found), columns)
    _report_measures_without_column(layout, measures, found)
    _report_empty_columns(layout, ORGANIZATION_COLUMNS, needed or {}, found)
    if not layout.data_rows:
        found.append(findings.NO_ORGANIZATIONS.at(CellPlace(organizations_name)))
    tree = read_organizations(layout, found, StandingOrganizations(standing))
    records.organizations, records.workplaces = tree.organizations, tree.workplaces

    progress(Text("读取填报的数据", "Reading reported values"), 2, 4)
    values = read_reported_values(layout, tree.keys, measures, period, as_of, found)
    report_gaps(layout, tree, measures, found)
    order = {each.key: number for number, each in enumerate(tree.organizations)}
    records.values = sorted(values, key=lambda value: order[value.organization])

    columns = _columns("organizations", layout)
    progress(Text("读取党员", "Reading members"), 3, 4)
    hidden = hidden_sheet(workbook, member_headings, organization_headings, MEMBERS_SHEET)
    if members_name is None and hidden is not None:
        found.append(findings.SHEET_IS_HIDDEN.at(FilePlace(str(path)), sheet=hidden))
    elif members_name is None:
        found.append(_no_members_sheet(workbook, path, organizations_name))
    else:
        columns += _read_members(
            workbook, members_name, member_headings, tree, as_of, needed or {}, records, found, private
        )
    return Reading(records, tuple(gather(found)), tuple(found), columns)


def _read_members(
    workbook: Workbook,
    name: str,
    headings: HeadingReader,
    tree: Tree,
    as_of: date,
    needed: Mapping[str, Sequence[Text]],
    records: Records,
    found: list[Finding],
    private: list[PrivatePerson] | None,
) -> tuple[ReadColumn, ...]:
    """Add the people and posts of the members sheet to the records, and return its columns."""
    layout = _layout(workbook, name, headings, MEMBER_COLUMNS, found)
    if layout is not None and "organization" in layout.columns:
        if not layout.data_rows:
            found.append(findings.NO_MEMBERS.at(CellPlace(name)))
        _report_empty_columns(layout, MEMBER_COLUMNS, needed, found)
        people = read_members(layout, tree, as_of, found, private)
        records.people, records.posts = people.people, people.posts
    return _columns("members", layout)


def _columns(of: SheetKind, layout: Layout | None) -> tuple[ReadColumn, ...]:
    if layout is None:
        return ()
    return tuple(
        ReadColumn(
            of,
            layout.sheet.name,
            layout.header_row + 1,
            each.letter,
            each.words,
            each.mark,
            each.wanted.name if each.wanted else "",
            each.wanted.title if each.wanted else None,
            each.wanted.is_measure if each.wanted else False,
        )
        for each in layout.seen
    )


def _layout(
    workbook: Workbook,
    name: str,
    headings: HeadingReader,
    columns: Sequence[SheetColumn],
    found: list[Finding],
) -> Layout | None:
    layout = headings.layout(workbook.sheet(name))
    if layout is None:
        place = CellPlace(name)
        found.append(findings.NO_HEADER_ROW.at(place, rows=HEADER_ROWS, needed=_required(columns)))
        return None
    found.extend(layout.findings)
    return layout


def _required(columns: Sequence[SheetColumn]) -> tuple[Text, ...]:
    return tuple(column.title for column in columns if column.is_required)


def _report_measures_without_column(
    layout: Layout, measures: Sequence[Measure], found: list[Finding]
) -> None:
    absent = tuple(measure.title for measure in measures if measure.name not in layout.measures)
    if absent:
        place = CellPlace(layout.sheet.name, layout.header_row + 1)
        found.append(findings.MEASURES_WITHOUT_COLUMN.at(place, titles=absent))


def _report_empty_columns(
    layout: Layout,
    columns: Sequence[SheetColumn],
    needed: Mapping[str, Sequence[Text]],
    found: list[Finding],
) -> None:
    """Report what cannot be computed because its column is absent or has nothing in it."""
    for column in columns:
        # The identity number stands in for both.
        sources = (column.name, "identity_number") if column.name in _IN_IDENTITY else (column.name,)
        if column.name in needed and layout.data_rows and all(_is_empty(layout, each) for each in sources):
            place = CellPlace(layout.sheet.name, layout.header_row + 1)
            titles = tuple(needed[column.name])
            found.append(findings.COLUMN_IS_EMPTY.at(place, title=column.title, titles=titles))


def _is_empty(layout: Layout, name: str) -> bool:
    heading = layout.columns.get(name)
    return heading is None or all(is_missing(cell) for cell in column_of_cells(layout, heading).cells)


def _no_members_sheet(workbook: Workbook, path: Path, organizations_name: str) -> Finding:
    """A workbook with organizations only is allowed; one with other sheets probably has its members there."""
    others = [
        name
        for name in workbook.sheet_names
        if name != organizations_name and not is_explanation(name) and workbook.sheet(name).rows
    ]
    if not others:
        return findings.ONLY_ORGANIZATIONS.at(FilePlace(str(path)))
    needed = _required(MEMBER_COLUMNS)
    return findings.NO_MEMBERS_SHEET.at(FilePlace(str(path)), sheets=workbook.sheet_names, needed=needed)
