"""Organizations as a sheet to correct and bring in again: brought in unchanged, it changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from guben_web.engine.lists import Cell, ListSheet, prefilled_book, prefilled_sheet
from guben_web.engine.texts import Language
from guben_web.engine.workbooks import HOST_COLUMNS, ORGANIZATION_COLUMNS, ORGANIZATIONS_SHEET, CellKind
from guben_web.org.access import Scope, holding_on, within
from guben_web.org.enums import Cover
from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.org.references import references_on

_KINDS = ("type", "level", "field")
_COUNTS = ("population", "households")
_HOST_FACTS = ("name", "credit_code", "kind", "cover", "staff")
_WIDTHS = {"record": 14, "code": 16, "name": 32, "parent": 24, "host_name": 28, "host_credit_code": 22}
# The record stands last of what tells an organization, so that the name is what one sees first.
_OWN = tuple(each for each in ORGANIZATION_COLUMNS if each.name not in _COUNTS)
_RECORD = tuple(each for each in HOST_COLUMNS if each.name == "record")
_HOST = (
    *(each for each in HOST_COLUMNS if each.kind is not CellKind.IGNORED and each.name != "record"),
    *(each for each in ORGANIZATION_COLUMNS if each.name in _COUNTS),
)


def organizations_book(scope: Scope, day: date, *, mark: str, language: Language) -> bytes:
    """Return the organizations of a scope on a day as a workbook, with their workplaces and drop-downs."""
    sheet = organizations_sheet(scope, day, references_on(day), with_hosts=True, language=language)
    return prefilled_book([sheet], mark=mark, language=language)


def organizations_sheet(
    scope: Scope, day: date, references: Mapping[int, str], *, with_hosts: bool, language: Language
) -> ListSheet:
    """Return the organizations of a scope on a day, with what their own workplaces are like where asked for."""
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day))
    versions = list(rows.select_related("organization").order_by("organization__key"))
    own = Workplace.objects.filter(holding_on(day), cover=Cover.OWN, organization__isnull=False)
    hosts = {row.organization_id: row for row in own} if with_hosts else {}
    return prefilled_sheet(
        ORGANIZATIONS_SHEET,
        (*_OWN, *_RECORD, *(_HOST if with_hosts else ())),
        _rows(versions, hosts, references),
        language=language,
        widths=_WIDTHS,
    )


def _rows(
    versions: Sequence[OrganizationVersion],
    hosts: Mapping[int | None, Workplace],
    references: Mapping[int, str],
) -> Iterator[dict[str, Cell]]:
    within_scope = {each.organization_id for each in versions}
    for each in versions:
        host = hosts.get(each.organization_id)
        yield {
            "record": each.organization.key,
            "code": each.organization.code,
            "name": each.name,
            # What lies above the scope is not named: an empty cell leaves the superior as it is.
            "parent": references.get(each.parent_id or 0) if each.parent_id in within_scope else None,
            **{name: getattr(each, name) for name in _KINDS},
            **{name: getattr(host, name) if host else None for name in _COUNTS},
            **{f"host_{name}": getattr(host, name) if host else None for name in _HOST_FACTS},
        }
