"""Parts that tell the same as another, or tell nobody apart."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from guben.diagnostics import Finding
from guben.insight.linting import findings as codes
from guben.insight.linting.subject import Subject
from guben.model.exact import plain_number
from guben.model.meaning import meaning_of
from guben.model.scheme import Part

# So many of a hundred with the same points are nearly all of them.
_NEARLY_ALL = Fraction(95, 100)
# Fewer organizations than this agree too easily by chance.
_FEWEST = 10


def parts_are_scored_apart(subject: Subject) -> Iterator[Finding]:
    """No two leaves have the same rule, whatever they are worth."""
    seen: dict[object, Part] = {}
    for leaf in subject.leaves():
        first = seen.setdefault(meaning_of(leaf.scoring), leaf)
        if first is not leaf:
            yield codes.SAME_RULE.at(leaf.span, part=leaf.path, other=first.path)


def parts_have_titles_of_their_own(subject: Subject) -> Iterator[Finding]:
    """No two leaves have the same title."""
    seen: dict[str, Part] = {}
    for leaf in subject.leaves():
        first = seen.setdefault(leaf.title.zh, leaf)
        if first is not leaf and meaning_of(first.scoring) != meaning_of(leaf.scoring):
            yield codes.TITLE_TWICE.at(leaf.span, part=leaf.path, other=first.path)


def rows_tell_apart(subject: Subject) -> Iterator[Finding]:
    """On data, each leaf tells organizations apart, and otherwise than those before it."""
    seen: dict[object, Part] = {}
    rules: dict[str, object] = {leaf.path: meaning_of(leaf.scoring) for leaf in subject.leaves()}
    for leaf in subject.leaves():
        points = [row.points[leaf.path] for row in subject.rows]
        known = [each for each in points if each is not None]
        if len(known) < _FEWEST:
            continue
        (usual, alike) = Counter(known).most_common(1)[0]
        share = Fraction(alike, len(known))
        if share >= _NEARLY_ALL:
            yield codes.ALL_ALIKE.at(
                leaf.span,
                part=leaf.path,
                number=len(known),
                alike=alike,
                share=plain_number(share * 100, 1),
                points=plain_number(usual),
            )
            continue
        first = seen.setdefault(_order(points), leaf)
        if first is not leaf and rules[first.path] != rules[leaf.path]:
            yield codes.SAME_ORDER.at(leaf.span, part=leaf.path, other=first.path)


def _order(points: list[Fraction | None]) -> tuple[int | None, ...]:
    """Return the place of each, equal for equals: the same for parts that put organizations in the same order."""
    places = {each: place for place, each in enumerate(sorted({each for each in points if each is not None}))}
    return tuple(None if each is None else places[each] for each in points)
