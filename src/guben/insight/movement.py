"""Whose grade and points change when the same data are evaluated by another scheme."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from guben.diagnostics import Text, both
from guben.evaluation.rows import rows_on
from guben.insight.differences import called_now
from guben.insight.trees import Branch
from guben.model.exact import plain_number
from guben.office.result_book import ResultRow
from guben.plan import Program
from guben.snapshot.store import Snapshot

_SUMMARY = Text(
    "按数据（截至{as_of}）比较{number}个组织：等次变动{moved}个",
    "{number} organizations compared on the data as of {as_of}; {moved} would have another grade",
)
_NOBODY = Text("等次都不变", "no grade would change")
_GRADES, _TOWNSHIPS = Text("等次变动", "From grade to grade"), Text("按乡镇（街道）", "By township")
_MOVERS, _POINTS = (
    Text("等次变动的组织", "Whose grade would change"),
    Text("得分变动最大的组织", "Whose points move most"),
)
_FROM_TO = Text("{old} → {new}：{number}个", "{old} → {new}: {number}")
_TOWNSHIP = Text(
    "{township}：{moved}个，其中{up}个上升，{down}个下降", "{township}: {moved}, {up} up and {down} down"
)
_MOVER = Text(
    "{name}：{old} → {new}（{before} → {after}分）", "{name}: {old} → {new} ({before} → {after} points)"
)
_MOVED_POINTS = Text(
    "{name}：{before} → {after}分（{change}）", "{name}: {before} → {after} points ({change})"
)
_PART = Text("{title}：{before} → {after}分", "{title}: {before} → {after} points")
_MORE = Text("另有{number}个", "and {number} more")
_ONLY_OLD = Text("只有原制度考核的：{number}个", "evaluated by the old scheme only: {number}")
_ONLY_NEW = Text("只有新制度考核的：{number}个", "evaluated by the new scheme only: {number}")
_NO_GRADE = Text("不评等次", "no grade")
_NO_TOWNSHIP = Text("不属于乡镇（街道）", "outside any township")
_NO_POINTS = "—"
_MOST_MOVERS, _MOST_POINTS = 40, 10


@dataclass(frozen=True, slots=True)
class _Pair:
    """An organization as both schemes evaluate it."""

    old: ResultRow
    new: ResultRow

    @property
    def is_moved(self) -> bool:
        return self.old.grade != self.new.grade

    @property
    def change(self) -> Fraction:
        return (self.new.total or Fraction(0)) - (self.old.total or Fraction(0))


def movement(old: Program, new: Program, snapshot: Snapshot) -> Branch:
    """Return who would have another grade, from which to which, where, and whose points move most.

    Raises Refusal where one of the schemes cannot be evaluated on the snapshot.
    """
    before, after = ({row.organization: row for row in rows_on(each, snapshot)} for each in (old, new))
    pairs = [_Pair(before[key], row) for key, row in after.items() if key in before]
    moved = [pair for pair in pairs if pair.is_moved]
    said = _Said(old, new)
    below = [*said.grades(moved), *said.townships(moved), *said.movers(moved), *said.points(pairs)]
    for words, keys in ((_ONLY_OLD, before.keys() - after.keys()), (_ONLY_NEW, after.keys() - before.keys())):
        if keys:
            below.append(Branch(words.filled(number=len(keys))))
    if not moved:
        below.insert(0, Branch(_NOBODY))
    summary = _SUMMARY.filled(as_of=snapshot.as_of, number=len(pairs), moved=len(moved))
    return Branch(summary, tuple(below))


class _Said:
    """Puts pairs into words, with the titles of both schemes."""

    def __init__(self, old: Program, new: Program) -> None:
        self.new = new
        self.called_before = {now: before for before, now in called_now(old.scheme, new.scheme).items()}
        self.titles = [{grade.name: grade.title for grade in each.scheme.grades} for each in (old, new)]
        order = [grade.name for grade in new.scheme.grades]
        order += [grade.name for grade in old.scheme.grades if grade.name not in order]
        self.places: Mapping[str | None, int] = {name: place for place, name in enumerate(order)}

    def grades(self, moved: Sequence[_Pair]) -> Iterator[Branch]:
        counts = Counter((pair.old.grade, pair.new.grade) for pair in moved)
        ways = sorted(counts, key=lambda way: (self._place(way[0]), self._place(way[1])))
        lines = [self._from_to(_FROM_TO, *way, number=counts[way]) for way in ways]
        if lines:
            yield Branch(_GRADES, tuple(Branch(line) for line in lines))

    def townships(self, moved: Sequence[_Pair]) -> Iterator[Branch]:
        by_township: dict[str, list[_Pair]] = {}
        for pair in moved:
            by_township.setdefault(pair.new.township or "", []).append(pair)
        lines = []
        for township, pairs in sorted(by_township.items(), key=lambda item: (-len(item[1]), item[0])):
            up = sum(self._place(pair.new.grade) < self._place(pair.old.grade) for pair in pairs)
            facts = {"township": both(township) if township else _NO_TOWNSHIP, "moved": len(pairs)}
            lines.append(Branch(_TOWNSHIP.filled(**facts, up=up, down=len(pairs) - up)))
        if lines:
            yield Branch(_TOWNSHIPS, tuple(lines))

    def movers(self, moved: Sequence[_Pair]) -> Iterator[Branch]:
        lines = [Branch(self._mover(pair)) for pair in moved[:_MOST_MOVERS]]
        if len(moved) > _MOST_MOVERS:
            lines.append(Branch(_MORE.filled(number=len(moved) - _MOST_MOVERS)))
        if lines:
            yield Branch(_MOVERS, tuple(lines))

    def points(self, pairs: Sequence[_Pair]) -> Iterator[Branch]:
        changed = sorted((pair for pair in pairs if pair.change), key=lambda pair: -abs(pair.change))
        lines = [self._moved_points(pair) for pair in changed[:_MOST_POINTS]]
        if len(changed) > _MOST_POINTS:
            lines.append(Branch(_MORE.filled(number=len(changed) - _MOST_POINTS)))
        if lines:
            yield Branch(_POINTS, tuple(lines))

    def _mover(self, pair: _Pair) -> Text:
        facts = {"before": _points(pair.old.total), "after": _points(pair.new.total)}
        return self._from_to(_MOVER, pair.old.grade, pair.new.grade, name=_name(pair.new), **facts)

    def _moved_points(self, pair: _Pair) -> Branch:
        sign = "+" if pair.change > 0 else "−"
        facts = {"before": _points(pair.old.total), "after": _points(pair.new.total)}
        words = _MOVED_POINTS.filled(
            name=_name(pair.new), **facts, change=f"{sign}{plain_number(abs(pair.change))}"
        )
        parts = []
        for leaf in (leaf for part in self.new.scheme.parts for leaf in part.leaves()):
            before = pair.old.points.get(self.called_before.get(leaf.path, leaf.path))
            after = pair.new.points.get(leaf.path)
            if before != after:
                said = {"before": _points(before), "after": _points(after)}
                parts.append(Branch(_PART.filled(title=leaf.title, **said)))
        return Branch(words, tuple(parts))

    def _from_to(self, words: Text, old: str | None, new: str | None, **facts: object) -> Text:
        was, now = (
            titles[name] if name is not None else _NO_GRADE
            for titles, name in zip(self.titles, (old, new), strict=True)
        )
        return words.filled(old=was, new=now, **facts)

    def _place(self, grade: str | None) -> int:
        return self.places.get(grade, len(self.places))


def _name(row: ResultRow) -> str:
    return f"{row.township} {row.name}" if row.township else row.name


def _points(points: Fraction | None) -> str:
    return _NO_POINTS if points is None else plain_number(points)
