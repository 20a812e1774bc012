"""The table of terms of office."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from guben_web.engine.lists import ListSheet
from guben_web.engine.texts import Text
from guben_web.engine.workbooks import TableRow
from guben_web.imports.comparison import Comparison
from guben_web.imports.days import to_date, to_number
from guben_web.imports.enums import Kind
from guben_web.imports.lines import after_of, reason
from guben_web.imports.models import Line
from guben_web.imports.tables.records import Found, RecordTable
from guben_web.imports.tables.table import Storing, TakingOut
from guben_web.shared.bulk import Ready
from guben_web.teams import actions as teams
from guben_web.teams.enums import Renewal
from guben_web.teams.models import Term
from guben_web.teams.prefilled import terms_sheet
from guben_web.teams.sheets import TERMS

_DAYS = ("due_date", "postponed_to")
_FACTS = ("due_date", "how", "seats", "postponed_to", "document")
_MOST_SEATS = 32767
_ORDER = Text("应换届日期要在选举日期之后。", "The next election has to be after this one.")
_TOO_MANY = Text("委员名额太多。", "There are too many seats.")


class Terms(RecordTable[Term]):
    """Terms, known by organization and day of the election."""

    kind = Kind.TERM
    sheet = TERMS
    texts: ClassVar[Mapping[str, int]] = {"document": 100}
    may_be_empty = frozenset({"seats", "postponed_to", "document"})

    def find(self, row: TableRow, comparison: Comparison) -> Found:
        """Return the term that a row is about."""
        said = {name: row.values.get(name) for name in _FACTS}
        organization = comparison.organization(row.values.get("organization"))
        elected, due = row.values.get("elected_date"), said["due_date"]
        held = comparison.register.terms.get((organization or "", elected))
        if held is None:
            said["how"] = said["how"] or Renewal.ELECTION.value
        reasons = []
        if elected is not None and due is not None and due <= elected:
            reasons.append(reason("order", _ORDER))
        if (said["seats"] or 0) > _MOST_SEATS:
            reasons.append(reason("seats", _TOO_MANY))
        return Found(
            f"{organization}|{elected}",
            comparison.names.get(organization or "", ""),
            organization,
            self.state(held) if held is not None else None,
            said,
            {"organization": organization, "elected_date": elected},
            reasons,
        )

    def read(self, storing: Storing) -> dict[str, Term]:
        """Return the terms by organization and day."""
        keys = storing.register.keys_by_id
        return {
            f"{keys[each.organization_id]}|{to_number(each.elected_date)}": each
            for each in Term.objects.all()
        }

    def state(self, row: Term) -> dict[str, Any]:
        """Return what can be changed of a term."""
        return {name: getattr(row, name) for name in _FACTS} | {
            name: to_number(getattr(row, name)) for name in _DAYS
        }

    def owner(self, row: Term, storing: Storing) -> str:
        """Return the organization of a term."""
        return storing.register.keys_by_id[row.organization_id]

    def make(self, line: Line, storing: Storing) -> Term:
        """Return a new term."""
        elected = to_date(after_of(line)["elected_date"])
        assert elected is not None
        return Term(elected_date=elected)

    def say(self, row: Term, said: Mapping[str, Any]) -> None:
        """Set what was said of a term."""
        for name in _FACTS:
            if name in said:
                value = to_date(said[name]) if name in _DAYS else said[name]
                setattr(row, name, (value or "") if name in self.texts else value)

    def fill(self, row: Term, line: Line, storing: Storing) -> None:
        """Give a new term the id of its organization."""
        row.organization_id = storing.ids[after_of(line)["organization"]]

    def keep(self, *, changed: Ready, new: Ready) -> None:
        """Store terms."""
        teams.store_terms(changed=changed, new=new)

    def remove(self, rows: Sequence[Term]) -> None:
        """Remove terms."""
        teams.remove(Term, [each.pk for each in rows])

    def sheet_of(self, taking: TakingOut) -> ListSheet:
        """Return its sheet to correct."""
        return terms_sheet(taking.scope, taking.day, taking.references, language=taking.language)
