"""Rows of a snapshot in Python, for one organization and those below it."""

from guben.backends import Duck, in_parquet
from guben.snapshot.store import Snapshot
from guben.snapshot.tables import ORGANIZATIONS, PEOPLE, POSTS, TABLES, ColumnKind, Table

Rows = dict[str, list[dict[str, object]]]
_FEW = 50
# An organization is in one of them itself, so that whoever has it in any is it or belongs to it.
_ABOVE = tuple(column.name for column in ORGANIZATIONS.columns if column.name.startswith("in_"))


def subtree_rows(engine: Duck, snapshot: Snapshot, organization: str) -> Rows:
    """Return the rows of every table that belong to an organization and to those below it."""
    keys = _keys_below(engine, snapshot, organization)
    return {
        table.name: _rows(engine, snapshot, table, _in_subtree(snapshot, table, keys)) for table in TABLES
    }


def find_record(
    snapshot: Snapshot, source: str, *, organization: str
) -> tuple[str, dict[str, object]] | None:
    """Return the table and the row of the record with this id; None if `subtree_rows` of the organization have none."""
    with Duck() as engine:
        keys = _keys_below(engine, snapshot, organization)
        for table in TABLES:
            here = _in_subtree(snapshot, table, keys)
            rows = _rows(engine, snapshot, table, f'"source" = {_quoted(source)} AND ({here})')
            if rows:
                return table.name, rows[0]
    return None


def _keys_below(engine: Duck, snapshot: Snapshot, organization: str) -> str:
    """Return the query for the keys of an organization and those below it, written out where they are few.

    A file is sorted by them, and of one that is asked for a few the engine reads little.
    """
    above = " OR ".join(f'"{column}" = {_quoted(organization)}' for column in _ABOVE)
    query = f'SELECT "key" FROM {_held(snapshot, ORGANIZATIONS)} WHERE {above}'
    keys = [str(key) for (key,) in engine.rows(f"{query} LIMIT {_FEW + 1}")]
    return ", ".join(map(_quoted, keys)) if 0 < len(keys) <= _FEW else query


def _in_subtree(snapshot: Snapshot, table: Table, below: str) -> str:
    column = "key" if table is ORGANIZATIONS else "organization"
    condition = f'"{column}" IN ({below})'
    if table is PEOPLE:
        # Who holds a post here may be a member elsewhere.
        holders = f'SELECT "person" FROM {_held(snapshot, POSTS)} WHERE "organization" IN ({below})'
        condition += f' OR "key" IN ({holders})'
    return condition


def all_rows(snapshot: Snapshot) -> Rows:
    """Return the rows of every table."""
    with Duck() as engine:
        return {table.name: _rows(engine, snapshot, table, "true") for table in TABLES}


def _held(snapshot: Snapshot, table: Table) -> str:
    return in_parquet(snapshot.path(table.name))


def _rows(engine: Duck, snapshot: Snapshot, table: Table, condition: str) -> list[dict[str, object]]:
    names = [column.name for column in table.columns]
    columns, order = (", ".join(f'"{name}"' for name in each) for each in (names, table.key))
    query = f"SELECT {columns} FROM {_held(snapshot, table)} WHERE {condition} ORDER BY {order}"
    rows = [dict(zip(names, row, strict=True)) for row in engine.rows(query)]
    for wide in (column.name for column in table.columns if column.kind is ColumnKind.WIDE):
        for row in rows:
            # The engine hands wide integers over as decimals.
            row[wide] = None if row[wide] is None else int(str(row[wide]))
    return rows


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
