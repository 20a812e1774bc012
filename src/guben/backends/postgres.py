"""PostgreSQL: the same statements over the same snapshot, in temporary tables that end with the connection.

Temporary tables live in a schema that the server makes for each connection and empties with it, whatever ends it. So
nothing of an evaluation outlives it, and no table of that database can be taken for one of ours.
"""

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import RLock
from types import TracebackType

import psycopg
from psycopg import sql as pieces
from psycopg.conninfo import make_conninfo
from sqlglot import exp, parse_one

from guben.backends import findings as codes
from guben.backends.duck import Duck
from guben.backends.postgres_text import postgres_text, short_name
from guben.diagnostics import FilePlace, Refusal

# As the web application's.
_OLDEST = 14
_SECONDS_TO_CONNECT = 10
_PLACE = FilePlace("PostgreSQL")
_SETTINGS = (
    # Compiling statements of hundreds of columns takes longer than running them.
    "SET jit = off",
    "SET search_path = pg_temp, pg_catalog",
    "SET client_encoding = 'UTF8'",
    "SET client_min_messages = warning",
)
# Words are compared byte by byte, as DuckDB does it, whatever the language of the database.
_TYPES = {
    "VARCHAR": 'text COLLATE "C"',
    "BIGINT": "bigint",
    "INTEGER": "bigint",
    "BOOLEAN": "boolean",
    "DECIMAL(38,0)": "numeric(38,0)",
}
_WRITTEN_TYPES = {"int8": "BIGINT", "bool": "BOOLEAN", "text": "VARCHAR"}
_NO_VALUE = "\\N"


class Postgres:
    """A connection to a PostgreSQL server; whatever it made there is gone when it is closed."""

    def __init__(self, url: str) -> None:
        # Threads take turns: while an answer is copied the connection can do nothing else.
        self._lock = RLock()
        with _refusing():
            self._connection = _connected(url)
            for setting in _SETTINGS:
                self._run(setting)

    def __enter__(self) -> "Postgres":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    @property
    def version(self) -> str:
        """The engine's name and version."""
        return f"PostgreSQL {_version(self._connection)}"

    def beside(self) -> "AbstractContextManager[Postgres]":
        """Return the connection itself: its tables are temporary, so nobody else sees them, and threads take turns."""
        return nullcontext(self)

    def see_parquet(self, table: str, path: Path) -> None:
        """Copy a Parquet file into a table."""
        with Duck() as duck, tempfile.TemporaryDirectory() as scratch:
            duck.see_parquet(table, path)
            columns = ", ".join(f"{_name(name)} {_TYPES[type_]}" for name, type_ in duck.columns(table))
            file = Path(scratch) / "table.csv"
            duck.write_csv(table, file, null=_NO_VALUE)
            with self._turn():
                self._run(f"DROP TABLE IF EXISTS pg_temp.{_name(table)}")
                self._run(f"CREATE TEMPORARY TABLE {_name(table)} ({columns})")
                copying = f"COPY pg_temp.{_name(table)} FROM STDIN (FORMAT csv, NULL '{_NO_VALUE}')"
                with (
                    self._connection.cursor() as cursor,
                    cursor.copy(pieces.SQL(copying)) as copy,
                    file.open("rb") as held,
                ):
                    while data := held.read(1 << 20):
                        copy.write(data)
                # Nobody else looks after temporary tables, and without their sizes joins are planned badly.
                self._run(f"ANALYZE pg_temp.{_name(table)}")

    def create(self, table: str, query: exp.Query | str) -> None:
        """Run a query and keep its answer as a table."""
        with self._turn():
            self._run(f"DROP TABLE IF EXISTS pg_temp.{_name(table)}")
            self._run(f"CREATE TEMPORARY TABLE {_name(table)} AS {_text(query)}")
            self._run(f"ANALYZE pg_temp.{_name(table)}")

    def rows(self, query: exp.Query | str) -> list[tuple[object, ...]]:
        """Return all rows of an answer."""
        with self._turn(), self._connection.cursor() as cursor:
            return list(cursor.execute(pieces.SQL(_text(query))).fetchall())

    def batches(self, query: exp.Query | str, size: int = 50_000) -> Iterator[list[tuple[object, ...]]]:
        """Yield the rows of an answer in batches."""
        with self._turn(), self._connection.transaction(), self._connection.cursor("batches") as cursor:
            cursor.execute(pieces.SQL(_text(query)))
            while rows := cursor.fetchmany(size):
                yield list(rows)

    def write_parquet(self, query: exp.Query | str, path: Path) -> None:
        """Write the answer of a query, which names its columns, to a Parquet file; DuckDB does the writing."""
        with Duck() as duck, tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / "answer.csv"
            text = _text(query)
            copying = f"COPY ({text}) TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE *, NULL '{_NO_VALUE}')"
            with self._turn(), self._connection.cursor() as cursor, file.open("wb") as held:
                types = self._written_types(text)
                with cursor.copy(pieces.SQL(copying)) as copy:
                    for data in copy:
                        held.write(data)
            # The server may know a column under a short form of its name.
            columns = list(zip(_parsed(query).named_selects, types, strict=True))
            duck.load_csv("answer", file, columns, _NO_VALUE)
            duck.write_parquet('SELECT * FROM "answer"', path)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._lock, _refusing():
            yield

    def _run(self, text: str) -> None:
        self._connection.execute(pieces.SQL(text))

    def _written_types(self, text: str) -> list[str]:
        with self._connection.cursor() as cursor:
            cursor.execute(pieces.SQL(f"SELECT * FROM ({text}) AS answer LIMIT 0"))
            assert cursor.description is not None
            return [_written_type(column) for column in cursor.description]


def _connected(url: str) -> psycopg.Connection[tuple[object, ...]]:
    try:
        timeout = {} if "connect_timeout" in url else {"connect_timeout": _SECONDS_TO_CONNECT}
        connection = psycopg.connect(make_conninfo(url, **timeout), autocommit=True)
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        raise Refusal(codes.UNREACHABLE.at(_PLACE, server=_server(url), problem=_said(error))) from None
    try:
        _refuse_unfit(connection, url)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_unfit(connection: psycopg.Connection[tuple[object, ...]], url: str) -> None:
    if connection.info.server_version < _OLDEST * 10_000:
        facts = {"server": _server(url), "found": _version(connection), "needed": _OLDEST}
        raise Refusal(codes.WRONG_VERSION.at(_PLACE, **facts))
    asked = "SELECT has_database_privilege(current_database(), 'TEMPORARY') AND NOT pg_is_in_recovery()"
    row = connection.execute(asked).fetchone()
    database = connection.info.dbname
    if row is None or not row[0]:
        raise Refusal(codes.NOT_ALLOWED.at(_PLACE, user=connection.info.user, database=database))
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise Refusal(codes.WRONG_ENCODING.at(_PLACE, database=database, encoding=encoding))


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what the server cannot do into refusals; a statement that it does not understand is a fault of ours."""
    try:
        yield
    except (psycopg.errors.ProgramLimitExceeded, psycopg.errors.TooManyColumns) as error:
        raise Refusal(codes.TOO_LARGE.at(_PLACE, problem=_said(error))) from None
    except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege) as error:
        raise Refusal(codes.STOPPED.at(_PLACE, problem=_said(error))) from None


def _said(error: psycopg.Error) -> str:
    """Return what the server or the driver said, on one line and without the full stop that a message gives it."""
    return " ".join((error.diag.message_primary or str(error)).split()).rstrip(".")


def _server(url: str) -> str:
    """Return an address without user and password."""
    return url.partition("://")[2].rpartition("@")[2].partition("?")[0] or "localhost"


def _version(connection: psycopg.Connection[tuple[object, ...]]) -> str:
    number = connection.info.server_version
    return f"{number // 10_000}.{number % 10_000}"


def _written_type(column: psycopg.Column) -> str:
    if column.precision is not None:
        return f"DECIMAL({column.precision},{column.scale})"
    return _WRITTEN_TYPES[column.type_display]


def _parsed(query: exp.Query | str) -> exp.Query:
    parsed = parse_one(query, read=Duck.dialect) if isinstance(query, str) else query
    assert isinstance(parsed, exp.Query)
    return parsed


def _text(query: exp.Query | str) -> str:
    return postgres_text(_parsed(query))


def _name(table: str) -> str:
    return '"' + short_name(table).replace('"', '""') + '"'
