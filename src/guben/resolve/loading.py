"""A scheme by its name (`pioneer-project/village`) or its file, together with the scheme of its children.

A pack is a folder with its schemes in `schemes/`, so a scheme's file is `<packs>/<pack>/schemes/<scheme>.yaml`;
`<pack>/<scheme>@<version>` is a published version, kept in `<packs>/<pack>/published/<scheme>@<version>.yaml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from guben.diagnostics import FilePlace, Finding, Place, Refusal, SourceSpan, Text, both, has_errors
from guben.diagnostics.nearest import suggestion
from guben.model.ledger import Ledger
from guben.model.ledger_type import LedgerType
from guben.model.scheme import Measure, Parameter, Scheme
from guben.reading import SchemeFile, read_pack_file, read_scheme_file, read_scheme_text
from guben.resolve import findings as codes
from guben.resolve.formulas import with_previous
from guben.resolve.ledgers import PACKS, load_used_ledger, with_ledgers
from guben.resolve.versions import COPIES, ledgers_of_copy, missing_copies, version_findings


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scheme as far as its files could be read, and what is wrong with them."""

    scheme: Scheme | None
    findings: tuple[Finding, ...]


def load_scheme(name: str) -> Loaded:
    """Return the scheme called `name` with its children's scheme.

    A name with an ending such as `.yaml` is a file; `pack/scheme` is looked for among the packs beside the pack that
    refers to it, then among those that come with the product. Raises Refusal for an unknown scheme or an unreadable
    file.
    """
    return _load(name, FilePlace(name), None, {})


def load_scheme_text(text: str, path: Path) -> Loaded:
    """Return the scheme that `text` says, with its children's scheme, as if it stood in the file at `path`."""
    return _with_children(read_scheme_text(text, shown_as=str(path)), path.resolve(), {})


def scheme_path(name: str) -> Path:
    """Return the file that `load_scheme` would read. Raises Refusal for an unknown scheme."""
    return _find(name, FilePlace(name), None)[0].resolve()


def known_schemes(packs: Path = PACKS) -> list[str]:
    """Return the names of the schemes in the packs of a folder, by default those that come with the product."""
    return sorted(f"{path.parents[1].name}/{path.stem}" for path in packs.glob("*/schemes/*.yaml"))


def known_packs() -> list[str]:
    """Return the names of the packs that come with the product."""
    return sorted(path.parent.name for path in PACKS.glob("*/pack.yaml"))


def schemes_above(name: str, called: str) -> list[str]:
    """Return the files beside the scheme `name` that name it, by what it is `called`, as the scheme of their children."""
    path = scheme_path(name)
    files = [*path.parent.glob("*.yaml"), *path.parent.glob("*.yml")]
    return sorted(str(each) for each in files if each != path and read_scheme_file(each).children == called)


@dataclass(frozen=True, slots=True)
class LoadedPack:
    """A pack: its title, its schemes and ledgers as `load_scheme` and `load_ledger` take them, and what is wrong with its file."""

    title: Text
    schemes: tuple[str, ...]
    ledgers: tuple[str, ...]
    findings: tuple[Finding, ...]


def load_pack(name: str) -> LoadedPack:
    """Return a pack by its folder, or by its name if it comes with the product.

    Raises Refusal if there is no such pack.
    """
    is_folder = Path(name).is_dir()
    folder = Path(name).resolve() if is_folder else PACKS / name
    if not name or not (folder / "pack.yaml").is_file():
        raise Refusal(unknown_pack(name))
    file = read_pack_file(folder / "pack.yaml", shown_as=f"{name}/pack.yaml")
    contents = {}
    for kind in ("schemes", "ledgers"):
        paths = sorted([*folder.glob(f"{kind}/*.yaml"), *folder.glob(f"{kind}/*.yml")])
        contents[kind] = tuple(str(path) if is_folder else f"{name}/{path.stem}" for path in paths)
    findings = (*file.findings, *_copy_findings(folder))
    return LoadedPack(file.title or both(name), contents["schemes"], contents["ledgers"], findings)


def _copy_findings(pack: Path) -> Iterator[Finding]:
    """Yield what is wrong with the copies of what a pack has published; the rest its schemes say themselves."""
    yield from missing_copies(pack)
    for copy in sorted((pack / COPIES).glob("*@*.yaml")):
        found = read_scheme_file(copy, shown_as=f"{pack.name}/{COPIES}/{copy.name}")
        findings = _with_children(found, copy, {}).findings
        yield from (each for each in findings if each.code is codes.PUBLISHED_COPY_CHANGED)


def unknown_pack(name: str) -> Finding:
    """Return the finding that there is no pack of this name."""
    advice = suggestion(name, known_packs(), codes.KNOWN_PACKS)
    return codes.UNKNOWN_PACK.at(FilePlace(name), name=name, advice=advice)


def _load(name: str, asked_at: Place, packs: Path | None, above: dict[Path, str]) -> Loaded:
    path, shown = _find(name, asked_at, packs)
    path = path.resolve()
    return _with_children(read_scheme_file(path, shown_as=shown), path, above)


def _with_children(file: SchemeFile, path: Path, above: dict[Path, str]) -> Loaded:
    loaded = _joined(file, path, above)
    if loaded.scheme is None or has_errors(loaded.findings):
        return loaded
    return Loaded(loaded.scheme, (*loaded.findings, *version_findings(loaded.scheme, path)))


def _joined(file: SchemeFile, path: Path, above: dict[Path, str]) -> Loaded:
    if file.scheme is None:
        return Loaded(None, file.findings)
    own_packs = path.parents[2] if len(path.parents) > 2 else None
    is_copy = path.parent.name == COPIES and ledgers_of_copy(path).is_dir()
    own, used = _with_ledgers(file.scheme, file.uses, ledgers_of_copy(path) if is_copy else own_packs)
    own = with_previous(own)
    file = replace(file, findings=(*file.findings, *used))
    if file.children is None or file.children_span is None:
        return Loaded(own, file.findings)
    chain = {**above, path: own.name}
    try:
        below_path = _find(file.children, file.children_span, own_packs)[0].resolve()
        if below_path in chain:
            names = list(chain.values())
            circle = " → ".join([*names[list(chain).index(below_path) :], chain[below_path]])
            finding = codes.SCHEME_CYCLE.at(file.children_span, chain=circle)
            return Loaded(own, (*file.findings, finding))
        below = _load(file.children, file.children_span, own_packs, chain)
    except Refusal as refusal:
        return Loaded(own, (*file.findings, *refusal.findings))
    files = {**own.files, **(below.scheme.files if below.scheme else {})}
    scheme = replace(own, children=below.scheme, files=files)
    return Loaded(scheme, (*file.findings, *below.findings))


def _with_ledgers(
    scheme: Scheme, uses: tuple[tuple[str, SourceSpan], ...], packs: Path | None
) -> tuple[Scheme, list[Finding]]:
    ledgers: list[LedgerType] = []
    findings: list[Finding] = []
    for name, span in dict(uses).items():
        try:
            file = load_used_ledger(name, span, packs)
        except Refusal as refusal:
            findings += refusal.findings
            continue
        findings += file.findings
        if file.type is not None:
            findings += _taken(scheme, file.type)
            findings += _taken_before(ledgers, file.type, span)
            ledgers.append(file.type)
    return with_ledgers(scheme, ledgers), findings


def _taken(scheme: Scheme, ledger: LedgerType) -> Iterator[Finding]:
    """Yield a finding for each declaration of a scheme that has the name of a ledger it uses, or of what that holds.

    A parameter of the ledger can be declared anew: so a place or a year sets it otherwise.
    """
    taken = _names_of(ledger)
    declared_here: list[Ledger | Measure | Parameter] = [
        *scheme.ledgers.values(),
        *scheme.measures.values(),
        *(each for each in scheme.parameters.values() if not _sets(each, ledger)),
    ]
    for declared in declared_here:
        if declared.name in taken:
            yield codes.NAME_OF_LEDGER.at(declared.span, name=declared.name, ledger=ledger.name)


def _sets(parameter: Parameter, ledger: LedgerType) -> bool:
    held = ledger.parameters.get(parameter.name)
    return held is not None and held.type.kind is parameter.type.kind


def _taken_before(ledgers: list[LedgerType], ledger: LedgerType, span: SourceSpan) -> Iterator[Finding]:
    """Yield a finding for each name of a ledger that another one has which the scheme uses too."""
    for other in ledgers:
        for name in sorted(_names_of(other) & _names_of(ledger)):
            yield codes.NAME_OF_LEDGER.at(span, name=name, ledger=other.name)


def _names_of(ledger: LedgerType) -> frozenset[str]:
    return frozenset((ledger.short_name, *ledger.parameters, *ledger.measures))


def _find(name: str, asked_at: Place, packs: Path | None) -> tuple[Path, str]:
    if name.endswith((".yaml", ".yml")):
        return Path(name), name
    pack, _, scheme = name.partition("/")
    folder = COPIES if "@" in scheme else "schemes"
    for root in (packs, PACKS):
        if root and (path := root / pack / folder / f"{scheme}.yaml").is_file():
            return path, f"{name}.yaml"
    raise Refusal(unknown_scheme(name, asked_at))


def unknown_scheme(name: str, asked_at: Place) -> Finding:
    """Return the finding that there is no scheme called `name`."""
    is_asked_by_person = isinstance(asked_at, FilePlace)
    otherwise = codes.KNOWN_SCHEMES_OR_FILE if is_asked_by_person else codes.KNOWN_SCHEMES
    advice = suggestion(name, known_schemes(), otherwise)
    return codes.UNKNOWN_SCHEME.at(asked_at, name=name, advice=advice)
