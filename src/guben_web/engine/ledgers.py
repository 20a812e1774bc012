"""Ledgers of packs: what their files say, whether entries keep their rules, and the measures they yield."""

from functools import lru_cache
from pathlib import Path

from guben.diagnostics import Finding, has_errors
from guben.evaluation.ledgers import CheckedLedger, checked_ledger
from guben.model.exact import rounded_to
from guben.model.formula import Name
from guben.model.ledger_type import (
    STATE,
    UNTIL,
    Audience,
    Closing,
    EntryField,
    LedgerType,
    Move,
    Mover,
    Reference,
    Time,
)
from guben.model.values import Kind, ValueType
from guben.office.reported import Reported, read_value
from guben.reading.ledgers import read_ledger_text
from guben.reading.packs import read_pack_file
from guben.reference.values import Value, is_known
from guben.resolve.formulas import walk
from guben.resolve.ledgers import PACKS, known_ledgers, load_ledger

__all__ = [
    "PACKS",
    "STATE",
    "UNTIL",
    "Audience",
    "CheckedLedger",
    "Closing",
    "EntryField",
    "Finding",
    "Kind",
    "LedgerType",
    "Move",
    "Mover",
    "Reference",
    "Reported",
    "Time",
    "Value",
    "ValueType",
    "checked_text",
    "fields_of_rule",
    "find_pack_titles",
    "has_errors",
    "is_known",
    "known_ledgers",
    "ledger_type",
    "load_checked",
    "read_value",
    "rounded_to",
]


@lru_cache(maxsize=512)
def checked_text(text: str) -> CheckedLedger:
    """Return everything there is to say about the text of a ledger; kept, since a text never changes its meaning."""
    return checked_ledger(read_ledger_text(text, shown_as="ledger.yaml"))


@lru_cache(maxsize=512)
def ledger_type(text: str) -> LedgerType | None:
    """Return what the text of a ledger says, without making its programs; kept for the same reason."""
    return read_ledger_text(text, shown_as="ledger.yaml").type


def load_checked(name: str, packs: Path) -> CheckedLedger:
    """Return everything there is to say about a ledger of a folder of packs; raises Refusal if it cannot be read."""
    return checked_ledger(load_ledger(name, packs=packs))


def find_pack_titles(folder: Path) -> tuple[tuple[str, str] | None, tuple[Finding, ...]]:
    """Return what the pack in a folder is called in both languages, None if it does not say, and what is wrong."""
    path = folder / "pack.yaml"
    file = read_pack_file(path, shown_as=f"{folder.name}/pack.yaml")
    return ((file.title.zh, file.title.en) if file.title else None), file.findings


def fields_of_rule(ledger: LedgerType, number: int) -> list[str]:
    """Return the fields that a rule, counted from 0, speaks of, in the order of the formula."""
    names = [each.name for each in walk(ledger.rules[number].condition) if isinstance(each, Name)]
    return [name for name in dict.fromkeys(names) if name in ledger.fields]
