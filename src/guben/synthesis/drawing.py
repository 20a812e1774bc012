"""Chance that is the same on every machine, and whole numbers that keep to given shares."""

from collections.abc import Hashable, Mapping, Sequence
from math import fsum
from random import Random
from typing import TypeVar

_K = TypeVar("_K", bound=Hashable)
_T = TypeVar("_T")


def bell(rng: Random) -> float:
    """Return a number around 0 with standard deviation 1, at most 6 away."""
    total = 0.0
    for _ in range(12):
        total += rng.random()
    return total - 6.0


def happens(rng: Random, chance: float) -> bool:
    """Return True with this chance, from 0 to 1."""
    return rng.random() < chance


def pick(rng: Random, weights: Mapping[_T, float]) -> _T:
    """Return one key, the likelier the higher its weight."""
    return rng.choices(list(weights), list(weights.values()))[0]


def apportioned(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole numbers that add up to `total`, in proportion to the weights by largest remainders."""
    whole = fsum(weights)
    exact = [total * weight / whole for weight in weights]
    counts = [int(each) for each in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (counts[index] - exact[index], index))
    for index in by_remainder[: total - sum(counts)]:
        counts[index] += 1
    return counts


def dealt(things: Sequence[_T], sizes: Sequence[int]) -> list[list[_T]]:
    """Return the things cut into pieces of these sizes, in order."""
    pieces, start = [], 0
    for size in sizes:
        pieces.append(list(things[start : start + size]))
        start += size
    return pieces


def fitted(
    weights: Sequence[Sequence[float]], rows: Sequence[float], columns: Sequence[float]
) -> list[list[float]]:
    """Return the table nearest in proportion to `weights` whose rows and columns have the given totals.

    Both lists of totals add up to the same number.
    """
    table = [list(row) for row in weights]
    for _ in range(100):
        for row, wanted in zip(table, rows, strict=True):
            factor = wanted / fsum(row)
            row[:] = [cell * factor for cell in row]
        for index, wanted in enumerate(columns):
            factor = wanted / fsum(row[index] for row in table)
            for row in table:
                row[index] *= factor
    return table


def tuned(chances: Mapping[_K, float], counts: Mapping[_K, int], target: float) -> dict[_K, float]:
    """Return the chances with all odds changed by one factor, so that `target` of all counted is expected.

    Chances of 0 and 1 stay as they are.
    """
    wanted = target * sum(counts.values())
    low, high = 0.0, 1000.0
    for _ in range(60):
        middle = (low + high) / 2
        expected = fsum(_with_odds(chances[key], middle) * count for key, count in counts.items())
        low, high = (middle, high) if expected < wanted else (low, middle)
    return {key: _with_odds(chance, high) for key, chance in chances.items()}


def _with_odds(chance: float, factor: float) -> float:
    return factor * chance / (1 - chance + factor * chance)
