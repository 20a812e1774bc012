"""Whether a snapshot still holds what was frozen; if not, which cell does not."""

from collections.abc import Iterator

from guben.backends import Duck, DuckError
from guben.diagnostics import FilePlace, Finding
from guben.snapshot import findings as codes
from guben.snapshot.digests import TableDigest, file_digest, fingerprints_query, row_name, table_digest
from guben.snapshot.store import Snapshot, content_digest
from guben.snapshot.tables import TABLES, Table

_MOST_NAMED = 20


def check_integrity(snapshot: Snapshot) -> list[Finding]:
    """Return a finding for everything in a snapshot's folder that is not as it was frozen; none if all is."""
    findings: list[Finding] = []
    if content_digest(snapshot.as_of, snapshot.period, snapshot.tables) != snapshot.digest:
        findings.append(codes.MANIFEST_ALTERED.at(_place(snapshot), what="digest"))
    for table in TABLES:
        if file_digest(snapshot.path(table.name)) != snapshot.files.get(f"{table.name}.parquet"):
            findings += _altered(snapshot, table)
    for name, frozen in snapshot.files.items():
        path = snapshot.folder / name
        if name.startswith("fingerprints/") and (not path.is_file() or file_digest(path) != frozen):
            findings.append(codes.FILE_ALTERED.at(_place(snapshot), name=name))
    return findings


def _place(snapshot: Snapshot) -> FilePlace:
    return FilePlace(str(snapshot.folder))


def _altered(snapshot: Snapshot, table: Table) -> list[Finding]:
    with Duck() as engine:
        try:
            engine.load_parquet(table.name, snapshot.path(table.name))
            columns = {name for name, _ in engine.columns(table.name)}
        except DuckError:
            return [codes.TABLE_UNREADABLE.at(_place(snapshot), table=table.name)]
        if columns != {column.name for column in table.columns}:
            return [codes.TABLE_UNREADABLE.at(_place(snapshot), table=table.name)]
        found = table_digest(engine, table)
        frozen = snapshot.tables[table.name]
        if found == frozen:
            name = f"{table.name}.parquet"
            return [codes.FILE_ALTERED.at(_place(snapshot), name=name)]
        return list(_named(engine, snapshot, table, frozen, found))


def _named(
    engine: Duck, snapshot: Snapshot, table: Table, frozen: TableDigest, found: TableDigest
) -> Iterator[Finding]:
    place = _place(snapshot)
    columns = [name for name, digest in frozen.columns.items() if found.columns[name] != digest]
    path = snapshot.folder / "fingerprints" / f"{table.name}.parquet"
    if not path.is_file():
        yield from (codes.COLUMN_ALTERED.at(place, table=table.name, column=column) for column in columns)
        return
    engine.load_parquet("frozen", path)
    engine.create("found", fingerprints_query(table))
    rows = [
        str(row)
        for (row,) in engine.rows(
            'SELECT coalesce(f."row", n."row") FROM "frozen" f FULL JOIN "found" n USING ("row") '
            'WHERE f."fingerprint" IS DISTINCT FROM n."fingerprint" ORDER BY 1'
        )
    ]
    if found.rows != frozen.rows or set(columns) & set(table.key):
        facts = {"frozen": frozen.rows, "found": found.rows}
        yield codes.ROWS_ALTERED.at(place, table=table.name, rows=rows[:_MOST_NAMED], **facts)
        return
    if len(rows) > 1 and len(columns) > 1:
        # Which of these rows differs in which of these columns cannot be told from digests of rows and of columns.
        yield codes.CELLS_ALTERED.at(place, table=table.name, rows=rows[:_MOST_NAMED], columns=columns)
        return
    for row in rows[:_MOST_NAMED]:
        for column in columns:
            value = engine.rows(
                f'SELECT CAST("{column}" AS VARCHAR) FROM "{table.name}" '
                f"WHERE {row_name(table)} = '{row.replace(chr(39), chr(39) * 2)}'"
            )[0][0]
            yield codes.CELL_ALTERED.at(place, table=table.name, row=row, column=column, value=value)
