"""The file `pack.yaml` of a pack: what it is called."""

import re
from dataclasses import dataclass
from pathlib import Path

from guben.diagnostics import Finding, Text
from guben.reading import findings as codes
from guben.reading.files import text_of
from guben.reading.trees import Tree

_PACK = Text("方案包", "the pack")
PACK_KEYS = ("pack", "title")
# What is in a pack is called by the pack and its own name: pioneer-project/village, base/meetings.
PACK_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+([-_][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class PackFile:
    """What a pack's file says, as far as it could be read, and what is wrong with it."""

    title: Text | None
    findings: tuple[Finding, ...]


def read_pack_file(path: Path, *, shown_as: str) -> PackFile:
    """Return what the file of the pack in folder `path.parent` says; findings name the file as `shown_as`.

    Raises Refusal if there is no such file or it is not UTF-8 text.
    """
    _, text = text_of(path, shown_as)
    tree = Tree(shown_as, text)
    if tree.root is None:
        return PackFile(None, tuple(tree.findings))
    entries = tree.record(tree.root, _PACK, required=PACK_KEYS)
    title = tree.title(entries["title"].value, _PACK) if "title" in entries else None
    if "pack" in entries:
        name = tree.words(entries["pack"].value, _PACK)
        if name and name != path.parent.name:
            tree.report(codes.PACK_ELSEWHERE, entries["pack"].value, name=name, folder=path.parent.name)
    return PackFile(title, tuple(tree.findings))
