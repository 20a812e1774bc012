"""What an evaluation asks of an engine, and which engines there are."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import Protocol

from sqlglot import exp

from guben.backends import findings as codes
from guben.backends.duck import Duck
from guben.diagnostics import FilePlace, Refusal


class Engine(Protocol):
    """Runs the statements of a program over the tables of a snapshot; text queries are written as DuckDB has them."""

    @property
    def version(self) -> str:
        """The engine's name and version."""
        ...

    def beside(self) -> "AbstractContextManager[Engine]":
        """Return the engine for another thread, which sees the tables that there are."""
        ...

    def see_parquet(self, table: str, path: Path) -> None:
        """Make a Parquet file readable under a table's name."""
        ...

    def create(self, table: str, query: exp.Query | str) -> None:
        """Run a query and keep its answer as a table."""
        ...

    def rows(self, query: exp.Query | str) -> list[tuple[object, ...]]:
        """Return all rows of an answer."""
        ...

    def batches(self, query: exp.Query | str, size: int = 50_000) -> Iterator[list[tuple[object, ...]]]:
        """Yield the rows of an answer in batches."""
        ...

    def write_parquet(self, query: exp.Query | str, path: Path) -> None:
        """Write the answer of a query to a Parquet file."""
        ...


# By the scheme of their address; a module is imported only when its engine is asked for, because a driver takes long.
_MODULES = {"postgresql": "guben.backends.postgres", "postgres": "guben.backends.postgres"}


def open_engine(url: str | None) -> AbstractContextManager[Engine]:
    """Return the engine at an address such as `postgresql://user@host/database`; DuckDB without one.

    Raises Refusal if there is no such engine, or it cannot be used.
    """
    if url is None:
        return Duck()
    kind, mark, _ = url.partition("://")
    if not mark or kind not in _MODULES:
        raise Refusal(codes.UNKNOWN_ENGINE.at(FilePlace("--engine"), kind=kind))
    opened: AbstractContextManager[Engine] = import_module(_MODULES[kind]).Postgres(url)
    return opened
