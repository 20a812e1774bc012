"""How firm each grade is: in how many of a thousand other weightings of the leaves it would be the same.

An estimate, computed in floating point: a leaf's points grow with its weight, a part's points are rebased to what is
printed of it, and when a part is won, vetoes, ceilings, floors and quotas are applied to these points as they stand in
the scheme.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from guben.backends import Duck
from guben.lowering import Held, points_column
from guben.lowering.perturbed import RUN, lower_grades, needed_columns, needed_points
from guben.model.scheme import Part
from guben.plan import Program

RUNS, SPREAD, SEED = 1_000, 20, 1
_AT_ONCE = 500
_WEIGHTS, _VECTORS, _POINTS, _GRADES, _BASE = (
    f"firmness_{name}" for name in ("weights", "vectors", "points", "grades", "base")
)


@dataclass(frozen=True, slots=True)
class Firmness:
    """Of how many runs each organization keeps its grade, by key; those that the estimate does not tell are left out.

    Every weight is drawn between `spread` percent less and more than printed, by a seed.
    """

    runs: int
    spread: int
    seed: int
    same: dict[str, int]
    untold: int

    def percent(self, organization: str) -> int | None:
        """Return in how many of a hundred runs an organization keeps its grade."""
        return None if organization not in self.same else 100 * self.same[organization] // self.runs

    def steps(self) -> list[tuple[int, int]]:
        """Return how many organizations keep their grade in at least 100, 90, 75, 50 and 0 of a hundred runs."""
        found = Counter(
            next(step for step in _STEPS if share >= step)
            for share in map(self.percent, self.same)
            if share is not None
        )
        return [(step, found[step]) for step in _STEPS]


_STEPS = (100, 90, 75, 50, 0)


def firmness_of(engine: Duck, held: Held, *, as_of: int, runs: int, spread: int, seed: int) -> Firmness:
    """Return how firm the grades are in `runs` weightings."""
    program = held.program
    parts = {path: _leaves_of(program, path) for path in needed_points(held)}
    engine.create(_VECTORS, _vectors(held, parts))
    query = lower_grades(held, _POINTS, as_of=as_of)
    draw = Random(seed)
    leaves = list(program.scheme.all_parts())
    names = [part.path for part in leaves if part.scoring is not None]
    same: Counter[str] = Counter()
    # The first run has the weights as they are printed: what it does not give, the estimate cannot tell.
    weightings = [dict.fromkeys(names, 100)]
    weightings += [{name: draw.randint(100 - spread, 100 + spread) for name in names} for _ in range(runs)]
    # Points and grades are made where they are counted: a thousand times the county is not kept.
    engine.create(_WEIGHTS, _weights(weightings[:1], parts))
    engine.see(_POINTS, _points(held, parts))
    engine.see(_GRADES, query)
    engine.create(_BASE, f'SELECT "organization", "grade_index" FROM "{_GRADES}"')
    told = _told(engine, held)
    for first in range(1, runs + 1, _AT_ONCE):
        engine.create(_WEIGHTS, _weights(weightings[first : first + _AT_ONCE], parts))
        rows = engine.rows(
            f'SELECT g."organization", count(*) FILTER (WHERE g."grade_index" IS NOT DISTINCT FROM b."grade_index") '
            f'FROM "{_GRADES}" g JOIN "{_BASE}" b ON b."organization" = g."organization" GROUP BY 1'
        )
        same.update({str(key): int(str(number)) for key, number in rows})
    everybody = set(same)
    return Firmness(runs, spread, seed, {key: same[key] for key in sorted(told)}, len(everybody - told))


def _told(engine: Duck, held: Held) -> set[str]:
    """Return the organizations whose stored grade the estimate gives for the weights as they are printed."""
    names = " ".join(f"WHEN {place} THEN '{step.name}'" for place, step in enumerate(held.program.grades))
    rows = engine.rows(
        f'SELECT b."organization" FROM "{_BASE}" b JOIN "{held.table}" h ON h."organization" = b."organization" '
        f'WHERE (CASE b."grade_index" {names} END) IS NOT DISTINCT FROM h."grade"'
    )
    return {str(key) for (key,) in rows}


@dataclass(frozen=True, slots=True)
class _Below:
    """The leaves below a part that give points, and those that take away."""

    part: Part | None
    printed: int
    is_capped: bool
    gives: tuple[Part, ...]
    takes: tuple[Part, ...]


def _leaves_of(program: Program, path: str) -> _Below:
    scheme = program.scheme
    part = next((each for each in scheme.all_parts() if each.path == path), None)
    leaves = [leaf for each in ((part,) if part else scheme.parts) for leaf in each.leaves()]
    points, is_capped = (part.points, part.is_capped) if part else (scheme.total, scheme.is_capped)
    return _Below(
        part,
        int(points * 10**scheme.digits),
        is_capped,
        tuple(leaf for leaf in leaves if leaf.points > 0),
        tuple(leaf for leaf in leaves if leaf.points < 0),
    )


def _vectors(held: Held, parts: dict[str, _Below]) -> str:
    """Return the query for one row an organization: the points below each part, and what the leaves there are worth."""
    items = ['"organization"', '"grade"', *(f'"{name}"' for name in needed_columns(held))]
    unit = 10**held.program.scheme.digits
    for number, (path, below) in enumerate(parts.items()):
        items.append(f'"{points_column(path)}" IS NULL AS "n{number}"')
        losses = " + ".join(f'coalesce("{points_column(leaf.path)}", 0)' for leaf in below.takes) or "0"
        items.append(f'({losses}) AS "l{number}"')
        if below.gives:
            size = len(below.gives)
            points = ", ".join(f'coalesce("{points_column(leaf.path)}", 0)' for leaf in below.gives)
            items.append(f'[{points}]::FLOAT[{size}] AS "v{number}"')
            if _is_rebased(held, below):
                worth = ", ".join(
                    f'CASE WHEN "{points_column(leaf.path)}" IS NULL THEN 0 ELSE {int(leaf.points * unit)} END'
                    for leaf in below.gives
                )
                items.append(f'[{worth}]::FLOAT[{size}] AS "u{number}"')
    return f'SELECT {", ".join(dict.fromkeys(items))} FROM "{held.table}"'


def _is_rebased(held: Held, below: _Below) -> bool:
    return not below.is_capped and any(held.optional[leaf.path] for leaf in below.gives)


def _weights(weightings: Sequence[dict[str, int]], parts: dict[str, _Below]) -> str:
    """Return the query for one row a run: the weights of the leaves below each part."""
    items = [f'unnest([{", ".join(str(run) for run in range(len(weightings)))}]) AS "{RUN}"']
    for number, below in enumerate(parts.values()):
        if below.gives:
            rows = ", ".join(
                "[" + ", ".join(str(each[leaf.path]) for leaf in below.gives) + "]" for each in weightings
            )
            items.append(f'unnest([{rows}]::FLOAT[{len(below.gives)}][]) AS "w{number}"')
            worth = ", ".join(
                str(float(sum(leaf.points * each[leaf.path] for leaf in below.gives))) for each in weightings
            )
            items.append(f'unnest([{worth}]::DOUBLE[]) AS "d{number}"')
    return f"SELECT {', '.join(items)}"


def _points(held: Held, parts: dict[str, _Below]) -> str:
    """Return the query for one row an organization and run: the points of the parts that decide on the grade."""
    items = [f'w."{RUN}"', 'v."organization"', *(f'v."{name}"' for name in needed_columns(held))]
    items += [f'{sql} AS "{points_column(path)}"' for path, sql in _part_points(held, parts)]
    return f'SELECT {", ".join(items)} FROM "{_VECTORS}" v CROSS JOIN "{_WEIGHTS}" w'


def _part_points(held: Held, parts: dict[str, _Below]) -> Iterator[tuple[str, str]]:
    unit = 10**held.program.scheme.digits
    for number, (path, below) in enumerate(parts.items()):
        gained = "0"
        if below.gives:
            worth = f'array_inner_product(v."u{number}", w."w{number}")'
            if not _is_rebased(held, below):
                worth = f'(w."d{number}" * {unit})'
            printed = below.printed
            if below.is_capped:
                printed = int(sum(leaf.points for leaf in below.gives) * unit)
            gained = (
                f'least(round(array_inner_product(v."v{number}", w."w{number}") * {printed} / nullif({worth}, 0)), '
                f"{below.printed})"
            )
        least = "0" if below.printed > 0 else str(below.printed)
        sql = f'greatest({gained} + v."l{number}", {least})'
        yield path, f'CASE WHEN v."n{number}" THEN NULL ELSE CAST({sql} AS BIGINT) END'
