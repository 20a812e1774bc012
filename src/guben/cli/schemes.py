"""What a word on the command line means: a scheme, a ledger, or a pack with both."""

import re
from dataclasses import dataclass
from pathlib import Path

from guben.diagnostics import Finding
from guben.resolve.ledgers import LEDGERS, known_ledgers
from guben.resolve.loading import known_schemes, load_pack


@dataclass(frozen=True, slots=True)
class Contents:
    """Schemes and ledgers by name or file, and findings about the pack's own file."""

    schemes: tuple[str, ...]
    ledgers: tuple[str, ...]
    findings: tuple[Finding, ...]


def contents_of(word: str) -> Contents:
    """Return what a scheme's or ledger's name or file, a pack's name or a pack's folder stands for.

    Raises Refusal for a pack that is not known.
    """
    if word.endswith((".yaml", ".yml")) or ("/" in word and not Path(word).is_dir()):
        is_in_pack = word in known_ledgers() and word not in known_schemes()
        is_ledger = is_in_pack or _is_ledger_file(Path(word))
        return Contents((), (word,), ()) if is_ledger else Contents((word,), (), ())
    pack = load_pack(word)
    return Contents(pack.schemes, pack.ledgers, pack.findings)


def _is_ledger_file(path: Path) -> bool:
    """Return whether a file lies with the ledgers of a pack or says itself that it is one."""
    if path.resolve().parent.name == LEDGERS:
        return True
    return path.is_file() and re.search(rb"^ledger\s*:", path.read_bytes(), re.M) is not None
