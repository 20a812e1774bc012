"""Published versions are frozen: what a pack has published, and whether a scheme still says it.

A pack records its published versions in `published.yaml` and keeps a copy of each in `published/NAME@VERSION.yaml`; the
ledgers that it uses are kept in the folder `published/NAME@VERSION`, as in a folder of packs.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from guben.diagnostics import FilePlace, Finding, SourceSpan
from guben.model.ledger_type import file_of
from guben.model.scheme import Scheme
from guben.reading.published import PublishedFile, PublishedVersion, read_published_file
from guben.reading.trees import Tree
from guben.resolve import findings as codes

RECORD, COPIES = "published.yaml", "published"
# Names whose order says something: which grade is better, which choice is higher, which state is the first, how a sheet
# or a form is printed.
_ORDERED = frozenset({"parts", "grades", "choices", "fields", "states"})
# More cases prove more and change nothing.
_NOT_FROZEN = frozenset({"cases"})


def scheme_digest(scheme: Scheme) -> str:
    """Return the SHA-256 of what a scheme, the ledgers that it uses and those of its children say.

    Comments, layout, the order of keys and the cases leave it as it is.
    """
    below = scheme_digest(scheme.children) if scheme.children else None
    said = [_frozen(_tree_of(scheme).root), below]
    ledgers = [
        [name, _frozen(Tree(name, _text_of(scheme, file_of(name))).root)] for name in sorted(scheme.used)
    ]
    return _digest([*said, ledgers] if ledgers else said)


def ledger_digest(scheme: Scheme, ledger: str) -> str:
    """Return the SHA-256 of what a ledger says that a scheme uses."""
    return _digest(_frozen(Tree(ledger, _text_of(scheme, file_of(ledger))).root))


def _digest(said: object) -> str:
    words = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def _frozen(root: yaml.Node | None) -> object:
    return _sorted({key: value for key, value in _mapping(root) if key not in _NOT_FROZEN})


def published_versions(pack: Path) -> PublishedFile:
    """Return what the pack in a folder has published."""
    return read_published_file(pack / RECORD, shown_as=f"{pack.name}/{RECORD}")


def copy_of(pack: Path, version: PublishedVersion) -> Path:
    """Return the file in which a published version is kept."""
    return pack / COPIES / version.file


def ledgers_of_copy(copy: Path) -> Path:
    """Return the folder in which the ledgers are kept that a published version uses."""
    return copy.with_suffix("")


def shown_copy(pack: Path, version: PublishedVersion) -> str:
    """Return how findings name that file."""
    return f"{pack.name}/{COPIES}/{version.file}"


def version_findings(scheme: Scheme, path: Path) -> Iterator[Finding]:
    """Yield what is wrong with a scheme in the file `path` beside what its pack has published."""
    pack = path.parent.parent
    is_copy = path.parent.name == COPIES
    if not is_copy and path.parent.name != "schemes":
        return
    published = published_versions(pack)
    yield from published.findings
    name = path.stem.partition("@")[0] if is_copy else path.stem
    version = published.find(name, scheme.version)
    if version is None:
        return
    if scheme_digest(scheme) != version.digest:
        facts = {"version": version.version, "date": version.date, "copy": shown_copy(pack, version)}
        code = codes.PUBLISHED_COPY_CHANGED if is_copy else codes.PUBLISHED_VERSION_CHANGED
        yield code.at(_version_span(scheme), **facts)


def missing_copies(pack: Path) -> Iterator[Finding]:
    """Yield a finding for each published version of the pack in a folder whose copy is gone."""
    for version in published_versions(pack).versions:
        if not copy_of(pack, version).exists():
            shown = shown_copy(pack, version)
            yield codes.PUBLISHED_COPY_MISSING.at(FilePlace(shown), version=version.version, copy=shown)


def _tree_of(scheme: Scheme) -> Tree:
    return Tree(scheme.span.path, _text_of(scheme, scheme.own_file))


def _text_of(scheme: Scheme, file: str) -> str:
    return scheme.files[file].decode("utf-8-sig")


def _version_span(scheme: Scheme) -> SourceSpan:
    tree = _tree_of(scheme)
    assert isinstance(tree.root, yaml.MappingNode)
    found = (tree.span(value) for key, value in tree.root.value if key.value == "version")
    return next(found, scheme.span)


def _mapping(node: yaml.Node | None) -> Iterator[tuple[str, object]]:
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        yield str(key.value), _content(value)


def _content(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return dict(_mapping(node))
    if isinstance(node, yaml.SequenceNode):
        return [_content(each) for each in node.value]
    return str(node.value).strip()


def _sorted(content: object, key: str = "") -> object:
    """Return content as lists of pairs, in order of the names where their order says nothing."""
    if isinstance(content, dict):
        items = content.items() if key in _ORDERED else sorted(content.items())
        return [[name, _sorted(value, name)] for name, value in items]
    return [_sorted(each) for each in content] if isinstance(content, list) else content
