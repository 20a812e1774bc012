"""The largest scheme and county that are promised: checking 300 indicators, and 5,000 organizations by 200 of them.

Beside each figure stands what the same takes otherwise, measured in the same run and come to the same numbers.
"""

import csv
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

from benchmarks.large_scheme import PERIOD, freeze_villages, write_scheme
from benchmarks.timing import report, timed
from guben.evaluation import open_results
from guben.insight import explain

_GUBEN = (sys.executable, "-c", "from guben.cli.main import main; main()")
# What any program would have to do first that is given a scheme as YAML.
_READ = "import sys, yaml; yaml.load(open(sys.argv[1], encoding='utf-8'), yaml.CSafeLoader)"
_SOMEBODY = "00017"
# An installed package has its bytecode beside it.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main() -> None:
    """Print the times, after seeing that all ways give the same."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print("The largest scheme; every process with its start-up")
        _check(write_scheme(folder, 300))
        snapshot = freeze_villages(folder / "snapshot", 200)
        values = str(snapshot.path("values"))
        _evaluate(folder, snapshot.folder, values, 200)
        _explain(folder, snapshot.folder, values)


def _check(scheme: str) -> None:
    own = _of_process(*_GUBEN, "check", scheme)
    report("guben check on 300 indicators", own, 1)
    _beside("Python reading the same YAML", own, _of_process(sys.executable, "-c", _READ, scheme))


def _evaluate(folder: Path, snapshot: Path, values: str, indicators: int) -> None:
    scheme, out = write_scheme(folder, indicators), folder / "out"
    evaluate = (*_GUBEN, "evaluate", scheme, "--data", str(snapshot), "--out", str(out), "--replace")
    own = _of_process(*evaluate, "--no-workbook")
    report("guben evaluate, 5,000 organizations by 200 indicators", own, 2)
    own_rows = _own_rows(out)
    for what, module in (
        ("hand-written DuckDB SQL", "benchmarks.large_by_hand"),
        ("a pandas script", "benchmarks.large_in_pandas"),
    ):
        written = folder / f"{module}.csv"
        other = _of_process(sys.executable, "-m", module, values, str(indicators), str(written))
        assert _rows_of(written) == own_rows, f"{what} gives other numbers"
        _beside(what, own, other)
    print(f"  all three give the same {len(own_rows)} totals, grades and ranks")
    with_workbook = statistics.median(_of_process(*evaluate, runs=1))
    print(f"  with the workbook, of two million cells {with_workbook:26.2f} s")


def _explain(folder: Path, snapshot: Path, values: str) -> None:
    """Measure the trace of one organization that is compared with all others: a place, a quota, a list."""
    scheme, out = write_scheme(folder, 200, is_compared=True), folder / "compared"
    subprocess.run(
        [*_GUBEN, "evaluate", scheme, "--data", str(snapshot), "--out", str(out), "--no-workbook"],
        check=True,
        capture_output=True,
    )
    result = open_results(out)
    first = timed(lambda: explain(result, _SOMEBODY), 1)
    report("trace of one of them, the first in a process", first, 0.2)
    own = timed(lambda: explain(result, _SOMEBODY), 5)
    report("trace of one of them, the next", own, 0.2)
    _beside("DuckDB SQL for its figures and its place", own, timed(lambda: _looked_up(values), 5))


def _looked_up(values: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            f"SELECT measure, number FROM '{values}' WHERE organization = '{_SOMEBODY}' AND period = '{PERIOD}'"
        ).fetchall()
        connection.execute(
            f"SELECT place FROM (SELECT organization, rank() OVER (ORDER BY number DESC) AS place FROM '{values}' "
            f"WHERE measure = 'm0' AND period = '{PERIOD}') WHERE organization = '{_SOMEBODY}'"
        ).fetchall()


def _beside(what: str, own: list[float], other: list[float]) -> None:
    ratio = statistics.median(own) / statistics.median(other)
    print(f"    beside {what:<50} {statistics.median(other):6.2f} s; ratio {ratio:.1f}")


def _of_process(*command: str, runs: int = 3) -> list[float]:
    def run() -> None:
        subprocess.run(command, check=True, capture_output=True, env=_ENVIRONMENT)

    return timed(run, runs)


def _own_rows(out: Path) -> list[list[str]]:
    with duckdb.connect() as connection:
        query = (
            f"SELECT organization, (total * 100)::INT, grade, rank FROM '{out}/results.parquet' ORDER BY 1"
        )
        return [[str(value) for value in row] for row in connection.execute(query).fetchall()]


def _rows_of(written: Path) -> list[list[str]]:
    with written.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


if __name__ == "__main__":
    main()
