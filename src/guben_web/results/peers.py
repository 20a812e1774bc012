"""What organizations of one kind have in the middle: the only thing an organization is told about others.

Peers are all that the evaluation looked at in the same field; where these are fewer than five, all of them; where
even these are fewer than five there is no median, since it would tell what a neighbour has.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median_low

LEAST_PEERS = 5
TOTAL = "total"
_ALL = "*"


@dataclass(frozen=True, slots=True)
class Peers:
    """The medians of a group: how many they are, and the middle points by path; the total under `total`."""

    field: str
    number: int
    medians: Mapping[str, int]

    @property
    def is_all(self) -> bool:
        """True if the group is everybody, whatever the field."""
        return self.field == _ALL


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts towards a median: the field and the points of one organization, none where left out."""

    field: str
    points: Mapping[str, int | None]


def medians_of(standings: Iterable[Standing]) -> dict[str, dict[str, object]]:
    """Return the medians of every field with enough organizations, and of all, as JSON.

    Of an even number the lower of the two in the middle is taken, so that a median is always somebody's points.
    """
    groups: defaultdict[str, list[Standing]] = defaultdict(list)
    for standing in standings:
        groups[standing.field].append(standing)
        groups[_ALL].append(standing)
    return {
        field: {"number": len(group), "medians": _medians(group)}
        for field, group in groups.items()
        if len(group) >= LEAST_PEERS
    }


def find_peers(medians: Mapping[str, Mapping[str, object]], field: str) -> Peers | None:
    """Return the peers of an organization of this field; None where they are too few."""
    for name in (field, _ALL):
        if name in medians:
            held = medians[name]
            return Peers(name, int(str(held["number"])), dict(held["medians"]))  # type: ignore[call-overload]
    return None


def _medians(group: list[Standing]) -> dict[str, int]:
    by_path: defaultdict[str, list[int]] = defaultdict(list)
    for standing in group:
        for path, units in standing.points.items():
            if units is not None:
                by_path[path].append(units)
    return {path: median_low(units) for path, units in by_path.items() if len(units) >= LEAST_PEERS}
