"""What the charts of an evaluation show, as `static/guben/charts.js` takes it."""

import re
from decimal import Decimal
from itertools import pairwise
from os.path import commonprefix

from guben_web.engine.texts import Text
from guben_web.results.layout import Layout
from guben_web.results.queries import Overview
from guben_web.words.formats import number_of
from guben_web.words.language import say

_ORGANIZATIONS = Text("组织数", "Organizations")
_UNIT = Text("个", "")
_WITHOUT = Text("不评等次", "Without a grade")
# 中共云岭县, or 云岭县.
_COUNTY = re.compile("(?:中共)?[^县市区旗]+[县市区旗]")
_BETWEEN = ("series-1", "series-2", "series-3", "series-4")


def bar_labels(overview: Overview, layout: Layout) -> list[str]:
    """Return the totals that each bar counts, such as 80–85; the last ends with the full total and takes it in."""
    edges = [Decimal(place * overview.width).scaleb(-layout.digits) for place in range(len(overview.bars))]
    return [f"{_short(low)}–{_short(high)}" for low, high in pairwise([*edges, layout.total])]


def _short(points: Decimal) -> str:
    return number_of(int(points) if points == int(points) else points)


def distribution(overview: Overview, layout: Layout) -> dict[str, object]:
    """Return the columns of how totals spread; empty ones before the first are left out."""
    first = next((place for place, number in enumerate(overview.bars) if number), 0)
    return {
        "kind": "columns",
        "whole": True,
        "unit": say(_UNIT),
        "labels": bar_labels(overview, layout)[first:],
        "series": [{"name": say(_ORGANIZATIONS), "values": list(overview.bars[first:])}],
    }


def by_township(overview: Overview, layout: Layout) -> dict[str, object]:
    """Return the bars of how many organizations of each township have each grade."""
    names = [*layout.grades, _WITHOUT]
    series = [
        {
            "name": say(name),
            "values": [township.grades[place] for township in overview.townships],
            "tone": tone_of(place, len(layout.grades)),
        }
        for place, name in enumerate(names)
        if overview.grades[place]
    ]
    return {
        "kind": "bars",
        "whole": True,
        "stacked": True,
        "labels": _without_county([township.name or "—" for township in overview.townships]),
        "series": series,
    }


def _without_county(names: list[str]) -> list[str]:
    """Return names as short as a chart needs them: the name of the county that all begin with says nothing there."""
    county = _COUNTY.match(commonprefix(names)) if len(names) > 1 else None  # noqa: RUF071  Names, not paths.
    return [name[county.end() :] if county else name for name in names]


def tone_of(place: int, number: int) -> str:
    """Return the colour of a grade: green for the best, red for the last, others between; grey for none."""
    if place >= number:
        return "line-strong"
    if place == 0:
        return "green"
    return "red" if place == number - 1 else _BETWEEN[(place - 1) % len(_BETWEEN)]
