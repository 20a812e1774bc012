"""Reported values, one a row, as columns of the organizations.

The values of an organization are gathered into arrays beside the numbers of their measures, and picked from there. To
filter them once for every measure instead would read all of them once for every measure.
"""

from collections.abc import Sequence

from sqlglot import exp

from guben.lowering import nodes
from guben.lowering.logic import is_null
from guben.lowering.naming import given_column, not_applicable_column
from guben.model.scheme import Measure
from guben.model.values import Kind

_VALUES, _ASKED = "g", "a"
_PLACES, _INAPPLICABLE = "places", "inapplicable"


def select_given(measures: Sequence[Measure], period: str) -> exp.Select:
    """Return the query for the values of a period: one row an organization, with arrays that lie in one order."""
    organization, place = nodes.column("organization", _VALUES), nodes.column("place", _ASKED)
    columns = [_gathered(place, _PLACES)]
    columns += [
        _gathered(nodes.column(name, _VALUES), name)
        for name in dict.fromkeys(_column_of(measure) for measure in measures)
    ]
    is_inapplicable = exp.Where(this=nodes.column("is_not_applicable", _VALUES))
    inapplicable = exp.Filter(this=exp.ArrayAgg(this=place), expression=is_inapplicable)
    of_period = exp.EQ(this=nodes.column("period", _VALUES), expression=exp.Literal.string(period))
    is_asked = exp.EQ(this=nodes.column("measure", _VALUES), expression=nodes.column("measure", _ASKED))
    return (
        exp.select(organization, *columns, nodes.named(inapplicable, _INAPPLICABLE), copy=False)
        .from_(nodes.table("values", _VALUES), copy=False)
        .join(_asked(measures), on=is_asked, copy=False)
        .where(of_period, copy=False)
        .group_by(organization, copy=False)
    )


def given_columns(measures: Sequence[Measure], table: str) -> list[exp.Expr]:
    """Return the columns for the values of measures, out of a table that `select_given` of the same ones has made."""
    columns: list[exp.Expr] = []
    for place, measure in enumerate(measures, start=1):
        at = _place_in(nodes.column(_PLACES, table), place)
        held = exp.Bracket(this=nodes.column(_column_of(measure), table), expressions=[at], offset=1)
        is_not = is_null(_place_in(nodes.column(_INAPPLICABLE, table), place))
        columns.append(nodes.named(held, given_column(measure.name)))
        columns.append(nodes.named(nodes.not_(is_not), given_column(not_applicable_column(measure.name))))
    return columns


def _asked(measures: Sequence[Measure]) -> exp.Expr:
    """Return a table of the measures' names and places, counted from 1."""
    rows = [
        (exp.Literal.string(measure.name), exp.Literal.number(place))
        for place, measure in enumerate(measures, start=1)
    ]
    return nodes.values(rows, _ASKED, ("measure", "place"))


def _gathered(value: exp.Expr, name: str) -> exp.Alias:
    """Return values in an array. Engines hand a row to all aggregates of its group at once, so arrays are in one order.

    To sort them all by their places takes longer than everything else together.
    """
    return nodes.named(exp.ArrayAgg(this=value), name)


def _place_in(places: exp.Expr, place: int) -> exp.Expr:
    return exp.ArrayPosition(this=places, expression=exp.Literal.number(place))


def _column_of(measure: Measure) -> str:
    return "choice" if measure.type.kind in (Kind.CHOICE, Kind.TEXT) else "number"
