"""Results of records, and the archive of them that may be posted up."""

from datetime import date
from pathlib import Path

from programs import AS_OF, PERIOD, program_of

from guben.backends import Duck
from guben.evaluation import evaluate, open_results
from guben.evaluation.public_archive import write_public_archive
from guben.snapshot.records import Records
from guben.snapshot.store import Source, write_snapshot


def evaluated(folder: Path, scheme: str, records: Records, *, below: str | None = None) -> Path:
    """Evaluate records by a scheme into a folder, and return it; `below` is the scheme of the organizations below."""
    (folder / "snapshot").mkdir(parents=True)
    day = date(AS_OF // 10_000, AS_OF // 100 % 100, AS_OF % 100)
    snapshot = write_snapshot(records, folder / "snapshot", as_of=day, period=PERIOD, source=Source("test"))
    texts = {"main": scheme} if below is None else {"main": scheme, "below": below}
    evaluate(program_of(texts, "main"), snapshot, folder, language="en")
    return folder


def published(whole: Path, folder: Path) -> Path:
    """Write what everybody may have of whole results into a new folder, where fewer than three people are few."""
    folder.mkdir()
    write_public_archive(open_results(whole), folder, least_people=3)
    return folder


def rows_of(path: Path, *columns: str) -> list[tuple[object, ...]]:
    """Return columns of a table, in order of the organizations."""
    with Duck() as duck:
        duck.see_parquet("t", path)
        names = ", ".join(f'"{each}"' for each in columns)
        return duck.rows(f'SELECT {names} FROM "t" ORDER BY "organization"')
