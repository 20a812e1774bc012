"""Which sheets of a county's workbook hold the organizations and the members, and which look so and are not read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guben.diagnostics import CellPlace, Finding, Text, both
from guben.office import findings
from guben.office.columns import MEMBERS_SHEET, ORGANIZATIONS_SHEET
from guben.office.headings import HeadingReader
from guben.office.wording import folded
from guben.office.workbook import Workbook

_ORGANIZATION_ALIASES = (
    *(
        "党组织",
        "组织信息",
        "组织表",
        "组织名单",
        "党组织信息",
        "党组织名单",
        "党组织名册",
        "组织名册",
        "组织情况",
    ),
    *("基层党组织", "组织花名册", "organization"),
)
_MEMBER_ALIASES = (
    *(
        "党员名册",
        "党员信息",
        "花名册",
        "党员花名册",
        "党员名单",
        "名册",
        "党员表",
        "党员情况",
        "党员基本信息",
        "党员信息表",
    ),
    "member",
)
_EXPLANATIONS = ("说明", "须知", "封面", "目录", "instruction", "readme", "cover")
_MEMBER_LIST = Text("党员名册", "a list of members")
_ORGANIZATION_LIST = Text("组织名单", "a list of organizations")
_LEAST_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Sheets:
    """The names of the two sheets that are read; None for one that was not found."""

    organizations: str | None
    members: str | None


def find_sheets(workbook: Workbook, organizations: HeadingReader, members: HeadingReader) -> Sheets:
    """Return the names of both sheets: by their title, by another usual name, else by their headings."""
    names = workbook.sheet_names
    first = _by_name(workbook, organizations, ORGANIZATIONS_SHEET, _ORGANIZATION_ALIASES)
    second = _by_name(workbook, members, MEMBERS_SHEET, _MEMBER_ALIASES)
    rest = [name for name in names if name not in {first, second} and not is_explanation(name)]
    if first is None:
        first = _by_headings(workbook, rest, organizations, members)
        rest = [name for name in rest if name != first]
    if second is None:
        second = _by_headings(workbook, rest, members, organizations)
    return Sheets(first, second)


def _by_name(workbook: Workbook, headings: HeadingReader, title: Text, aliases: Sequence[str]) -> str | None:
    titles = {folded(title.zh), folded(title.en)}
    for wanted in (titles, {folded(alias) for alias in aliases}):
        named = [name for name in workbook.sheet_names if folded(name) in wanted]
        if named:
            return (
                named[0]
                if len(named) == 1
                else max(named, key=lambda name: headings.score(workbook.sheet(name)))
            )
    return None


def _by_headings(
    workbook: Workbook, names: Sequence[str], wanted: HeadingReader, other: HeadingReader
) -> str | None:
    """Return the sheet with most wanted headings, at least three and more than those of the other kind of sheet."""
    scores = {name: wanted.score(workbook.sheet(name)) for name in names}
    fitting = [
        name for name in names if scores[name] >= 3 and scores[name] > other.score(workbook.sheet(name))
    ]
    return max(fitting, key=lambda name: scores[name], default=None)


def is_explanation(name: str) -> bool:
    """Return whether the sheet only explains the others."""
    return any(word in folded(name) for word in _EXPLANATIONS)


def unread_sheets(
    workbook: Workbook, sheets: Sheets, organizations: HeadingReader, members: HeadingReader
) -> Iterator[Finding]:
    """Yield a finding for the sheets that look like the one that is read: what they say would be lost silently."""
    kinds = (
        (sheets.organizations, organizations, members, _ORGANIZATION_LIST),
        (sheets.members, members, organizations, _MEMBER_LIST),
    )
    for read, wanted, other, kind in kinds:
        if read is None:
            continue
        codes = (
            (findings.SHEETS_NOT_READ, workbook.sheet_names),
            (findings.HIDDEN_SHEETS_NOT_READ, workbook.hidden_names),
        )
        for code, names in codes:
            alike = [
                name
                for name in names
                if name not in {sheets.organizations, sheets.members}
                and _looks_alike(workbook, name, wanted, other)
            ]
            if alike:
                quoted = Text(
                    "".join(f"“{name}”" for name in alike), ", ".join(f'"{name}"' for name in alike)
                )
                yield code.at(CellPlace(read), sheets=quoted, kind=kind, read=both(read))


def hidden_sheet(workbook: Workbook, wanted: HeadingReader, other: HeadingReader, title: Text) -> str | None:
    """Return the hidden sheet that has the title, or else looks as if it held what is wanted."""
    titles = {folded(title.zh), folded(title.en)}
    named = [name for name in workbook.hidden_names if folded(name) in titles]
    alike = (name for name in workbook.hidden_names if _looks_alike(workbook, name, wanted, other))
    return named[0] if named else next(alike, None)


def _looks_alike(workbook: Workbook, name: str, wanted: HeadingReader, other: HeadingReader) -> bool:
    """Return whether a sheet has all required columns, more of the wanted than of the other kind, and rows."""
    sheet = workbook.sheet(name)
    score = wanted.score(sheet)
    if score < _LEAST_HEADINGS or score <= other.score(sheet):
        return False
    layout = wanted.layout(sheet)
    needed = {each.name for each in wanted.wanted if each.is_required}
    return layout is not None and needed <= layout.columns.keys() and bool(layout.data_rows)
