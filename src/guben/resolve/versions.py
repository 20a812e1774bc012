"""Published versions are frozen: what a pack has published, and whether a scheme still says it.

A pack records its published versions in `published.yaml` and keeps a copy of each in `published/NAME@VERSION.yaml`.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from guben.diagnostics import FilePlace, Finding, SourceSpan
from guben.model.scheme import Scheme
from guben.reading.published import PublishedFile, PublishedVersion, read_published_file
from guben.reading.trees import Tree
from guben.resolve import findings as codes

RECORD, COPIES = "published.yaml", "published"
# Names whose order says something: which grade is better, which choice is higher, how the sheet is printed.
_ORDERED = frozenset({"parts", "grades", "choices"})
# More cases prove more and change nothing.
_NOT_FROZEN = frozenset({"cases"})


def scheme_digest(scheme: Scheme) -> str:
    """Return the SHA-256 of what a scheme and those of its children say.

    Comments, layout, the order of keys and the cases leave it as it is.
    """
    root = _tree_of(scheme).root
    content = {key: value for key, value in _mapping(root) if key not in _NOT_FROZEN}
    below = scheme_digest(scheme.children) if scheme.children else None
    words = json.dumps([_sorted(content), below], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def published_versions(pack: Path) -> PublishedFile:
    """Return what the pack in a folder has published."""
    return read_published_file(pack / RECORD, shown_as=f"{pack.name}/{RECORD}")


def copy_of(pack: Path, version: PublishedVersion) -> Path:
    """Return the file in which a published version is kept."""
    return pack / COPIES / version.file


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
    return Tree(scheme.span.path, scheme.files[scheme.own_file].decode("utf-8-sig"))


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
