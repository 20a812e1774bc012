"""The largest scheme and county that are promised: checking 300 indicators, and 5,000 organizations by 200 of them."""

import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.timing import report, timed
from guben.backends import Duck
from guben.evaluation import check_scheme
from guben.evaluation.engine import compute
from guben.snapshot.records import Records
from guben.snapshot.store import Snapshot, Source, freeze, load_records, open_snapshot

_ORGANIZATIONS = 5_000
_AS_OF = date(2024, 12, 31)
_PERIOD = "2024"
# 1% as the schemes' percents are stored: an integer of eight decimals. Points below are in hundredths.
_PERCENT = 1_000_000
_SCORINGS = (
    "pass: {0} >= 80%",
    "linear: {{value: {0}, from: 0%, to: 80%}}",
    "bands: [{{points: 10, if: {0} >= 90%}}, {{points: 5, if: {0} > 50%}}, {{points: 0}}]",
)
_BY_HAND = (
    f"CASE WHEN {{0}} >= {80 * _PERCENT} THEN 1000 ELSE 0 END",
    f"least(1000, (2000 * coalesce({{0}}, 0) + {80 * _PERCENT}) // {160 * _PERCENT})",
    f"CASE WHEN {{0}} >= {90 * _PERCENT} THEN 1000 WHEN {{0}} > {50 * _PERCENT} THEN 500 ELSE 0 END",
)
_EVALUATE = """
import sys
from pathlib import Path
from guben.backends import Duck
from guben.evaluation import check_scheme
from guben.evaluation.engine import compute
from guben.snapshot.store import open_snapshot
with Duck() as engine:
    compute(engine, check_scheme(sys.argv[1]).needed(), open_snapshot(Path(sys.argv[2])))
"""


def main() -> None:
    """Print the times, after seeing that both ways give the same."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print("The largest scheme")
        check = [sys.executable, "-c", "from guben.cli.main import main; main()", "check"]
        report("guben check on 300 indicators", _of_process([*check, _scheme(folder, 300)]), 1)
        scheme, snapshot = _scheme(folder, 200), _snapshot(folder / "snapshot", 200)
        evaluate = [sys.executable, "-c", _EVALUATE, scheme, str(snapshot.folder)]
        report(
            "5,000 organizations by 200 indicators, with start-up", own := _of_process(evaluate, runs=1), 2
        )
        _compare(scheme, snapshot, 200)
        hand = timed(lambda: _by_hand(snapshot, 200), 1)
        ratio = statistics.median(own) / statistics.median(hand)
        print(f"  hand-written DuckDB SQL {statistics.median(hand):6.2f} s; ratio {ratio:.1f}")


def _of_process(command: list[str], runs: int = 3) -> list[float]:
    return timed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL), runs)


def _scheme(folder: Path, indicators: int) -> str:
    """Write a scheme of so many indicators, ten in a part, and return its file."""
    lines = ["scheme: bench/largest", 'version: "1"', "title: {zh: 大制度, en: Largest}"]
    lines += ["for: {level: village}", f"total: {10 * indicators}", "measures:"]
    for number in range(indicators):
        title = f"{{zh: 数据{number}, en: Figure {number}}}"
        lines.append(f"  m{number}: {{type: percent, title: {title}, report: {{period: year}}}}")
    lines.append("parts:")
    for number in range(indicators):
        if number % 10 == 0:
            group = number // 10
            lines.append(f"  g{group}: {{title: {{zh: 组{group}, en: Group {group}}}, points: 100, parts: {{")
        scoring = _SCORINGS[number % 3].format(f"m{number}")
        title = f"{{zh: 项{number}, en: Item {number}}}"
        lines.append(f"    p{number}: {{title: {title}, points: 10, missing: no_points, {scoring}}},")
        if number % 10 == 9:
            lines.append("  }}")
    lines += ["grades:", f"  good: {{title: {{zh: 好, en: Good}}, when: total >= {5 * indicators}}}"]
    lines.append("  fair: {title: {zh: 一般, en: Fair}}")
    path = folder / f"largest-{indicators}.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def _snapshot(folder: Path, indicators: int) -> Snapshot:
    """Freeze villages with a figure for every indicator but one in a hundred."""
    folder.mkdir()
    with Duck() as engine:
        load_records(engine, Records())
        engine.create(
            "organizations",
            "SELECT * FROM organizations UNION ALL BY NAME SELECT format('{:05d}', i) AS key, 'V' || i AS name, "
            "'branch' AS type, 'rural' AS field, 'village' AS level, format('{:05d}', i) AS path, "
            f"format('{{:05d}}', i) AS in_village, 'made' AS source FROM range({_ORGANIZATIONS}) t(i)",
        )
        engine.create(
            "values",
            "SELECT * FROM \"values\" UNION ALL BY NAME SELECT format('{:05d}', i) AS organization, 'm' || j AS measure, "
            f"'{_PERIOD}' AS period, hash(i, j) % 10001 * {_PERCENT // 100} AS number, 8 AS scale, "
            f"false AS is_not_applicable, 'made' AS source FROM range({_ORGANIZATIONS}) t(i), range({indicators}) s(j) "
            "WHERE hash(j, i) % 100 > 0",
        )
        return freeze(engine, folder, as_of=_AS_OF, period=_PERIOD, source=Source("made"))


def _by_hand(snapshot: Snapshot, indicators: int) -> list[tuple[object, ...]]:
    """Return each organization's total in hundredths, grade and rank, as somebody who knows DuckDB would ask for them."""
    wide = ", ".join(
        f"max(number) FILTER (WHERE measure = 'm{each}')::BIGINT AS m{each}" for each in range(indicators)
    )
    total = " + ".join(_BY_HAND[each % 3].format(f"m{each}") for each in range(indicators))
    values = snapshot.path("values")
    with duckdb.connect() as connection:
        return connection.execute(
            f"WITH w AS (SELECT organization, {wide} FROM '{values}' WHERE period = '{_PERIOD}' GROUP BY 1), "
            f"t AS (SELECT organization, ({total})::BIGINT AS total FROM w) "
            f"SELECT organization, total, CASE WHEN total >= {500 * indicators} THEN 'good' ELSE 'fair' END, "
            "rank() OVER (ORDER BY total DESC) FROM t ORDER BY 1"
        ).fetchall()


def _compare(scheme: str, snapshot: Snapshot, indicators: int) -> None:
    with Duck() as engine:
        computed = compute(engine, check_scheme(scheme).needed(), open_snapshot(snapshot.folder))
        table = computed.lowered.results_table
        own = engine.rows(f'SELECT organization, total, grade, rank FROM "{table}" ORDER BY 1')
    assert own == _by_hand(snapshot, indicators), "the hand-written SQL gives other numbers"
    print(f"  both give the same {len(own)} totals, grades and ranks")


if __name__ == "__main__":
    main()
