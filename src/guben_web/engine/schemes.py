"""The schemes that come with the product, and what they ask for."""

from functools import cache

from guben.evaluation import check_scheme
from guben.model.scheme import Measure
from guben.model.values import Kind
from guben.plan import Program
from guben.resolve.loading import known_schemes

__all__ = ["Kind", "Measure", "Program", "check_scheme", "collected_measures", "known_schemes"]


@cache
def collected_measures() -> tuple[Measure, ...]:
    """Return the measures that somebody gives under any scheme, each once."""
    measures: dict[str, Measure] = {}
    for name in known_schemes():
        for measure in check_scheme(name).needed().scheme.collected_measures():
            measures.setdefault(measure.name, measure)
    return tuple(measures.values())
