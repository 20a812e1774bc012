"""Reads of reported values."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Max

from guben_web.engine.schemes import Kind, Measure, collected_measures
from guben_web.engine.texts import Text, both
from guben_web.ledgers.models import ReportedValue
from guben_web.ledgers.values import HIDDEN
from guben_web.words.formats import iso_of, number_of, yes_or_no

_NOT_APPLICABLE = Text("不适用", "not applicable")
_FORM, _CELL_OF_FORM = Text("填报表", "a form"), "cell:"
_CELL = Text("“{sheet}”表{column}{row}", "sheet {sheet}, {column}{row}")
_CELL_PARTS = 3


# DISTINCT would read every value there is.
_PERIODS = """
WITH RECURSIVE periods(period) AS (
    SELECT MAX(period) FROM ledgers_reportedvalue
    UNION ALL
    SELECT (SELECT MAX(v.period) FROM ledgers_reportedvalue v WHERE v.period < periods.period)
    FROM periods WHERE periods.period IS NOT NULL
)
SELECT period FROM periods WHERE period IS NOT NULL ORDER BY period DESC
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported value in words, and the cell of the workbook that it was read from."""

    title: Text
    words: Text
    unit: Text
    source: Text
    batch: int | None


def find_latest_period(organization_id: int) -> str | None:
    """Return the last period that an organization has reported for."""
    rows = ReportedValue.objects.filter(organization_id=organization_id)
    latest: str | None = rows.aggregate(latest=Max("period"))["latest"]
    return latest


def reported_periods() -> list[str]:
    """Return the periods that anybody has reported for, the latest first; one query, a step in the index for each."""
    with connection.cursor() as cursor:
        cursor.execute(_PERIODS)
        return [period for (period,) in cursor.fetchall()]


def figures_of(organization_id: int, period: str, *, sees_sensitive: bool) -> list[Figure]:
    """Return what an organization has reported for a period, in the order of the schemes.

    Of a figure that its scheme says is about a single person, who does not see these sees only that it is there.
    """
    values = {
        each.measure: each
        for each in ReportedValue.objects.filter(organization_id=organization_id, period=period)
    }
    return [
        Figure(
            measure.title,
            _words_of(measure, values[measure.name], sees_sensitive=sees_sensitive),
            unit_of(measure),
            source_in_words(values[measure.name].source),
            values[measure.name].batch,
        )
        for measure in collected_measures()
        if measure.name in values
    ]


def _words_of(measure: Measure, value: ReportedValue, *, sees_sensitive: bool) -> Text:
    if measure.is_sensitive and not sees_sensitive:
        return HIDDEN
    return value_in_words(measure, _state(value))


def source_in_words(source: str) -> Text:
    """Return the cell that a source such as 组织!14!N names, or that it was a form; else the source itself."""
    if source.startswith(_CELL_OF_FORM):
        return _FORM
    parts = source.split("!")
    if len(parts) != _CELL_PARTS:
        return both(source)
    sheet, row, column = parts
    return _CELL.filled(sheet=sheet, row=row, column=column)


def value_in_words(measure: Measure, state: tuple[int | None, int, str | None, bool]) -> Text:
    """Return a value as people write it: number, scale, choice, whether it cannot exist."""
    number, scale, choice, is_not_applicable = state
    if is_not_applicable:
        return _NOT_APPLICABLE
    if number is None:
        known = measure.type.choices
        return known[choice].title if known and choice and choice in known else both(choice or "")
    if measure.type.kind is Kind.YES_NO:
        return yes_or_no(number)
    if measure.type.kind is Kind.DATE:
        return both(iso_of(number))
    exact = Decimal(number).scaleb(-scale)
    if measure.type.kind is Kind.PERCENT:
        return both(f"{number_of(_trimmed(exact * 100))}%")
    return both(number_of(_trimmed(exact)))


def unit_of(measure: Measure) -> Text:
    """Return the unit that stands behind a value; none behind percents, which have their sign."""
    return both("") if measure.type.kind is Kind.PERCENT else measure.type.unit


def _trimmed(number: Decimal) -> Decimal:
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def _state(value: ReportedValue) -> tuple[int | None, int, str | None, bool]:
    return value.number, value.scale, value.choice, value.is_not_applicable
