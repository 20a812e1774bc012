"""Bands and grades: that each can be reached, and that bands meet without gap or overlap."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, groupby

from guben.diagnostics import Finding, Text
from guben.insight.linting import findings as codes
from guben.insight.linting.regions import Regions, Variable, regions_of
from guben.insight.linting.subject import Subject
from guben.model.scheme import Part
from guben.model.scoring import Bands
from guben.phrasing import say_expression, say_number
from guben.plan import Program
from guben.typesystem.expressions import number_type
from guben.typesystem.scorings import TypedBands

_MOST_DIGITS = 12


def bands_fit_together(subject: Subject) -> Iterator[Finding]:
    """Each band can be reached, and between two bands there is neither a gap nor an overlap."""
    for step in subject.program.parts:
        if step.part is not None and isinstance(step.scoring, TypedBands):
            regions = regions_of([band.condition for band in step.scoring.bands])
            if regions is not None:
                yield from _unreached(step.part, regions)
                yield from _gaps(step.part, regions)
                yield from _overlaps(
                    step.part, regions, [band.condition is None for band in step.scoring.bands]
                )


def grades_can_be_reached(subject: Subject) -> Iterator[Finding]:
    """There are points at which each grade is the first whose condition holds, or a limit or quota gives it."""
    grades = subject.program.scheme.grades
    regions = regions_of([step.condition for step in subject.program.grades])
    if regions is None:
        return
    # A condition that nobody can answer is passed over.
    reached = {_first(tuple(each is True for each in holding)) for holding in regions.holding}
    reached |= set(_given_otherwise(subject.program))
    for place, grade in enumerate(grades):
        if place not in reached:
            yield codes.GRADE_NOT_REACHED.at(grade.span, grade=grade.title)


def _given_otherwise(program: Program) -> Iterator[int]:
    """Yield the places of grades that limits and quotas give, whatever their own conditions say."""
    yield from (limit.grade_index for limit in (*program.vetoes, *program.ceilings, *program.floors))
    for quota in program.quotas:
        yield from (*range(quota.first, quota.last + 1), quota.last + 1)


def _first(holding: tuple[bool | None, ...]) -> int | None:
    """Return the first that holds; None if there is none, or if one before it cannot be answered."""
    for place, holds in enumerate(holding):
        if holds is not False:
            return place if holds else None
    return None


def _unreached(part: Part, regions: Regions) -> Iterator[Finding]:
    assert isinstance(part.scoring, Bands)
    reached = {_first(holding) for holding in regions.holding}
    for place, band in enumerate(part.scoring.bands):
        if place not in reached:
            yield codes.BAND_NOT_REACHED.at(band.span, part=part.path, number=place + 1)


def _gaps(part: Part, regions: Regions) -> Iterator[Finding]:
    """Yield a finding for figures between two bands that no band covers; above and below all bands is no gap."""
    line = regions.line
    if line is None:
        return
    runs = [
        (is_met, list(group)) for is_met, group in groupby(_figures(regions), key=lambda each: any(each[1]))
    ]
    for place, (is_met, run) in enumerate(runs):
        if not is_met and 0 < place < len(runs) - 1:
            yield codes.BAND_GAP.at(part.span, part=part.path, **_where(line, [figure for figure, _ in run]))


def _overlaps(part: Part, regions: Regions, is_rest: Sequence[bool]) -> Iterator[Finding]:
    """Yield a finding for bands that share some figures while each has others of its own."""
    line = regions.line
    if line is None:
        return
    figures = _figures(regions)
    for first, second in combinations(range(len(is_rest)), 2):
        if is_rest[first] or is_rest[second]:
            continue
        one = {figure for figure, holding in figures if holding[first]}
        other = {figure for figure, holding in figures if holding[second]}
        if one & other and one - other and other - one:
            facts = {"first": first + 1, "second": second + 1, **_where(line, sorted(one & other))}
            yield codes.BANDS_OVERLAP.at(part.span, part=part.path, **facts)


def _figures(regions: Regions) -> list[tuple[Fraction, tuple[bool | None, ...]]]:
    """Return the figures that were tried, in order, with the conditions that hold at each."""
    pairs = zip(regions.points, regions.holding, strict=True)
    return [(point[0], holding) for point, holding in pairs if isinstance(point[0], Fraction)]


def _where(line: Variable, run: list[Fraction]) -> dict[str, object]:
    """Return what the figure is called and where the run of tried figures lies, by the numbers of the scheme."""
    kind = number_type(line.expression)
    marks = sorted({kind.low, kind.high, *line.cuts})
    low = max((mark for mark in marks if mark <= run[0]), default=run[0])
    high = min((mark for mark in marks if mark >= run[-1]), default=run[-1])
    words = [say_number(each, kind.kind, _MOST_DIGITS) for each in (low, high)]
    where = (
        codes.AT.filled(low=words[0]) if low == high else codes.BETWEEN.filled(low=words[0], high=words[1])
    )
    value: Text = say_expression(line.expression)
    return {"value": value, "where": where}
