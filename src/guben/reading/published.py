"""The file `published.yaml` of a pack: which versions of its schemes have been published, with their digests."""

from dataclasses import dataclass
from pathlib import Path

from guben.diagnostics import Finding, Text
from guben.reading.files import text_of
from guben.reading.trees import Tree, plain

_FILE = Text("公布记录", "the record of published versions")
_ENTRY = Text("公布的版本", "a published version")
_KEYS = ("scheme", "version", "date", "digest")


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """A version of a scheme of the pack: the day of its publication, and the digest of what it says."""

    scheme: str
    version: str
    date: str
    digest: str

    @property
    def file(self) -> str:
        """The name of its copy in the folder `published`."""
        return f"{self.scheme}@{self.version}.yaml"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """The published versions of a pack, in order, and what is wrong with the file."""

    versions: tuple[PublishedVersion, ...]
    findings: tuple[Finding, ...]

    def find(self, scheme: str, version: str) -> PublishedVersion | None:
        """Return a published version of a scheme."""
        return next(
            (each for each in self.versions if (each.scheme, each.version) == (scheme, version)), None
        )


def read_published_file(path: Path, *, shown_as: str) -> PublishedFile:
    """Return what the file says; a pack without one has published nothing.

    Raises Refusal if it is not UTF-8 text.
    """
    if not path.exists():
        return PublishedFile((), ())
    tree = Tree(shown_as, text_of(path, shown_as)[1])
    if tree.root is None:
        return PublishedFile((), tuple(tree.findings))
    top = tree.record(tree.root, _FILE, required=("published",))
    node = plain(top, "published")
    versions = []
    for item in tree.items(node, _FILE) if node else []:
        entries = tree.record(item, _ENTRY, required=_KEYS)
        words = [tree.words(entries[key].value, _ENTRY) for key in _KEYS if key in entries]
        if len(words) == len(_KEYS):
            versions.append(PublishedVersion(*words))
    return PublishedFile(tuple(versions), tuple(tree.findings))
