"""What the charts show, as `static/guben/charts.js` takes it."""

from guben_web.engine.bulletin import Table
from guben_web.engine.texts import Text
from guben_web.words.language import say

_MEMBERS = Text("党员数", "Members")
_CHARTED = ("age", "joined", "education", "occupation")
_LYING = ("joined", "occupation")


def charts_of(tables: tuple[Table, ...]) -> dict[str, dict[str, object]]:
    """Return a chart for each table whose shape says more than its column, by the table's name."""
    return {
        each.name: {
            "kind": "bars" if each.name in _LYING else "columns",
            "whole": True,
            "labels": [say(row.title) for row in each.rows],
            "series": [{"name": say(_MEMBERS), "values": [row.number for row in each.rows]}],
        }
        for each in tables
        if each.name in _CHARTED
    }
