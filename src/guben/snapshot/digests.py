"""Digests of tables that do not depend on row order, file format or engine.

The canonical text of a value is its decimal digits, its words, `true` or `false`; of no value it is nothing at all.
Every text is written with its length before it, so that no two rows have the same canonical text by accident.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from guben.backends import Duck
from guben.snapshot.tables import Table

# Beyond this many rows a table keeps no fingerprint of each: an alteration is then named by its column alone.
MOST_FINGERPRINTS = 1_000_000


@dataclass(frozen=True, slots=True)
class TableDigest:
    """How many rows a table has, and a SHA-256 of each column over the rows in order of their key."""

    rows: int
    columns: Mapping[str, str]

    @property
    def whole(self) -> str:
        """One SHA-256 over all of it."""
        return digest_of({"rows": self.rows, "columns": dict(self.columns)})


def table_digest(engine: Duck, table: Table) -> TableDigest:
    """Return the digest of a table that the engine sees under its name."""
    order = ", ".join(f'"{name}"' for name in table.key)
    columns = [column.name for column in table.columns]
    sums = ", ".join(f"sha256(string_agg({_canonical(name)}, '' ORDER BY {order}))" for name in columns)
    row = engine.rows(f'SELECT count(*), {sums} FROM "{table.name}"')[0]
    empty = hashlib.sha256(b"").hexdigest()
    return TableDigest(
        int(str(row[0])), {name: str(digest or empty) for name, digest in zip(columns, row[1:], strict=True)}
    )


def fingerprints_query(table: Table) -> str:
    """Return the query for the key of each row, as one text, and a fingerprint of the row."""
    text = " || ".join(_canonical(column.name) for column in table.columns)
    return f'SELECT {row_name(table)} AS "row", left(sha256({text}), 16) AS "fingerprint" FROM "{table.name}" ORDER BY 1'


def row_name(table: Table) -> str:
    """Return the SQL text that names a row by its key."""
    return " || ' ' || ".join(f'CAST("{name}" AS VARCHAR)' for name in table.key)


def _canonical(column: str) -> str:
    text = f'CAST("{column}" AS VARCHAR)'
    return f"coalesce(length({text}) || ':' || {text}, '-')"


def digest_of(content: object) -> str:
    """Return the SHA-256 of a value as canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lines_digest(lines: Iterable[str]) -> str:
    """Return the SHA-256 over lines of text, each ended by a line feed."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()
