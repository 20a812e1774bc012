"""Which part shows what became of a mark, and from which marks the points of that part follow.

A mark is what a judge gives for one measure. Whoever sees points that follow from two marks, and knows one of them,
knows the other too; so pages ask here before they show any.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guben.model.scheme import Collected, Measure, SourceKind
from guben.model.scoring import Bands, Judged, Judgement, Lines, Scoring
from guben.plan import PartStep, Program
from guben.resolve.records import CHILDREN
from guben.typesystem.expressions import Aggregate, AmongPeers, Expression, MeasureValue, walk


@dataclass(frozen=True, slots=True)
class CountedMark:
    """How a mark counts.

    `part` is the path of the part that it counts in, None where it counts in several or in none; `is_points` says that
    the mark is a proposal for the points of that part, so that the two can be compared: a deduction is not. `together`
    are the marks that several judges give for the same, itself among them.

    `rests_on` are the marks of the same organization from which the points of the part follow, and
    `rests_on_others` says that they follow from marks of other organizations or of another period as well.
    """

    part: str | None
    is_points: bool
    together: frozenset[str]
    rests_on: frozenset[str]
    rests_on_others: bool


def counted_marks(program: Program) -> dict[str, CountedMark]:
    """Return how each mark that a scheme asks for itself counts, by measure; those of its children are not among them."""
    leaves = [step for step in program.parts if step.expression is not None]
    rests_on = {step.path: _marks_in(program, _formulas(step)) for step in leaves}
    found: dict[str, CountedMark] = {}
    for step in leaves:
        scoring = step.part.scoring if step.part is not None else None
        for judgement, is_points in _judgements(scoring):
            together = frozenset(rater.measure for rater in judgement.raters)
            for name in together:
                found[name] = _counted(program, step, rests_on[step.path], together, is_points=is_points)
    for name in _own_marks(program) - found.keys():
        used_by = [step for step in leaves if name in rests_on[step.path]]
        alone = frozenset({name})
        if len(used_by) == 1:
            step = used_by[0]
            found[name] = _counted(program, step, rests_on[step.path], alone, is_points=False)
        else:
            found[name] = CountedMark(None, False, alone, alone, False)
    return found


def _counted(
    program: Program, step: PartStep, rests_on: frozenset[str], together: frozenset[str], *, is_points: bool
) -> CountedMark:
    is_of_others = any(_is_of_others(program, node) for node in _nodes(program, _formulas(step)))
    return CountedMark(step.path, is_points, together, rests_on, is_of_others)


def _judgements(scoring: Scoring | None) -> Iterator[tuple[Judgement, bool]]:
    """Yield what is judged in a scoring, and whether what is given are points of the part as a whole."""
    match scoring:
        case Judged():
            yield scoring.judgement, True
        case Bands():
            yield from ((band.within, True) for band in scoring.bands if isinstance(band.within, Judgement))
        case Lines():
            yield from ((line.judgement, False) for line in scoring.lines if line.judgement is not None)


def _formulas(step: PartStep) -> list[Expression]:
    """Return what the points of a leaf follow from, and whether it counts."""
    return [each for each in (step.expression, step.applies) if each is not None]


def _nodes(program: Program, formulas: Iterable[Expression]) -> Iterator[Expression]:
    """Yield the nodes of formulas, and of those by which the measures in them are derived."""
    waiting, seen = list(formulas), set[str]()
    while waiting:
        for node in walk(waiting.pop()):
            yield node
            if isinstance(node, MeasureValue) and node.measure.name not in seen:
                seen.add(node.measure.name)
                derived = program.measure(node.measure.name).expression
                waiting += [] if derived is None else [derived]


def _marks_in(program: Program, formulas: Iterable[Expression]) -> frozenset[str]:
    """Return the marks from which formulas follow."""
    measures = (node.measure for node in _nodes(program, formulas) if isinstance(node, MeasureValue))
    return frozenset(each.name for each in measures if _kind(each) is SourceKind.JUDGED)


def _is_of_others(program: Program, node: Expression) -> bool:
    """Return whether a node follows from marks that are not this organization's of this period."""
    if isinstance(node, AmongPeers):
        compared = [each for each in walk(node) if each is not node]
        return bool(_marks_in(program, compared))
    if isinstance(node, Aggregate):
        below = program.children.chain() if program.children is not None else ()
        return node.records.set.name == CHILDREN and any(_own_marks(each) for each in below)
    if isinstance(node, MeasureValue) and _kind(node.measure) is SourceKind.PREVIOUS:
        return _rested_on_marks(program, node.measure)
    return False


def _rested_on_marks(program: Program, previous: Measure) -> bool:
    """Return whether what was in the period before came from marks: a measure, or the total points and the grade."""
    assert isinstance(previous.source, Collected)
    name = previous.source.detail
    step = next((each for each in program.measures if each.name == name), None)
    if step is None:
        return bool(_own_marks(program))
    if step.expression is None:
        return _kind(step.measure) is SourceKind.JUDGED
    return bool(_marks_in(program, [step.expression]))


def _own_marks(program: Program) -> frozenset[str]:
    measures = program.scheme.measures.values()
    return frozenset(each.name for each in measures if _kind(each) is SourceKind.JUDGED)


def _kind(measure: Measure) -> SourceKind | None:
    return measure.source.kind if isinstance(measure.source, Collected) else None
