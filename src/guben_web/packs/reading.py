"""What lies in the folders of packs: the ledgers that can be taken, and what keeps the others from it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from guben_web.engine.ledgers import (
    PACKS,
    Finding,
    LedgerType,
    find_pack_titles,
    has_errors,
    known_ledgers,
    load_checked,
)
from guben_web.engine.texts import CoreRefusal, Text, both, finding_as_data


@dataclass(frozen=True, slots=True)
class ReadLedger:
    """A ledger that can be taken."""

    type: LedgerType

    @property
    def text(self) -> str:
        """Its file."""
        return self.type.content.decode("utf-8-sig")

    @property
    def digest(self) -> str:
        """The SHA-256 of its file."""
        return hashlib.sha256(self.type.content).hexdigest()


@dataclass(slots=True)
class ReadPacks:
    """The titles of packs in both languages, their ledgers, and the findings about files that cannot be taken."""

    titles: dict[str, tuple[str, str]] = field(default_factory=dict)
    ledgers: dict[str, ReadLedger] = field(default_factory=dict)
    refused: dict[str, list[dict[str, object]]] = field(default_factory=dict)


def read_folders(own: Path | None) -> ReadPacks:
    """Return what lies in the packs of the product and in a folder of the county's own, which go before."""
    found = ReadPacks()
    for folder in (PACKS, own):
        if folder is not None and folder.is_dir():
            _read(folder, found)
    return found


def _read(folder: Path, found: ReadPacks) -> None:
    for name in known_ledgers(folder):
        pack = name.partition("/")[0]
        if not has_title(folder / pack, found):
            continue
        try:
            checked = load_checked(name, folder)
        except CoreRefusal as refusal:
            refuse(found, name, refusal.findings)
            continue
        if checked.type is None or has_errors(checked.findings):
            refuse(found, name, checked.findings)
        else:
            found.ledgers[name] = ReadLedger(checked.type)


def has_title(folder: Path, found: ReadPacks) -> bool:
    """Return whether the pack in a folder says what it is called."""
    try:
        title, findings = find_pack_titles(folder)
    except CoreRefusal as refusal:
        title, findings = None, refusal.findings
    if title is None or has_errors(findings):
        refuse(found, f"{folder.name}/pack.yaml", findings)
        return False
    found.titles[folder.name] = title
    return True


def refuse(found: ReadPacks, name: str, findings: tuple[Finding, ...]) -> None:
    """Note that a file cannot be taken, and why."""
    found.refused[name] = [finding_as_data(each) for each in findings]


def said_inside(findings: Iterable[Finding], packs: Path) -> list[dict[str, object]]:
    """Return findings whose places are said from a folder of packs on, not from the root of the machine."""
    return [_inside(finding_as_data(each), packs) for each in findings]


def _inside(finding: dict[str, object], packs: Path) -> dict[str, object]:
    place = {language: words.removeprefix(f"{packs}/") for language, words in dict(finding["place"]).items()}  # type: ignore[call-overload]
    return {**finding, "place": place}


def said_of(file: str, message: Text, hint: Text) -> dict[str, object]:
    """Return what is said of a whole file in the same form as a finding."""
    return {"code": "", "place": _data(both(file)), "message": _data(message), "hint": _data(hint)}


def _data(words: Text) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
