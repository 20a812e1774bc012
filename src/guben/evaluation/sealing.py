"""The seal over decided results: one SHA-256 over the digests of the results and all that people decided about them.

It is printed on letters and lists. Whoever has the archive computes it again from `decision.json` and compares.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guben.diagnostics import FilePlace, Finding
from guben.evaluation import findings as codes

DECISION = "decision.json"
Sealed = Mapping[str, object]
_DIGESTS = ("scheme_digest", "snapshot_digest", "result_digest")


@dataclass(frozen=True, slots=True)
class Decided:
    """The seal that a folder of results carries, and what is wrong with it."""

    seal: str
    findings: tuple[Finding, ...]


def seal_of(sealed: Sealed) -> str:
    """Return the SHA-256 of what is sealed, as JSON with sorted keys and without blanks."""
    words = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def write_decision(folder: Path, sealed: Sealed) -> str:
    """Write what is sealed beside the results in a folder and return the seal."""
    seal = seal_of(sealed)
    said = json.dumps({"seal": seal, "sealed": sealed}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / DECISION).write_text(f"{said}\n", encoding="utf-8")
    return seal


def read_decision(folder: Path, digests: Mapping[str, str]) -> Decided | None:
    """Return the seal of a folder of results, checked against the digests of the results; None if it carries none."""
    path = folder / DECISION
    if not path.is_file():
        return None
    place = FilePlace(str(path))
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        sealed, seal = dict(said["sealed"]), str(said["seal"])
    except (ValueError, KeyError, TypeError):
        return Decided("", (codes.DECISION_UNREADABLE.at(place),))
    if seal_of(sealed) != seal:
        return Decided(seal, (codes.DECISION_ALTERED.at(place),))
    if any(sealed.get(name) != digests[name] for name in _DIGESTS):
        return Decided(seal, (codes.DECISION_OF_OTHERS.at(place),))
    return Decided(seal, ())
