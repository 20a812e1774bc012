"""The measures that a ledger yields, computed for pages as an evaluation computes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from guben_web.engine.ledgers import Kind, Value, ValueType, is_known, rounded_to
from guben_web.engine.schemes import Measure
from guben_web.engine.texts import Text, both
from guben_web.ledgers.access import Reader
from guben_web.ledgers.counting import closed_by, counted_entries
from guben_web.ledgers.periods import Period
from guben_web.ledgers.values import HIDDEN, value_words, whole_day
from guben_web.org.models import OrganizationVersion
from guben_web.packs.models import Ledger

_NONE = Text("—", "—")


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures of an organization in words; none where it has not closed the ledger."""

    organization: OrganizationVersion
    is_closed: bool
    values: tuple[Text, ...]


def figures_of(
    ledger: Ledger, period: Period, organizations: Sequence[OrganizationVersion], reader: Reader
) -> list[Figures]:
    """Return the measures that a ledger yields for a period, up to today; two queries."""
    until = min(period.last, reader.day)
    closed = closed_by(ledger, period.first, until) if period.first <= until else {}
    ids = [each.organization_id for each in organizations if each.organization_id in closed]
    rows = [
        (str(each.entry.organization_id), each.day, each.fields)
        for each in counted_entries(ledger, period.first, until, ids)
    ]
    yielded = ledger.definition.checked.yielded(rows, [str(each) for each in ids], as_of=whole_day(until))
    measures = ledger.type.measures.values()
    found = []
    for each in organizations:
        values = yielded.get(str(each.organization_id))
        words = (
            tuple(_words(measure, values[measure.name], each, reader) for measure in measures)
            if values
            else ()
        )
        found.append(Figures(each, each.organization_id in closed, words))
    return found


def _words(measure: Measure, value: Value, of: OrganizationVersion, reader: Reader) -> Text:
    if measure.is_sensitive and not reader.sees_sensitive(of.organization_id):
        return HIDDEN
    return in_words(measure.type, value)


def in_words(type_: ValueType, value: Value) -> Text:
    """Return what a measure came to as people read it."""
    if not is_known(value):
        return _NONE
    if isinstance(value, Fraction):
        if type_.kind is Kind.DATE:
            return value_words(type_, int(value))
        # Shown with the digits of its type; what is compared is exact.
        less = type_.scale - type_.digits - (2 if type_.kind is Kind.PERCENT else 0)
        return value_words(type_, rounded_to(value, type_.scale - less) * 10**less)
    return value_words(type_, value if isinstance(value, bool | str) else None)


def unit_words(type_: ValueType) -> Text:
    """Return the unit of a measure for the head of its column; nothing for percents."""
    return both("") if type_.kind is Kind.PERCENT else type_.unit
