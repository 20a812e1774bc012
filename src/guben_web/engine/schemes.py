"""The schemes that come with the product, and what they ask for."""

from functools import cache

from guben.diagnostics import Text
from guben.evaluation import check_scheme
from guben.evaluation.folder import scheme_copy
from guben.insight.asked import used_ledgers
from guben.model.scheme import Measure, SourceKind
from guben.model.values import Kind
from guben.plan import Program
from guben.resolve.loading import known_schemes

__all__ = [
    "Kind",
    "Measure",
    "Program",
    "SourceKind",
    "check_scheme",
    "collected_measures",
    "get_program",
    "known_schemes",
    "ledgers_in_use",
    "scheme_copy",
    "scheme_titles",
]


@cache
def get_program(name: str) -> Program:
    """Return the program of a scheme that comes with the product; raises the core's Refusal if it is not right."""
    return check_scheme(name).needed()


@cache
def scheme_titles() -> dict[str, Text]:
    """Return the titles of the schemes by name."""
    return {name: get_program(name).scheme.title for name in known_schemes()}


@cache
def ledgers_in_use() -> dict[str, tuple[Text, ...]]:
    """Return the ledgers that schemes count, by name, with the titles of those schemes."""
    found: dict[str, list[Text]] = {}
    for name, title in scheme_titles().items():
        for ledger in used_ledgers(get_program(name)):
            found.setdefault(ledger, []).append(title)
    return {ledger: tuple(titles) for ledger, titles in found.items()}


@cache
def collected_measures() -> tuple[Measure, ...]:
    """Return the measures that somebody gives under any scheme, each once."""
    measures: dict[str, Measure] = {}
    for name in known_schemes():
        for measure in get_program(name).scheme.collected_measures():
            measures.setdefault(measure.name, measure)
    return tuple(measures.values())
