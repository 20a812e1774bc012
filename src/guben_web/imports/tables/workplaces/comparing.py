"""Rows of the sheet of workplaces against the register."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from guben_web.engine.texts import Text
from guben_web.engine.workbooks import TableRow
from guben_web.imports.comparison import Comparison
from guben_web.imports.enums import Kind
from guben_web.imports.lines import (
    NEWER,
    ORGANIZATION_REFUSED,
    OUTSIDE,
    TOO_LONG,
    TWICE,
    Changes,
    Reason,
    cannot_be_empty,
    differences,
    emptied,
    line_of,
    reason,
    refused,
    settled,
)
from guben_web.imports.models import Line
from guben_web.imports.tables.workplaces.states import PLAN_FIELDS, state_of
from guben_web.org.enums import Cover
from guben_web.org.models import Workplace, new_key
from guben_web.workplaces.enums import State
from guben_web.workplaces.sheets import FACTS, WORKPLACES

_TEXTS = {"name": 200, "plan_note": 200}
_MAY_BE_EMPTY = frozenset(
    {"credit_code", "organization", "place", "members", "staff", "population", "households"}
) | {"plan_due_date", "plan_note"}
_TITLES = {each.name: each.title for each in WORKPLACES.columns}
_NO_RECORD = Text(
    "系统里没有这个记录号；新增的单位请把记录号留空。",
    "There is no such record; leave the column empty for workplaces that are new.",
)
_NO_NAME = Text("新增的单位要有名称。", "A new workplace needs a name.")
_NO_KIND = Text("新增的单位要有单位类别。", "A new workplace needs its kind.")
_NOWHERE = Text(
    "所建党组织和所在乡镇街道至少填一个。", "Say which organization it has, or in which township it lies."
)
_OTHERS_OWN = Text(
    "这个党组织已有单独组建的单位“{name}”，请选联合组建或挂靠组建。",
    "The organization is {name}'s own already; choose joint or attached.",
)
_NO_PLAN = Text("组建计划要有拟组建方式。", "A plan says what is to be formed.")


@dataclass(slots=True)
class WorkplaceRows:
    """The rows of the sheet, one after the other; `own` has the workplaces whose own an organization is."""

    comparison: Comparison
    by_code: dict[str, Workplace] = field(default_factory=dict)
    by_name: defaultdict[tuple[str, str], list[Workplace]] = field(default_factory=lambda: defaultdict(list))
    own: dict[str, tuple[str, str]] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)

    def lines(self) -> Iterator[Line]:
        """Yield a line for each row."""
        rows = self.comparison.rows_of("workplaces")
        if rows:
            self._index()
        for row in rows:
            known = self._find(row)
            line = line_of(Kind.WORKPLACE, row.source, self._label(row, known))
            line.subject = known.key if known is not None else new_key()
            said, wrong = self._said(row, known, line.subject)
            held = state_of(known, self.comparison.register) if known is not None else {}
            changes = differences(held, said) | self._emptied(held, row)
            reasons = self.comparison.errors_of(line) + wrong
            reasons += self._reasons(row, known, line, held, changes)
            if reasons:
                yield refused(line, reasons)
                continue
            self.taken[line.subject] = line.row
            yield settled(line, changes, is_new=known is None)

    def _index(self) -> None:
        register = self.comparison.register
        for each in register.workplaces.values():
            if each.credit_code:
                self.by_code[each.credit_code] = each
            for number in (each.organization_id, each.place_id):
                if number is not None:
                    self.by_name[register.keys_by_id[number], each.name].append(each)
            if each.organization_id is not None and each.cover == Cover.OWN:
                self.own[register.keys_by_id[each.organization_id]] = (each.key, each.name)

    def _find(self, row: TableRow) -> Workplace | None:
        """Return the workplace that is meant: by record, else by code, else by name where it lies, else whose own it is."""
        values, register = row.values, self.comparison.register
        if values.get("record"):
            return register.workplaces.get(values["record"].strip().lower())
        code, name = values.get("credit_code"), values.get("name") or ""
        if code and "".join(code.split()).upper() in self.by_code:
            return self.by_code["".join(code.split()).upper()]
        organization = self.comparison.organization(values.get("organization"))
        place = self.comparison.organization(values.get("place"))
        for key in (organization, place):
            alike = [each for each in self.by_name[key or "", name] if not code or not each.credit_code]
            if name and len(alike) == 1:
                return alike[0]
        own = self.own.get(organization or "") if not name else None
        return register.workplaces[own[0]] if own is not None else None

    def _label(self, row: TableRow, known: Workplace | None) -> str:
        names, values = self.comparison.names, row.values
        name: str = values.get("name") or (known.name if known is not None else "")
        return name or names.get(self.comparison.organization(values.get("organization")) or "", "")

    def _said(self, row: TableRow, known: Workplace | None, key: str) -> tuple[dict[str, Any], list[Reason]]:
        values = row.values
        reasons: list[Reason] = []
        said: dict[str, Any] = {name: values.get(name) for name in (*FACTS, *PLAN_FIELDS)}
        if said["credit_code"]:
            name = said["name"] or (known.name if known is not None else "")
            said["credit_code"], reasons = self.comparison.take_credit_code(said["credit_code"], key, name)
        for name in ("organization", "place"):
            said[name] = self.comparison.organization(values.get(name))
            if said[name] is None and values.get(name) is not None:
                reasons.append(reason("organization", ORGANIZATION_REFUSED))
        has_organization = said["organization"] or (known is not None and known.organization_id is not None)
        if has_organization and (known is None or known.organization_id is None):
            said["cover"] = said["cover"] or Cover.OWN.value
        if not has_organization:
            # How it is covered says nothing where nobody covers it.
            said["cover"] = None
        has_plan = known is not None and known.key in self.comparison.register.plans
        if any(said[name] for name in PLAN_FIELDS) and not has_plan:
            if not said["plan_cover"]:
                reasons.append(reason("plan", _NO_PLAN))
            said["plan_state"] = said["plan_state"] or State.OPEN.value
        return said, reasons

    def _emptied(self, held: dict[str, Any], row: TableRow) -> Changes:
        names = row.cleared & _MAY_BE_EMPTY
        changes = emptied(held, names - _TEXTS.keys()) | emptied(held, names & _TEXTS.keys(), "")
        if "organization" in changes and held.get("cover") is not None:
            changes["cover"] = [held["cover"], None]
        return changes

    def _reasons(
        self, row: TableRow, known: Workplace | None, line: Line, held: dict[str, Any], changes: Changes
    ) -> Iterator[Reason]:
        comparison = self.comparison
        after = held | {name: change[1] for name, change in changes.items()}
        if line.subject in self.taken:
            yield reason("twice", TWICE.filled(row=self.taken[line.subject]))
        if known is None:
            if row.values.get("record"):
                yield reason("record", _NO_RECORD)
            if not after.get("name") and not after.get("organization"):
                yield reason("name", _NO_NAME)
            if not after.get("kind"):
                yield reason("kind", _NO_KIND)
        if not after.get("organization") and not after.get("place"):
            yield reason("nowhere", _NOWHERE)
        if changes:
            for state in (held, after) if known is not None else (after,):
                if not any(comparison.may_change(state.get(name)) for name in ("organization", "place")):
                    yield reason("outside", OUTSIDE)
                    break
        if known is not None and changes and (since := known.valid_from) and since > comparison.as_of:
            yield reason("newer", NEWER.filled(day=since.isoformat()))
        for name, longest in _TEXTS.items():
            if len(after.get(name) or "") > longest:
                yield reason("too-long", TOO_LONG.filled(words=after[name][:20]))
        organization = after.get("organization")
        if organization and after.get("cover") == Cover.OWN:
            holder, called = self.own.setdefault(organization, (line.subject, after.get("name") or ""))
            if holder != line.subject:
                yield reason("others-own", _OTHERS_OWN.filled(name=called or comparison.names[organization]))
        yield from cannot_be_empty(row.cleared - _MAY_BE_EMPTY, _TITLES)
