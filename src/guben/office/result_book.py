"""What a results workbook shows: the evaluated organizations with their figures, points, grades and ranks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from guben.model.grading import Grade
from guben.model.scheme import Part
from guben.plan.program import Program

MeasuredValue = Fraction | bool | str | None


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One evaluated organization.

    `measures` has None for missing figures and for those named in `not_applicable`; a day is yyyymmdd or ISO text.
    `points` go by part path, None for a part that is left out; `missing` are the leaves without figures, `won` the
    parts that are won. `veto` is the number of the veto that lowered most, counted from 1; so are `ceiling`, `quota`,
    the last that moved the organization, and `floor`. `tails` are the lists it is on.
    """

    organization: str
    code: str | None
    name: str
    field: str
    township: str | None
    township_key: str | None
    measures: Mapping[str, MeasuredValue]
    not_applicable: frozenset[str]
    points: Mapping[str, Fraction | None]
    missing: frozenset[str]
    won: frozenset[str]
    total: Fraction | None
    veto: int | None
    earned_grade: str | None
    grade: str | None
    rank: int | None
    ceiling: int | None = None
    quota: int | None = None
    floor: int | None = None
    tails: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ResultBook:
    """The results of one evaluation, and the digests of what they were computed from."""

    program: Program
    rows: Sequence[ResultRow]
    as_of: date
    period: str
    scheme_digest: str
    snapshot_digest: str
    result_digest: str

    @property
    def has_townships(self) -> bool:
        """True if any organization belongs to a township."""
        return any(row.township is not None for row in self.rows)

    def by_rank(self) -> list[ResultRow]:
        """Return the rows by rank, those without one last, then by code and name."""
        return sorted(self.rows, key=lambda row: (_last_if_none(row.rank), *_code_and_name(row)))

    def by_township(self) -> list[tuple[str | None, list[ResultRow]]]:
        """Return the townships with their rows by code; townships go by their first code, no township last."""
        townships: dict[str | None, list[ResultRow]] = {}
        for row in sorted(self.rows, key=_code_and_name):
            townships.setdefault(row.township, []).append(row)
        # The sort keeps the order of the first codes.
        return sorted(townships.items(), key=lambda item: item[0] is None)

    def grades(self) -> Mapping[str, Grade]:
        """Return the grades by name, best first."""
        return {grade.name: grade for grade in self.program.scheme.grades}


def parts_below(part: Part, depth: int = 0) -> Iterator[tuple[Part, int]]:
    """Yield a part and all below it with how deep each stands, each before its own parts."""
    yield part, depth
    for below in part.parts:
        yield from parts_below(below, depth + 1)


def _code_and_name(row: ResultRow) -> tuple[bool, str, str, str]:
    return row.code is None, row.code or "", row.name, row.organization


def _last_if_none(rank: int | None) -> tuple[bool, int]:
    return rank is None, rank or 0
