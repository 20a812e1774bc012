"""The answer to a question: every organization before and after, and where the winners and losers are."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from guben.diagnostics import Text, both
from guben.insight.whatif.levers import Lever
from guben.model.scheme import Scheme
from guben.model.vocabulary import FIELD

_NO_TOWNSHIP = Text("不属于乡镇（街道）", "outside any township")
_UNKNOWN_SIZE = Text("党员数不详", "members not known")
_UP_TO = Text("{low}至{high}名党员", "{low} to {high} members")
_FROM = Text("{low}名党员以上", "{low} members or more")
SIZES = (0, 20, 50, 100)
_BARS = 20


class Standing(NamedTuple):
    """What an evaluation gives one organization: points in units of the scheme's digits, grade and rank."""

    total: int | None
    grade: str | None
    rank: int | None


class Organization(NamedTuple):
    """An evaluated organization as it stands."""

    key: str
    code: str | None
    name: str
    field: str
    township: str | None
    members: int | None
    before: Standing


class Pair(NamedTuple):
    """An organization before and after."""

    organization: Organization
    after: Standing

    @property
    def change(self) -> int:
        """By how much its points change."""
        return (self.after.total or 0) - (self.organization.before.total or 0)


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the organizations of a group: whose points rise or fall, and whose grade does."""

    title: Text
    number: int
    gain: int
    lose: int
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes of the moves; `after` is in the order of `organizations`."""

    moves: Mapping[Lever, Fraction]
    scheme: Scheme
    organizations: tuple[Organization, ...]
    after: tuple[Standing, ...]

    @property
    def pairs(self) -> Iterator[Pair]:
        """All organizations before and after."""
        return map(Pair, self.organizations, self.after)

    def place(self, grade: str | None) -> int:
        """Return the place of a grade, 0 for the best; no grade comes last."""
        names = [each.name for each in self.scheme.grades]
        return names.index(grade) if grade is not None else len(names)

    def crossing(self) -> list[Pair]:
        """Return who has another grade, those who fall first, by the grade left and then the points after."""
        moved = [pair for pair in self.pairs if pair.after.grade != pair.organization.before.grade]
        return sorted(
            moved,
            key=lambda pair: (
                self.place(pair.after.grade) < self.place(pair.organization.before.grade),
                self.place(pair.organization.before.grade),
                self.place(pair.after.grade),
                -(pair.after.total or 0),
                pair.organization.key,
            ),
        )

    def ways(self) -> list[tuple[str | None, str | None, int]]:
        """Return from which grade to which how many go, the best left first."""
        counts = Counter((pair.organization.before.grade, pair.after.grade) for pair in self.crossing())
        ordered = sorted(counts, key=lambda way: (self.place(way[0]), self.place(way[1])))
        return [(*way, counts[way]) for way in ordered]

    def grades(self) -> list[tuple[str | None, int, int]]:
        """Return how many have each grade before and after, the best first; no grade last, where anybody has none."""
        before = Counter(each.before.grade for each in self.organizations)
        after = Counter(each.grade for each in self.after)
        names: list[str | None] = [each.name for each in self.scheme.grades]
        names += [None] if before[None] or after[None] else []
        return [(name, before[name], after[name]) for name in names]

    def totals(self, full: Fraction) -> list[tuple[Fraction, Fraction, int, int]]:
        """Return how many totals before and after lie in each twentieth of the full points, above it in the last."""
        unit = 10**self.scheme.digits
        width = max(1, -(-int(full * unit) // _BARS))
        before, after = (
            Counter(min(_BARS - 1, total // width) for total in totals if total is not None)
            for totals in (
                (each.before.total for each in self.organizations),
                (each.total for each in self.after),
            )
        )
        return [
            (Fraction(width * bar, unit), Fraction(width * (bar + 1), unit), before[bar], after[bar])
            for bar in range(_BARS)
        ]

    def by_township(self) -> list[Tally]:
        """Return winners and losers by township, most movement first."""
        return self._tallies(lambda each: both(each.township) if each.township else _NO_TOWNSHIP)

    def by_field(self) -> list[Tally]:
        """Return winners and losers by field."""
        return self._tallies(
            lambda each: FIELD[each.field].title if each.field in FIELD else both(each.field)
        )

    def by_size(self, steps: Sequence[int] = SIZES) -> list[Tally]:
        """Return winners and losers by the number of members."""
        return self._tallies(lambda each: _size(each.members, steps), in_order=True)

    def _tallies(self, group: Callable[[Organization], Text], *, in_order: bool = False) -> list[Tally]:
        groups: dict[Text, list[Pair]] = {}
        for pair in self.pairs:
            groups.setdefault(group(pair.organization), []).append(pair)
        tallies = [self._tally(title, pairs) for title, pairs in groups.items()]
        if in_order:
            lowest = {
                title: min(each.organization.members or 0 for each in pairs)
                for title, pairs in groups.items()
            }
            return sorted(tallies, key=lambda each: lowest[each.title])
        return sorted(
            tallies, key=lambda each: (-(each.up + each.down), -(each.gain + each.lose), each.title.zh)
        )

    def _tally(self, title: Text, pairs: Sequence[Pair]) -> Tally:
        places = [
            (self.place(pair.organization.before.grade), self.place(pair.after.grade))
            for pair in pairs
            if pair.organization.before.grade != pair.after.grade
        ]
        up = sum(after < before for before, after in places)
        return Tally(
            title,
            len(pairs),
            sum(pair.change > 0 for pair in pairs),
            sum(pair.change < 0 for pair in pairs),
            up,
            len(places) - up,
        )


def standing_of(row: Sequence[object]) -> Standing:
    """Return the standing in a row of organization, total, grade and rank."""
    total, grade, rank = row[1:4]
    return Standing(
        None if total is None else int(str(total)),
        None if grade is None else str(grade),
        None if rank is None else int(str(rank)),
    )


def _size(members: int | None, steps: Sequence[int]) -> Text:
    if members is None:
        return _UNKNOWN_SIZE
    place = max(at for at, low in enumerate(steps) if low <= members)
    if place + 1 == len(steps):
        return _FROM.filled(low=steps[place])
    return _UP_TO.filled(low=steps[place], high=steps[place + 1] - 1)
