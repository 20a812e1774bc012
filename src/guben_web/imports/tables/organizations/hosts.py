"""The workplace that hosts an organization, as the organization's own row speaks of it."""

from collections.abc import Iterator, Mapping
from typing import Any

from guben_web.engine import snapshots
from guben_web.engine.texts import Text
from guben_web.engine.workbooks import HOST_COLUMNS, TableRow, workplace_kind
from guben_web.imports.comparison import Comparison
from guben_web.imports.lines import NEWER, Changes, Reason, cannot_be_empty, differences, emptied, reason
from guben_web.imports.register import KnownOrganization
from guben_web.org.enums import Cover
from guben_web.org.models import Workplace, new_key

_PREFIX = "workplace."
_FACTS = ("name", "credit_code", "kind", "cover", "staff", "population", "households")
_MAY_BE_EMPTY = frozenset({"host_name", "host_credit_code", "host_staff", "population", "households"})
_TITLES = {each.name: each.title for each in HOST_COLUMNS}
_LONGEST_NAME = 200
_NAME_TOO_LONG = Text("单位名称太长。", "The name of the workplace is too long.")


class Hosts:
    """Finds and compares the workplaces that the sheet of organizations speaks of.

    A workplace that stands on the sheet of workplaces is left to it.
    """

    def __init__(self, comparison: Comparison, records: Mapping[str, snapshots.Workplace]) -> None:
        self.comparison = comparison
        self.records = records
        rows = comparison.rows_of("workplaces")
        self.listed = {each.values.get("record") for each in rows} | {
            each.values.get("credit_code") for each in rows
        }
        self.listed_own = {
            comparison.keys.get(key, key)
            for each in rows
            if (key := each.values.get("organization")) and each.values.get("cover") in (None, Cover.OWN)
        }

    def changes_of(
        self, record: snapshots.Organization, more: TableRow | None, known: KnownOrganization | None, key: str
    ) -> tuple[Changes, list[Reason]]:
        """Return what the row changes about the workplace, each field with its prefix, and why it cannot be."""
        said = self._said(record, more)
        cleared = more.cleared if more is not None else frozenset[str]()
        names = {each.removeprefix("host_") for each in cleared & _MAY_BE_EMPTY}
        if all(value is None for value in said.values()) and not names:
            return {}, []
        workplace = self._find(known, said)
        if key in self.listed_own or (
            workplace is not None and {workplace.key, workplace.credit_code} & (self.listed - {None})
        ):
            return {}, []
        where = workplace.key if workplace is not None else new_key()
        reasons = list(self._wrong(said, workplace, where, cleared))
        held: dict[str, Any] = {each: getattr(workplace, each) for each in _FACTS} if workplace else {}
        if workplace is None:
            said["kind"] = said["kind"] or workplace_kind(record.field or "", record.level or "")
            said["cover"] = said["cover"] or Cover.OWN.value
        changes = differences(held, said)
        changes |= emptied(held, (each for each in names if each != "name"))
        changes |= emptied(held, names & {"name"}, "")
        since = workplace.valid_from if workplace is not None and changes else None
        if since is not None and since > self.comparison.as_of:
            reasons.append(reason("newer", NEWER.filled(day=since.isoformat())))
        if changes:
            changes["record"] = [workplace.key if workplace else None, where]
        return {f"{_PREFIX}{name}": change for name, change in changes.items()}, reasons

    def _said(self, record: snapshots.Organization, more: TableRow | None) -> dict[str, Any]:
        counts = self.records.get(record.key)
        values = more.values if more is not None else {}
        said = {
            name: values.get(f"host_{name}") for name in ("name", "credit_code", "kind", "cover", "staff")
        }
        for name in ("population", "households"):
            said[name] = getattr(counts, name) if counts is not None else None
        return said

    def _find(self, known: KnownOrganization | None, said: Mapping[str, Any]) -> Workplace | None:
        """Return the workplace that is meant: by its code, else the organization's own, else by name and cover."""
        if known is None:
            return None
        code, cover = said["credit_code"], said["cover"]
        by_code = next((each for each in known.workplaces if code and each.credit_code == code), None)
        if by_code is not None or cover in (None, Cover.OWN):
            return by_code or known.workplace
        alike = (each for each in known.workplaces if (each.cover, each.name) == (cover, said["name"] or ""))
        return next(alike, None)

    def _wrong(
        self, said: dict[str, Any], workplace: Workplace | None, where: str, cleared: frozenset[str]
    ) -> Iterator[Reason]:
        if said["credit_code"]:
            name = said["name"] or (workplace.name if workplace else "")
            said["credit_code"], reasons = self.comparison.take_credit_code(said["credit_code"], where, name)
            yield from reasons
        if len(said["name"] or "") > _LONGEST_NAME:
            yield reason("too-long", _NAME_TOO_LONG)
        yield from cannot_be_empty((cleared & _TITLES.keys()) - _MAY_BE_EMPTY, _TITLES)
