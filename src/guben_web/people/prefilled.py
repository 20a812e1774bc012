"""A workbook of members to correct and bring in again: brought in unchanged, it changes nothing.

Each row carries the key of its record, so that neither identity numbers nor phones have to leave the system. Posts
are not in it: one cell cannot say them all with their days.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from guben_web.engine.lists import Cell, ListSheet, list_book
from guben_web.engine.texts import Language
from guben_web.engine.vocabulary import title_of
from guben_web.engine.workbooks import (
    MEMBER_COLUMNS,
    MEMBERS_SHEET,
    ORGANIZATION_COLUMNS,
    ORGANIZATIONS_SHEET,
    REGISTER_COLUMNS,
    SheetColumn,
)
from guben_web.org.access import Scope, holding_on, within
from guben_web.org.models import OrganizationVersion
from guben_web.people.models import Member
from guben_web.people.secrecy import decrypt

_PRIVATE = {"identity_number": "identity", "phone": "phone", "address": "address"}
_LEFT_OUT = frozenset({"post", "post_start"})
_ORGANIZATION_NAMES = ("code", "name", "parent", "type", "level", "field")
_COLUMNS: Mapping[str, SheetColumn] = {each.name: each for each in (*MEMBER_COLUMNS, *REGISTER_COLUMNS)}
_ORDER = (
    "record",
    *(each.name for each in MEMBER_COLUMNS if each.name not in _LEFT_OUT),
    *(each.name for each in REGISTER_COLUMNS if each.name != "record"),
)
_WIDTHS = {"record": 12, "organization": 26, "identity_number": 20}


def prefilled_book(
    members: Sequence[Member],
    scope: Scope,
    day: date,
    *,
    mark: str,
    with_numbers: bool,
    language: Language,
) -> bytes:
    """Return members of a scope with drop-downs, and the organizations they may be moved to."""
    versions = list(
        OrganizationVersion.objects.filter(holding_on(day), within(scope, day))
        .select_related("organization")
        .order_by("organization__key")
    )
    references = {each.organization_id: each.organization.code or each.name for each in versions}
    names = [each for each in _ORDER if with_numbers or each not in _PRIVATE]
    titles = {each.name: each.title.say(language) for each in ORGANIZATION_COLUMNS}
    organizations = ListSheet(
        ORGANIZATIONS_SHEET.say(language),
        [titles[each] for each in _ORGANIZATION_NAMES],
        _organizations(versions, references, language),
        widths=(14, 30, 30),
    )
    people = ListSheet(
        MEMBERS_SHEET.say(language),
        [_COLUMNS[each].title.say(language) for each in names],
        _people(members, names, references, language),
        widths=[_WIDTHS.get(each, 12) for each in names],
        choices={
            place: [each.title.say(language) for each in choices]
            for place, name in enumerate(names)
            if (choices := _COLUMNS[name].choices) is not None
        },
    )
    return list_book([people, organizations], mark=mark, language=language)


def _organizations(
    versions: Sequence[OrganizationVersion], references: Mapping[int, str], language: Language
) -> Iterator[list[Cell]]:
    for each in versions:
        kinds = [title_of(name, getattr(each, name)).say(language) for name in ("type", "level", "field")]
        parent = references.get(each.parent_id) if each.parent_id is not None else None
        yield [each.organization.code, each.name, parent, *kinds]


def _people(
    members: Sequence[Member], names: Sequence[str], references: Mapping[int, str], language: Language
) -> Iterator[list[Cell]]:
    for member in members:
        yield [_cell(member, name, references, language) for name in names]


def _cell(member: Member, name: str, references: Mapping[int, str], language: Language) -> Cell:
    if name in _PRIVATE:
        field = _PRIVATE[name]
        return decrypt(getattr(member, field), of=member.key, field=field)
    match name:
        case "record":
            return str(member.key)
        case "organization":
            return references.get(member.organization_id)
        case "floating":
            choices = _COLUMNS[name].choices
            assert choices is not None
            return choices[member.floating or "none"].title.say(language)
        case "hardship":
            choices = _COLUMNS[name].choices
            assert choices is not None
            return choices["yes" if member.is_in_hardship else "no"].title.say(language)
    value: Cell = getattr(member, name)
    if isinstance(value, str) and _COLUMNS[name].choices is not None:
        return title_of(name, value).say(language)
    return value
