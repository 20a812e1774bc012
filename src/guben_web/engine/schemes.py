"""The schemes that come with the product and the county's own, and what they ask for."""

from dataclasses import dataclass
from pathlib import Path

from guben.diagnostics import Finding, Text
from guben.evaluation import check_scheme
from guben.evaluation.folder import scheme_copy
from guben.insight.asked import used_ledgers
from guben.model.scheme import Measure, SourceKind
from guben.model.values import Kind
from guben.plan import Program
from guben.resolve.loading import known_schemes as schemes_in
from guben_web.engine.in_force import kept_in_force, own_schemes, where_is
from guben_web.engine.texts import CoreRefusal

__all__ = [
    "Kind",
    "Measure",
    "Program",
    "ReadScheme",
    "SourceKind",
    "check_scheme",
    "collected_measures",
    "counted_ledgers",
    "get_program",
    "known_schemes",
    "ledgers_in_use",
    "own_schemes",
    "read_schemes",
    "scheme_copy",
    "scheme_titles",
]


def known_schemes() -> list[str]:
    """Return the names of the schemes that come with the product and of the county's own."""
    return sorted({*schemes_in(), *own_schemes()})


@dataclass(frozen=True, slots=True)
class ReadScheme:
    """A scheme in a folder of packs: what it calls itself, the ledgers it counts, and what is wrong with it.

    It can be taken if nothing is; else it calls itself nothing.
    """

    name: str
    says: str | None
    findings: tuple[Finding, ...]
    counts: tuple[str, ...] = ()


def read_schemes(packs: Path) -> list[ReadScheme]:
    """Return the schemes that lie in a folder of packs."""
    return [_read(name, packs) for name in schemes_in(packs)]


def _read(name: str, packs: Path) -> ReadScheme:
    pack, _, scheme = name.partition("/")
    try:
        checked = check_scheme(str(packs / pack / "schemes" / f"{scheme}.yaml"))
    except CoreRefusal as refusal:
        return ReadScheme(name, None, tuple(refusal.findings))
    if checked.program is None:
        return ReadScheme(name, None, checked.findings)
    return ReadScheme(name, checked.program.name, checked.findings, used_ledgers(checked.program))


def counted_ledgers(name: str) -> tuple[str, ...]:
    """Return the ledgers that a scheme in force counts; none if it is not right any more, whatever the reason."""
    try:
        return used_ledgers(get_program(name))
    except CoreRefusal:
        return ()


@kept_in_force
def get_program(name: str) -> Program:
    """Return the program of a scheme in force; raises the core's Refusal if it is not right."""
    return check_scheme(where_is(name)).needed()


@kept_in_force
def scheme_titles() -> dict[str, Text]:
    """Return the titles of the schemes by name."""
    return {name: get_program(name).scheme.title for name in known_schemes()}


@kept_in_force
def ledgers_in_use() -> dict[str, tuple[Text, ...]]:
    """Return the ledgers that schemes count, by name, with the titles of those schemes."""
    found: dict[str, list[Text]] = {}
    for name, title in scheme_titles().items():
        for ledger in used_ledgers(get_program(name)):
            found.setdefault(ledger, []).append(title)
    return {ledger: tuple(titles) for ledger, titles in found.items()}


@kept_in_force
def collected_measures() -> tuple[Measure, ...]:
    """Return the measures that somebody gives under any scheme, each once."""
    measures: dict[str, Measure] = {}
    for name in known_schemes():
        for measure in get_program(name).scheme.collected_measures():
            measures.setdefault(measure.name, measure)
    return tuple(measures.values())
