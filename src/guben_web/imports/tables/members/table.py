"""The table of members."""

from collections.abc import Iterator, Mapping, Sequence

from guben_web.engine.lists import ListSheet
from guben_web.engine.texts import Text
from guben_web.engine.workbooks import MEMBER_COLUMNS, REGISTER_COLUMNS
from guben_web.imports.comparison import Comparison
from guben_web.imports.enums import Kind
from guben_web.imports.models import Line
from guben_web.imports.tables.members.applying import Applying
from guben_web.imports.tables.members.comparing import MemberRows
from guben_web.imports.tables.members.undoing import Undoing
from guben_web.imports.tables.table import Storing, TakingOut
from guben_web.imports.words import shown_changes
from guben_web.people import history
from guben_web.people.history import Change
from guben_web.people.prefilled import members_sheet
from guben_web.people.queries import Wanted, members_on


class Members:
    """Members, where they belong, and the Party posts that their sheet speaks of."""

    kind = Kind.MEMBER
    sheet_kind = "members"
    sheet = None

    def compare(self, comparison: Comparison) -> Iterator[Line]:
        """Yield a line for each row."""
        return MemberRows(comparison).lines()

    def applying(self, storing: Storing) -> Applying:
        """Return what takes lines up to apply them."""
        return Applying(storing)

    def undoing(self, storing: Storing) -> Undoing:
        """Return what takes lines up to undo them."""
        return Undoing(storing)

    def changes_in_words(self, line: Line, names: Mapping[str, str]) -> list[Change]:
        """Return the changes of a line in words, numbers masked."""
        return shown_changes(history.changes_in_words(line.changes, of=line.subject, organizations=names))

    def organizations_named(self, line: Line) -> set[str]:
        """Return the keys of the organizations that the changes of a line name."""
        return {key for key in line.changes.get("organization", ()) if key}

    def meanings(self) -> Sequence[tuple[str, Text]]:
        """Return what a heading of its sheet may mean."""
        return [(each.name, each.title) for each in (*MEMBER_COLUMNS, *REGISTER_COLUMNS)]

    def sheet_of(self, taking: TakingOut) -> ListSheet:
        """Return its sheet to correct."""
        return members_sheet(
            members_on(taking.day, taking.scope, Wanted()),
            taking.references,
            with_numbers=taking.with_numbers,
            language=taking.language,
        )
