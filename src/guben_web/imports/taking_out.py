"""What the register holds as a workbook to correct and bring in again: brought in unchanged, it changes nothing."""

from collections.abc import Collection
from datetime import date

from guben_web.engine.lists import prefilled_book
from guben_web.engine.texts import Language
from guben_web.imports.enums import Kind
from guben_web.imports.tables.catalogue import TABLES
from guben_web.imports.tables.table import TakingOut
from guben_web.org.access import Scope
from guben_web.org.references import references_on


def book_to_correct(
    scope: Scope, day: date, kinds: Collection[Kind], *, mark: str, with_numbers: bool, language: Language
) -> bytes:
    """Return the tables asked for, as far as a scope reaches on a day, with drop-downs and notes."""
    taking = TakingOut(scope, day, references_on(day), frozenset(kinds), with_numbers, language)
    sheets = [table.sheet_of(taking) for kind, table in TABLES.items() if kind in taking.kinds]
    return prefilled_book(sheets, mark=mark, language=language)
