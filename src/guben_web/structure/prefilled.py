"""A workbook of organizations to correct and bring in again: brought in unchanged, it changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from guben_web.engine.lists import Cell, ListSheet, list_book
from guben_web.engine.texts import Language
from guben_web.engine.vocabulary import title_of
from guben_web.engine.workbooks import ORGANIZATION_COLUMNS
from guben_web.org.access import Scope, holding_on, within
from guben_web.org.enums import Cover
from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.structure import wording

_KINDS = ("type", "level", "field")
_COUNTS = ("population", "households")
_WIDTHS = (16, 32, 24, 12, 14, 14)


def organizations_book(scope: Scope, day: date, *, mark: str, language: Language) -> bytes:
    """Return the organizations of a scope on a day, with the numbers of their workplaces and drop-downs."""
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day))
    versions = list(rows.select_related("organization").order_by("organization__key"))
    hosts = Workplace.objects.filter(holding_on(day), cover=Cover.OWN, organization__isnull=False)
    choices: dict[int, Sequence[str]] = {
        place: [each.title.say(language) for each in column.choices]
        for place, column in enumerate(ORGANIZATION_COLUMNS)
        if column.choices is not None
    }
    sheet = ListSheet(
        wording.ORGANIZATIONS.say(language),
        [each.title.say(language) for each in ORGANIZATION_COLUMNS],
        _rows(versions, {row.organization_id: row for row in hosts}, language),
        widths=_WIDTHS,
        choices=choices,
    )
    return list_book([sheet], mark=mark)


def _rows(
    versions: Sequence[OrganizationVersion], hosts: Mapping[int | None, Workplace], language: Language
) -> Iterator[list[Cell]]:
    # What lies above the scope is not named: an empty cell leaves the superior as it is.
    references = {each.organization_id: each.organization.code or each.name for each in versions}
    for each in versions:
        host = hosts.get(each.organization_id)
        cells: dict[str, Cell] = {
            "code": each.organization.code,
            "name": each.name,
            "parent": references.get(each.parent_id or 0),
            **{name: title_of(name, getattr(each, name)).say(language) for name in _KINDS},
            **{name: getattr(host, name) if host else None for name in _COUNTS},
        }
        yield [cells[column.name] for column in ORGANIZATION_COLUMNS]
