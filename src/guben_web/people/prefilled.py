"""Members as a sheet to correct and bring in again: brought in unchanged, it changes nothing.

Each row carries the key of its record, so that neither identity numbers nor phones have to leave the system. Posts
are not in it: one cell cannot say them all with their days; they have a sheet of their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from guben_web.engine.lists import Cell, ListSheet, prefilled_book, prefilled_sheet
from guben_web.engine.texts import Language
from guben_web.engine.workbooks import (
    HOST_COLUMNS,
    MEMBER_COLUMNS,
    MEMBERS_SHEET,
    ORGANIZATION_COLUMNS,
    ORGANIZATIONS_SHEET,
    REGISTER_COLUMNS,
    SheetColumn,
)
from guben_web.org.access import Scope, holding_on, within
from guben_web.org.models import OrganizationVersion
from guben_web.org.references import references_on
from guben_web.people.models import Member
from guben_web.people.secrecy import decrypt

_PRIVATE = {"identity_number": "identity", "phone": "phone", "address": "address"}
_LEFT_OUT = frozenset({"post", "post_start"})
_ORGANIZATION_COLUMNS = (
    *(each for each in ORGANIZATION_COLUMNS if each.name not in ("population", "households")),
    *(each for each in HOST_COLUMNS if each.name == "record"),
)
_COLUMNS: tuple[SheetColumn, ...] = (
    *(each for each in REGISTER_COLUMNS if each.name == "record"),
    *(each for each in MEMBER_COLUMNS if each.name not in _LEFT_OUT),
    *(each for each in REGISTER_COLUMNS if each.name != "record"),
)
_WIDTHS = {"record": 12, "organization": 26, "identity_number": 20}
_ORGANIZATION_WIDTHS = {"code": 14, "name": 30, "parent": 30}


def members_book(
    members: Sequence[Member],
    scope: Scope,
    day: date,
    *,
    mark: str,
    with_numbers: bool,
    language: Language,
) -> bytes:
    """Return members of a scope as a workbook, and the organizations they may be moved to."""
    references = references_on(day)
    versions = OrganizationVersion.objects.filter(holding_on(day), within(scope, day))
    organizations = prefilled_sheet(
        ORGANIZATIONS_SHEET,
        _ORGANIZATION_COLUMNS,
        _organizations(versions.select_related("organization").order_by("organization__key"), references),
        language=language,
        widths=_ORGANIZATION_WIDTHS,
    )
    people = members_sheet(members, references, with_numbers=with_numbers, language=language)
    return prefilled_book([people, organizations], mark=mark, language=language)


def members_sheet(
    members: Iterable[Member], references: Mapping[int, str], *, with_numbers: bool, language: Language
) -> ListSheet:
    """Return members as a sheet; `references` say how organizations are called in it."""
    columns = [each for each in _COLUMNS if with_numbers or each.name not in _PRIVATE]
    names = [each.name for each in columns]
    rows = ({name: _cell(member, name, references) for name in names} for member in members)
    return prefilled_sheet(MEMBERS_SHEET, columns, rows, language=language, widths=_WIDTHS)


def _organizations(
    versions: Iterable[OrganizationVersion], references: Mapping[int, str]
) -> Iterator[dict[str, Cell]]:
    rows = list(versions)
    within_scope = {each.organization_id for each in rows}
    for each in rows:
        yield {
            "record": each.organization.key,
            "code": each.organization.code,
            "name": each.name,
            "parent": references.get(each.parent_id or 0) if each.parent_id in within_scope else None,
            **{name: getattr(each, name) for name in ("type", "level", "field")},
        }


def _cell(member: Member, name: str, references: Mapping[int, str]) -> Cell:
    if name in _PRIVATE:
        field = _PRIVATE[name]
        return decrypt(getattr(member, field), of=member.key, field=field)
    match name:
        case "record":
            return str(member.key)
        case "organization":
            return references.get(member.organization_id)
        case "floating":
            return member.floating or "none"
        case "hardship":
            return "yes" if member.is_in_hardship else "no"
    value: Cell = getattr(member, name)
    return value
