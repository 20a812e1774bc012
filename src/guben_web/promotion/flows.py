"""The drawing of a flow from grades to grades: bars at both sides, bands between them, all in whole pixels of the picture."""

from collections.abc import Mapping
from dataclasses import dataclass

from guben_web.engine.texts import Text
from guben_web.promotion.grades import Order

WIDTH, BAR, GAP, TOP = 640, 14, 14, 22
# The bars stand between the words at both sides.
LEFT, RIGHT = 150, WIDTH - 150 - BAR
_TALLEST = 240
_BENDS_AT = (LEFT + BAR + RIGHT) // 2
_WORDS_AWAY = 10
_SAID = Text("{before} → {after}：{n}", "{before} → {after}: {n}")


@dataclass(frozen=True, slots=True)
class Bar:
    """A grade at one side: where it stands, its words with how many have it, and its sign for the colour."""

    x: int
    y: int
    height: int
    words: Text
    number: int
    sign: str
    words_x: int
    anchor: str

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Band:
    """Those that went from one grade to another: a curve, and what it says."""

    curve: str
    said: Text
    tone: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A drawing with its size."""

    height: int
    bars: tuple[Bar, ...]
    bands: tuple[Band, ...]
    width: int = WIDTH
    bar: int = BAR


def flow_of(counts: Mapping[tuple[int, int], int], order: Order) -> Flow | None:
    """Return the drawing of how many went from each grade to each; None where nobody did."""
    whole = sum(counts.values())
    if not whole:
        return None
    places = range(len(order.titles))
    # Heights are rounded down, so that bands never reach beyond their bar.
    heights = {pair: max(1, number * _TALLEST // whole) for pair, number in counts.items() if number}
    before = _side({p: [pair for pair in sorted(heights) if pair[0] == p] for p in places}, heights)
    after = _side(
        {p: [pair for pair in sorted(heights) if pair[1] == p] for p in places},
        heights,
    )
    bars = [*_bars(before, counts, order, 0), *_bars(after, counts, order, 1)]
    bands = [
        Band(
            _curve(before[pair[0]][2][pair], after[pair[1]][2][pair], height),
            _SAID.filled(before=order.titles[pair[0]], after=order.titles[pair[1]], n=counts[pair]),
            "up" if pair[1] < pair[0] else "stayed" if pair[1] == pair[0] else "fell",
        )
        for pair, height in sorted(heights.items())
    ]
    return Flow(max(bar.y + bar.height for bar in bars) + GAP, tuple(bars), tuple(bands))


_Side = dict[int, tuple[int, int, dict[tuple[int, int], int]]]


def _side(pairs: Mapping[int, list[tuple[int, int]]], heights: Mapping[tuple[int, int], int]) -> _Side:
    """Return the top and the height of each grade's bar at one side, and where each of its bands begins."""
    side: _Side = {}
    y = TOP
    for place, here in pairs.items():
        starts: dict[tuple[int, int], int] = {}
        at = y
        for pair in here:
            starts[pair] = at
            at += heights[pair]
        side[place] = (y, at - y, starts)
        if here:
            y = at + GAP
    return side


def _bars(side: _Side, counts: Mapping[tuple[int, int], int], order: Order, end: int) -> list[Bar]:
    x, words_x, anchor = (
        (LEFT, LEFT - _WORDS_AWAY, "end") if end == 0 else (RIGHT, RIGHT + BAR + _WORDS_AWAY, "start")
    )
    return [
        Bar(
            x,
            y,
            height,
            order.titles[place],
            sum(number for pair, number in counts.items() if pair[end] == place),
            order.shown(place).sign,
            words_x,
            anchor,
        )
        for place, (y, height, starts) in side.items()
        if starts
    ]


def _curve(left: int, right: int, height: int) -> str:
    """Return the outline of a band between the bars, as SVG's path takes it."""
    begin, end, bend = LEFT + BAR, RIGHT, _BENDS_AT
    return (
        f"M{begin} {left}C{bend} {left} {bend} {right} {end} {right}"
        f"V{right + height}C{bend} {right + height} {bend} {left + height} {begin} {left + height}Z"
    )
