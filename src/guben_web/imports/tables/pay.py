"""The table of what those in post were paid."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from guben_web.engine.lists import ListSheet
from guben_web.engine.texts import Text
from guben_web.engine.workbooks import TableRow
from guben_web.imports.comparison import Comparison
from guben_web.imports.enums import Kind
from guben_web.imports.lines import after_of, reason
from guben_web.imports.models import Line
from guben_web.imports.standing import Standing
from guben_web.imports.tables.members.names import tidy
from guben_web.imports.tables.records import Found, RecordTable
from guben_web.imports.tables.table import Storing, TakingOut
from guben_web.shared.bulk import Ready
from guben_web.teams import actions as teams
from guben_web.teams.models import Pay
from guben_web.teams.prefilled import pay_sheet
from guben_web.teams.sheets import PAY

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
_SUMS = ("due_yuan", "paid_yuan")
_NO_YEAR = Text("“{words}”不是年度。", "'{words}' is no year.")
_NO_POST = Text(
    "系统里没有这个人的这个职务；请先在“任职”表登记。",
    "There is no such post of this person; enter it on the sheet of posts first.",
)


class Pays(RecordTable[Pay]):
    """Pay, known by the time in a post and the year."""

    kind = Kind.PAY
    sheet = PAY
    texts: ClassVar[Mapping[str, int]] = {"note": 200}
    may_be_empty = frozenset({"note"})

    def find(self, row: TableRow, comparison: Comparison) -> Found:
        """Return the pay that a row is about."""
        values = row.values
        name = tidy(values.get("name") or "")
        organization = comparison.organization(values.get("organization"))
        member, reasons = comparison.persons.find(
            record=values.get("record"),
            number=values.get("identity_number"),
            name=name,
            organization=organization,
        )
        written = _YEAR.fullmatch(values.get("year") or "")
        year = int(written[1]) if written else 0
        if written is None and values.get("year"):
            reasons = [*reasons, reason("year", _NO_YEAR.filled(words=str(values["year"])[:20]))]
        held, reference = None, ""
        if member and organization and values.get("post") and year:
            place = (member, organization, values["post"])
            holding = comparison.holdings.find_in_year(place, values.get("start"), year)
            if holding is None:
                reasons = [*reasons, reason("post", _NO_POST)]
            else:
                reference = holding.reference
                held = comparison.register.pays.get((reference, year))
        said = {each: str(values[each]) if values.get(each) is not None else None for each in _SUMS}
        return Found(
            f"{reference or row.source}|{year}",
            name,
            organization,
            self.state(held) if held is not None else None,
            {**said, "note": values.get("note")},
            # As the column of the year holds it.
            {"reference": reference, "member": member, "organization": organization, "year": str(year)},
            reasons,
        )

    def read(self, storing: Storing) -> dict[str, Pay]:
        """Return what was paid by the time in a post and the year; posts of this batch also by the row that brought them."""
        rows: dict[str, Pay] = {}
        for each in Pay.objects.select_related("post"):
            rows[f"{each.post_id}|{each.year}"] = each
            batch, _, source = each.post.source.partition("!")
            if batch == storing.origin:
                rows[f"{source}|{each.year}"] = each
        return rows

    def state(self, row: Pay) -> dict[str, Any]:
        """Return what can be changed of pay."""
        return {**{name: str(getattr(row, name)) for name in _SUMS}, "note": row.note}

    def owner(self, row: Pay, storing: Storing) -> str:
        """Return the organization of the post."""
        return storing.register.keys_by_id[row.post.organization_id]

    def standing_of(self, line: Line, row: Pay | None, storing: Storing) -> Standing:
        """Return under whom it is said that pay has changed since."""
        member = str(row.post.member_id) if row is not None else after_of(line).get("member")
        return Standing(members=[member] if member else [])

    def make(self, line: Line, storing: Storing) -> Pay:
        """Return new pay."""
        return Pay(year=int(after_of(line)["year"]))

    def say(self, row: Pay, said: Mapping[str, Any]) -> None:
        """Set what was said of pay."""
        for name in _SUMS:
            if name in said:
                setattr(row, name, Decimal(said[name]))
        if "note" in said:
            row.note = said["note"] or ""

    def fill(self, row: Pay, line: Line, storing: Storing) -> None:
        """Give new pay the id of its post."""
        reference = after_of(line)["reference"]
        post = storing.new_posts.get(reference)
        row.post_id = post.pk if post is not None else int(reference)

    def keep(self, *, changed: Ready, new: Ready) -> None:
        """Store pay."""
        teams.store_pays(changed=changed, new=new)

    def remove(self, rows: Sequence[Pay]) -> None:
        """Remove pay."""
        teams.remove(Pay, [each.pk for each in rows])

    def sheet_of(self, taking: TakingOut) -> ListSheet:
        """Return its sheet to correct."""
        return pay_sheet(taking.scope, taking.day, taking.references, language=taking.language)
