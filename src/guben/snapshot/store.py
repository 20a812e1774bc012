"""Freezing records into a folder of Parquet tables with a manifest, and opening such a folder again."""

import csv
import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from guben.backends import Duck, Engine
from guben.diagnostics import FilePlace, Refusal
from guben.snapshot import findings as codes
from guben.snapshot.digests import (
    MOST_FINGERPRINTS,
    TableDigest,
    digest_of,
    file_digest,
    fingerprints_query,
    row_name,
    table_digest,
)
from guben.snapshot.records import Records
from guben.snapshot.tables import TABLES, ColumnKind, Table

FORMAT = "guben-snapshot/1"
MANIFEST = "manifest.json"
_ENGINE_TYPES = {
    ColumnKind.TEXT: "VARCHAR",
    ColumnKind.INTEGER: "BIGINT",
    ColumnKind.DAY: "INTEGER",
    ColumnKind.YES_NO: "BOOLEAN",
    ColumnKind.WIDE: "DECIMAL(38,0)",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the records came from: a file's name and SHA-256, or an installation's name."""

    name: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frozen folder; `digest` is over what the tables hold, the cut-off date and the period, not over file bytes."""

    folder: Path
    as_of: date
    period: str
    source: Source
    tables: Mapping[str, TableDigest]
    files: Mapping[str, str]
    digest: str

    def path(self, table: str) -> Path:
        """Return the Parquet file of a table."""
        return self.folder / f"{table}.parquet"

    def show_to(self, engine: Engine) -> None:
        """Make every table readable under its name."""
        for table in TABLES:
            engine.see_parquet(table.name, self.path(table.name))


def write_snapshot(records: Records, folder: Path, *, as_of: date, period: str, source: Source) -> Snapshot:
    """Write records as a snapshot into an empty or new folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    with Duck() as engine:
        load_records(engine, records)
        return freeze(engine, folder, as_of=as_of, period=period, source=source)


def load_records(engine: Duck, records: Records) -> None:
    """Load records into tables of the engine, without freezing anything."""
    with tempfile.TemporaryDirectory() as scratch:
        for table in TABLES:
            rows = getattr(records, table.name)
            types = [(column.name, _ENGINE_TYPES[column.kind]) for column in table.columns]
            if rows:
                path = Path(scratch) / f"{table.name}.csv"
                nothing = _absent_word(rows)
                _write_csv(path, table, rows, nothing)
                engine.load_csv(table.name, path, types, nothing)
            else:
                engine.create(table.name, "SELECT " + _empty_columns(types) + " WHERE false")


def freeze(engine: Duck, folder: Path, *, as_of: date, period: str, source: Source) -> Snapshot:
    """Write the tables that an engine sees under their names as a snapshot, and return it.

    Raises Refusal if rows of a table share a key.
    """
    _refuse_doubled_keys(engine, folder)
    digests: dict[str, TableDigest] = {}
    files: dict[str, str] = {}
    (folder / "fingerprints").mkdir(exist_ok=True)
    for table in TABLES:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        order = ", ".join(f'"{name}"' for name in table.key)
        written = [(f'SELECT {columns} FROM "{table.name}" ORDER BY {order}', f"{table.name}.parquet")]
        digests[table.name] = table_digest(engine, table)
        if digests[table.name].rows <= MOST_FINGERPRINTS:
            written.append((fingerprints_query(table), f"fingerprints/{table.name}.parquet"))
        for query, name in written:
            engine.write_parquet(query, folder / name)
            files[name] = file_digest(folder / name)
    digest = content_digest(as_of, period, digests)
    snapshot = Snapshot(folder, as_of, period, source, digests, files, digest)
    text = json.dumps(_manifest(snapshot), ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return snapshot


def _refuse_doubled_keys(engine: Duck, folder: Path) -> None:
    findings = []
    for table in TABLES:
        keys = ", ".join(f'"{name}"' for name in table.key)
        query = f'SELECT {row_name(table)} FROM "{table.name}" GROUP BY {keys} HAVING count(*) > 1 ORDER BY 1 LIMIT 20'
        findings += [
            codes.KEY_TWICE.at(FilePlace(str(folder)), table=table.name, key=key)
            for (key,) in engine.rows(query)
        ]
    if findings:
        raise Refusal(findings)


def content_digest(as_of: date, period: str, tables: Mapping[str, TableDigest]) -> str:
    """Return the digest of a snapshot: over its cut-off date, its period and what its tables hold."""
    held = {name: digest.whole for name, digest in tables.items()}
    return digest_of({"as_of": as_of.isoformat(), "period": period, "tables": held})


def open_snapshot(folder: Path) -> Snapshot:
    """Return the snapshot in a folder, as its manifest describes it.

    Raises Refusal if there is none, or its manifest or a table is missing or cannot be understood. Whether the tables
    still hold what was frozen is a question for `guben.snapshot.integrity`.
    """
    place = FilePlace(str(folder))
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal(codes.NO_SNAPSHOT.at(place)) from None
    except (OSError, ValueError) as error:
        raise Refusal(codes.BAD_MANIFEST.at(place, problem=str(error))) from None
    try:
        snapshot = _from_manifest(folder, manifest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refusal(codes.BAD_MANIFEST.at(place, problem=f"{type(error).__name__} {error}")) from None
    lacking = [table.name for table in TABLES if not snapshot.path(table.name).is_file()]
    if lacking:
        raise Refusal(codes.TABLE_MISSING.at(place, table=name) for name in lacking)
    return snapshot


def _manifest(snapshot: Snapshot) -> dict[str, object]:
    return {
        "format": FORMAT,
        "as_of": snapshot.as_of.isoformat(),
        "period": snapshot.period,
        "digest": snapshot.digest,
        "source": asdict(snapshot.source),
        "tables": {
            table.name: {
                "rows": snapshot.tables[table.name].rows,
                "columns": {
                    column.name: {
                        "kind": column.kind.value,
                        "optional": column.is_optional,
                        "sha256": snapshot.tables[table.name].columns[column.name],
                    }
                    for column in table.columns
                },
            }
            for table in TABLES
        },
        "files": dict(snapshot.files),
    }


def _from_manifest(folder: Path, manifest: object) -> Snapshot:
    if not isinstance(manifest, dict) or manifest["format"] != FORMAT:
        raise ValueError(f"format is not {FORMAT}")
    tables = {
        name: TableDigest(
            int(held["rows"]), {column: str(each["sha256"]) for column, each in held["columns"].items()}
        )
        for name, held in manifest["tables"].items()
    }
    source = Source(str(manifest["source"]["name"]), str(manifest["source"]["sha256"]))
    as_of = date.fromisoformat(manifest["as_of"])
    files = {str(name): str(sha) for name, sha in manifest["files"].items()}
    if set(tables) != {table.name for table in TABLES}:
        raise ValueError("tables")
    return Snapshot(folder, as_of, str(manifest["period"]), source, tables, files, str(manifest["digest"]))


def _empty_columns(types: list[tuple[str, str]]) -> str:
    return ", ".join(f'CAST(NULL AS {type_}) AS "{name}"' for name, type_ in types)


def _absent_word(rows: Iterable[tuple[object, ...]]) -> str:
    """Return a word that no row holds, to stand for no value."""
    held = {value for row in rows for value in row if isinstance(value, str) and value.startswith("\\N")}
    word = "\\N"
    while word in held:
        word += "N"
    return word


def _write_csv(path: Path, table: Table, rows: Iterable[tuple[object, ...]], nothing: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in table.columns])
        writer.writerows([[nothing if value is None else value for value in row] for row in rows])
