"""DuckDB, run in this process over Parquet files and its own memory."""

import errno
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

import duckdb
from sqlglot import exp

DuckError = duckdb.Error


class Duck:
    """A DuckDB of its own, gone when closed. No file of its is shared with another process."""

    dialect = "duckdb"

    def __init__(self) -> None:
        self._connection = duckdb.connect(":memory:")
        # Progress bars and autoloaded extensions have no place in a program that works without a network.
        self._connection.execute("SET autoinstall_known_extensions = false")
        self._connection.execute("SET enable_progress_bar = false")
        # Where it puts expressions makes no difference to ours, and what they share has a column already. To find both
        # out over hundreds of columns in many layers takes longer than all other planning together.
        self._connection.execute("SET disabled_optimizers = 'projection_placement,common_subexpressions'")
        # What stands at the end of a file of hundreds of columns is read once, not for every query.
        self._connection.execute("SET parquet_metadata_cache = true")

    def __enter__(self) -> "Duck":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of everything that it holds."""
        self._connection.close()

    @property
    def version(self) -> str:
        """The engine's name and version."""
        return f"DuckDB {duckdb.__version__}"

    def beside(self) -> "Duck":
        """Return the same DuckDB for another thread; it sees the tables that there are."""
        other = Duck.__new__(Duck)
        other._connection = self._connection.cursor()
        return other

    def see_parquet(self, table: str, path: Path) -> None:
        """Make a Parquet file readable under a table's name."""
        source = f"SELECT * FROM {in_parquet(path)}"
        self._connection.execute(f"CREATE OR REPLACE VIEW {_name(table)} AS {source}")

    def parquet_columns(self, path: Path) -> set[str]:
        """Return the names of the columns of a Parquet file."""
        source = f"parquet_schema({_quoted(str(path))}) WHERE num_children IS NULL"
        return {str(name) for (name,) in self.rows(f"SELECT name FROM {source}")}

    def load_parquet(self, table: str, path: Path) -> None:
        """Read a Parquet file into a table of its own, for a file that is read more than once."""
        source = f"SELECT * FROM {in_parquet(path)}"
        self._connection.execute(f"CREATE OR REPLACE TABLE {_name(table)} AS {source}")

    def load_csv(self, table: str, path: Path, columns: Sequence[tuple[str, str]], null: str) -> None:
        """Read a CSV file with a header into a table with the given column types; `null` stands for no value."""
        types = ", ".join(f"{_quoted(name)}: {_quoted(type_)}" for name, type_ in columns)
        self._connection.execute(
            f"CREATE OR REPLACE TABLE {_name(table)} AS SELECT * FROM read_csv({_quoted(str(path))}, header = true, "
            f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = {_quoted(null)}, "
            f"allow_quoted_nulls = false, columns = {{{types}}})"
        )

    def create(self, table: str, query: exp.Query | str) -> None:
        """Run a query and keep its answer as a table."""
        self._connection.execute(f"CREATE OR REPLACE TABLE {_name(table)} AS {self._text(query)}")

    def see(self, table: str, query: exp.Query | str) -> None:
        """Make the answer of a query readable under a table's name; it is computed where it is read."""
        self._connection.execute(f"CREATE OR REPLACE VIEW {_name(table)} AS {self._text(query)}")

    def rows(self, query: exp.Query | str) -> list[tuple[object, ...]]:
        """Return all rows of an answer."""
        return self._connection.execute(self._text(query)).fetchall()

    def batches(self, query: exp.Query | str, size: int = 50_000) -> Iterator[list[tuple[object, ...]]]:
        """Yield the rows of an answer in batches; a cursor of its own leaves the connection free."""
        cursor = self._connection.cursor()
        cursor.execute(self._text(query))
        while rows := cursor.fetchmany(size):
            yield rows

    def columns(self, table: str) -> list[tuple[str, str]]:
        """Return the names and types of a table's columns."""
        described = self._connection.execute(f"DESCRIBE {_name(table)}").fetchall()
        return [(str(row[0]), str(row[1])) for row in described]

    def write_parquet(self, query: exp.Query | str, path: Path) -> None:
        """Write the answer of a query to a Parquet file."""
        target = f"{_quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)"
        try:
            self._connection.execute(f"COPY ({self._text(query)}) TO {target}")
        except duckdb.IOException as error:
            # A full disk or a folder that may not be written is no fault of the query.
            raise OSError(errno.EIO, str(error), str(path)) from None

    def write_csv(self, table: str, path: Path, null: str) -> None:
        """Write a table to a CSV file without a header; `null` stands for no value, words stand in quotes."""
        self._connection.execute(
            f"COPY {_name(table)} TO {_quoted(str(path))} (FORMAT csv, HEADER false, FORCE_QUOTE *, NULLSTR {_quoted(null)})"
        )

    def _text(self, query: exp.Query | str) -> str:
        return query if isinstance(query, str) else query.sql(dialect=self.dialect, copy=False)


def _name(table: str) -> str:
    return '"' + table.replace('"', '""') + '"'


def in_parquet(path: Path) -> str:
    """Return what a query calls a Parquet file. As a view it would be planned with all its columns, asked for or not."""
    return f"read_parquet({_quoted(str(path))})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
