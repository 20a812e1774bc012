"""Ledgers of packs by name: `base/meetings` is the file `<packs>/base/ledgers/meetings.yaml`."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from guben.diagnostics import FilePlace, Finding, Place, Refusal, suggestion
from guben.model.formula import Comparison, Number
from guben.model.grading import Grade
from guben.model.ledger_type import STATE, UNTIL, LedgerType, Reference
from guben.model.scheme import Measure, MissingPolicy, Part, Scheme, Scope
from guben.model.scoring import Pass
from guben.reading.ledgers import LedgerFile, read_ledger_file
from guben.resolve import findings as codes
from guben.resolve.records import ENTRY_FIELD_NAMES

PACKS = Path(__file__).parents[1] / "packs"
LEDGERS = "ledgers"


def known_ledgers(packs: Path = PACKS) -> list[str]:
    """Return the names of the ledgers in the packs of a folder, by default those that come with the product."""
    return sorted(f"{path.parents[1].name}/{path.stem}" for path in packs.glob(f"*/{LEDGERS}/*.yaml"))


def load_ledger(name: str, asked_at: Place | None = None, packs: Path | None = None) -> LedgerFile:
    """Return the ledger called `name`, looked for in a folder of packs, then among those that come with the product.

    A name with an ending such as `.yaml` is a file. Raises Refusal for an unknown ledger or an unreadable file.
    """
    file, path = _load(name, asked_at or FilePlace(name), packs)
    if file.type is None:
        return file
    own = path.parents[2] if path.parent.name == LEDGERS else packs
    return LedgerFile(file.type, (*file.findings, *name_findings(file.type, path, own)))


def load_used_ledger(name: str, asked_at: Place, packs: Path | None) -> LedgerFile:
    """Return the ledger that a scheme uses; the ledgers that its fields refer to need not be there.

    Raises Refusal for an unknown ledger or an unreadable file.
    """
    file, path = _load(name, asked_at, packs)
    if file.type is None:
        return file
    return LedgerFile(file.type, (*file.findings, *_own_names(file.type, path)))


def _load(name: str, asked_at: Place, packs: Path | None) -> tuple[LedgerFile, Path]:
    path, shown = _find(name, asked_at, packs)
    path = path.resolve()
    return read_ledger_file(path, shown_as=shown), path


def name_findings(ledger: LedgerType, path: Path, packs: Path | None) -> list[Finding]:
    """Return what is wrong with the names in a ledger: its own, those of its fields, those of other ledgers."""
    findings = list(_own_names(ledger, path))
    for field in ledger.fields.values():
        if field.reference is Reference.ENTRY and field.of:
            try:
                _find(field.of, field.span, packs)
            except Refusal as refusal:
                findings += refusal.findings
    return findings


def _own_names(ledger: LedgerType, path: Path) -> Iterator[Finding]:
    if path.parent.name == LEDGERS:
        expected = f"{path.parents[1].name}/{path.stem}"
        if ledger.name and ledger.name != expected:
            yield codes.LEDGER_ELSEWHERE.at(ledger.span, name=ledger.name, expected=expected)
    for field in ledger.fields.values():
        if field.name in (*ENTRY_FIELD_NAMES, STATE, UNTIL):
            yield codes.RESERVED_NAME.at(field.span, name=field.name)


def with_ledgers(scheme: Scheme, ledgers: list[LedgerType]) -> Scheme:
    """Return a scheme that knows the ledgers it uses, with their parameters and the measures that they yield.

    A parameter that the scheme declares itself has the scheme's value.
    """
    used = {each.short_name: each.ledger for each in ledgers}
    yielded = {name: each for ledger in ledgers for name, each in ledger.measures.items()}
    parameters = {name: each for ledger in ledgers for name, each in ledger.parameters.items()}
    files = {ledger.own_file: ledger.content for ledger in ledgers}
    return replace(
        scheme,
        ledgers={**scheme.ledgers, **used},
        parameters={**parameters, **scheme.parameters},
        measures={**yielded, **scheme.measures},
        files={**scheme.files, **files},
        used=tuple(ledger.name for ledger in ledgers),
        yielded={name: ledger.name for ledger in ledgers for name in ledger.measures},
    )


def scheme_of(ledger: LedgerType, measures: Mapping[str, Measure]) -> Scheme:
    """Return a scheme that computes measures from the entries of a ledger.

    It has one part and one grade that everybody gets, since a scheme without them comes to nothing.
    """
    nothing, span = Number(Fraction(0), False, ledger.span), ledger.span
    always = Pass(Comparison((nothing, nothing), ("=",), span))
    part = Part("kept", ledger.title, Fraction(1), span, span, scoring=always)
    return Scheme(
        name=ledger.name,
        version=ledger.version,
        title=ledger.title,
        scope=Scope("village", (), span),
        total=part.points,
        period=None,
        digits=0,
        missing=MissingPolicy.EXCLUDE,
        parameters=ledger.parameters,
        measures=measures,
        parts=(part,),
        vetoes=(),
        grades=(Grade("kept", ledger.title, None, span),),
        cases=(),
        span=span,
        total_span=span,
        ledgers={ledger.short_name: ledger.ledger},
    )


def _find(name: str, asked_at: Place, packs: Path | None) -> tuple[Path, str]:
    if name.endswith((".yaml", ".yml")):
        return Path(name), name
    pack, _, ledger = name.partition("/")
    for root in (packs, PACKS):
        if root and (path := root / pack / LEDGERS / f"{ledger}.yaml").is_file():
            return path, f"{name}.yaml"
    advice = suggestion(name, known_ledgers(), codes.KNOWN_LEDGERS)
    raise Refusal(codes.UNKNOWN_LEDGER.at(asked_at, name=name, advice=advice))
