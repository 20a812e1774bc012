"""Before and after: what the parts of a scheme gave on average in two evaluations, for the organizations that are in both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from guben_web.engine.texts import Text
from guben_web.org.access import Scope
from guben_web.results.access import visible_results
from guben_web.results.layout import Layout, Part, layout_from_data
from guben_web.results.models import Evaluation

_TOTAL = ""
_WHOLE = Text("总分", "Total")


@dataclass(frozen=True, slots=True)
class Pair:
    """Averages before and after, rounded half up to the scheme's digits, over `number` organizations."""

    before: Decimal
    after: Decimal
    number: int

    @property
    def difference(self) -> Decimal:
        """What was gained: the difference of the two as they are shown."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Compared:
    """A part of the scheme, or the total; the pair is none where nobody has it in both."""

    title: Text
    of: Decimal
    depth: int
    pair: Pair | None


@dataclass(frozen=True, slots=True)
class Township:
    """The organizations of a township that are in both: how many, the total, and the parts at the top."""

    name: str
    number: int
    pairs: tuple[Pair | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two evaluations beside each other; `apart` are the titles of parts that stand in one only, or for other points."""

    digits: int
    number: int
    only_before: int
    only_after: int
    columns: tuple[Text, ...]
    parts: tuple[Compared, ...]
    townships: tuple[Township, ...]
    apart: tuple[Text, ...]


_Points = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class _Both:
    township: tuple[int | None, str]
    before: _Points
    after: _Points


def compare(before: Evaluation, after: Evaluation, scope: Scope, day: date) -> Comparison:
    """Return the averages of what somebody sees of two evaluations; two queries."""
    old, new = layout_from_data(before.layout), layout_from_data(after.layout)
    then, now = _rows(before, scope, day), _rows(after, scope, day)
    both = [_Both(now[key][0], then[key][1], now[key][1]) for key in now if key in then]
    shared = [part for part in new.parts if _find(old, part) is not None]
    top = [part for part in shared if part.depth == 0]
    has_total = old.total == new.total
    parts = [
        Compared(part.title, part.points, part.depth, _pair(both, part.path, old, new)) for part in shared
    ]
    if has_total:
        parts.insert(0, Compared(_WHOLE, new.total, 0, _pair(both, _TOTAL, old, new)))
    columns = [_TOTAL] * has_total + [part.path for part in top]
    townships = sorted({each.township for each in both}, key=lambda each: (each[1], each[0] or 0))
    return Comparison(
        digits=new.digits,
        number=len(both),
        only_before=len(then.keys() - now.keys()),
        only_after=len(now.keys() - then.keys()),
        columns=(*([_WHOLE] * has_total), *(part.title for part in top)),
        parts=tuple(parts),
        townships=tuple(_township(each, both, columns, old, new) for each in townships),
        apart=tuple(
            part.title
            for layout, other in ((old, new), (new, old))
            for part in layout.top
            if _find(other, part) is None
        ),
    )


def _rows(
    evaluation: Evaluation, scope: Scope, day: date
) -> dict[int, tuple[tuple[int | None, str], _Points]]:
    rows = visible_results(scope, evaluation, day).values_list(
        "organization_id", "township_id", "township_name", "points", "total"
    )
    return {key: ((township, name), {**points, _TOTAL: total}) for key, township, name, points, total in rows}


def _find(layout: Layout, part: Part) -> Part | None:
    """Return the part with the same path and the same points."""
    same = (each for each in layout.parts if (each.path, each.points) == (part.path, part.points))
    return next(same, None)


def _township(
    township: tuple[int | None, str],
    both: Sequence[_Both],
    columns: Iterable[str],
    old: Layout,
    new: Layout,
) -> Township:
    here = [each for each in both if each.township == township]
    return Township(township[1], len(here), tuple(_pair(here, path, old, new) for path in columns))


def _pair(both: Sequence[_Both], path: str, old: Layout, new: Layout) -> Pair | None:
    """Return the averages over those for whom the part counts in both."""
    held = [(each.before.get(path), each.after.get(path)) for each in both]
    counted = [(before, after) for before, after in held if before is not None and after is not None]
    if not counted:
        return None
    return Pair(
        _average([old.points(before) for before, _ in counted], new.digits),
        _average([new.points(after) for _, after in counted], new.digits),
        len(counted),
    )


def _average(points: Sequence[Decimal | None], digits: int) -> Decimal:
    known = [each for each in points if each is not None]
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
