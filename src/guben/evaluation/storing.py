"""The tables of an evaluation as files: each is written as soon as it is made, and digested as it was written."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from guben.backends import Duck
from guben.evaluation.engine import Computed
from guben.evaluation.folder import StoredTables, stored_tables
from guben.evaluation.tables import digest_of_query, measures_query, results_query


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is to hold a table, and the query for what it holds."""

    name: str
    query: str


def files_of(computed: Computed) -> dict[str, Stored]:
    """Return what is stored of a program and of those below it, by the table of the engine that it comes from."""
    files: dict[str, Stored] = {}
    for each, tables in zip(computed.chain(), stored_of(computed), strict=True):
        lowered = each.lowered
        files[lowered.measures_table] = Stored(tables.measures, measures_query(lowered))
        files[lowered.results_table] = Stored(tables.results, results_query(each.program, lowered))
    return files


def stored_of(computed: Computed) -> tuple[StoredTables, ...]:
    """Return where the tables of a program and of those below it are stored."""
    return tuple(
        stored_tables(
            depth, {measure.name: measure.scale for measure in each.lowered.stored if measure.scale}
        )
        for depth, each in enumerate(computed.chain())
    )


class Storing:
    """Writes tables into a folder beside the thread that makes them; to be used in a `with`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # One thread writes them all, so it can keep what it reads them with.
        self._aside = ThreadPoolExecutor(1)
        self._reader: Duck | None = None
        self._files: Mapping[str, Stored] | None = None
        self._jobs: dict[str, Future[tuple[int, str]]] = {}

    def __enter__(self) -> "Storing":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._aside.shutdown(cancel_futures=True)
        if self._reader is not None:
            self._reader.close()

    def table_made(self, computed: Computed, table: str) -> None:
        """Begin to store a table of the engine if it is one of those that are stored."""
        if self._files is None:
            self._files = files_of(computed)
        if table in self._files:
            stored = self._files[table]
            self._jobs[stored.name] = self._aside.submit(self._store, computed, stored)

    def digests(self) -> dict[str, tuple[int, str]]:
        """Wait until all is written, and return how many rows each file has and the digest of what they hold."""
        return {name: job.result() for name, job in self._jobs.items()}

    def _store(self, computed: Computed, stored: Stored) -> tuple[int, str]:
        path = self._folder / stored.name
        path.parent.mkdir(exist_ok=True)
        with computed.engine.beside() as engine:
            engine.write_parquet(stored.query, path)
        if self._reader is None:
            self._reader = Duck()
        self._reader.see_parquet("written", path)
        return digest_of_query(self._reader, 'SELECT * FROM "written"')
