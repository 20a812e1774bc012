"""The demo county, 800 villages and 40,000 members, from the workbook to grades; and against hand-written SQL."""

import contextlib
import io
import statistics
import tempfile
from pathlib import Path

import duckdb

from benchmarks.timing import report, timed
from guben.backends import Duck
from guben.cli.main import run
from guben.evaluation import check_scheme, open_results
from guben.evaluation.engine import compute
from guben.insight import explain
from guben.snapshot.store import open_snapshot

_SCHEME = "pioneer-project/village"

# The same points and grades, as somebody who knows DuckDB would write them for this one scheme.
_BY_HAND = """
CREATE OR REPLACE TABLE by_hand AS
WITH team AS (
    SELECT t.organization, sum((20241231 - p.birth_date) // 10000) AS years, count(p.birth_date) AS n,
           count(*) - count(p.birth_date) AS unknown
    FROM posts t JOIN people p ON p.key = t.person WHERE t.in_team GROUP BY 1),
secretary AS (
    SELECT t.organization, min((20241231 - p.birth_date) // 10000) AS age, min(p.education) AS education
    FROM posts t JOIN people p ON p.key = t.person WHERE t.post = 'secretary' GROUP BY 1),
young AS (
    SELECT o.in_village AS organization,
           count(*) FILTER (WHERE (20241231 - birth_date) // 10000 <= 45) AS n,
           count(*) FILTER (WHERE (20241231 - birth_date) // 10000 <= 45 AND techniques >= 1) AS skilled,
           count(*) FILTER (WHERE birth_date IS NULL OR ((20241231 - birth_date) // 10000 <= 45 AND techniques IS NULL))
             AS unknown
    FROM people r JOIN organizations o ON o.key = r.organization
    WHERE r.status IN ('full', 'probationary') AND o.in_village IS NOT NULL GROUP BY 1),
v AS (
    SELECT organization,
           max(number) FILTER (WHERE measure = 'trust')::BIGINT AS trust,
           max(number) FILTER (WHERE measure = 'satisfaction')::BIGINT AS satisfaction,
           max(number) FILTER (WHERE measure = 'rights_kept')::BIGINT AS rights,
           max(number) FILTER (WHERE measure = 'net_income')::BIGINT AS income,
           max(number) FILTER (WHERE measure = 'collective_funds_total')::BIGINT AS funds,
           max(number) FILTER (WHERE measure = 'serious_violation')::BIGINT AS violation
    FROM "values" WHERE period = '2024' GROUP BY 1),
w AS (SELECT organization, min(population) AS population FROM workplaces GROUP BY 1),
points AS (
    SELECT u.key AS organization, violation,
        CASE WHEN n.unknown = 0 AND years BETWEEN 36 * n.n AND 44 * n.n THEN 800 ELSE 0 END AS age,
        CASE WHEN trust >= 80000000 THEN 1200 ELSE 0 END AS trusted,
        CASE WHEN s.education IN ('senior_secondary', 'college', 'bachelor', 'graduate') OR s.age > 45
             THEN 1000 ELSE 0 END AS educated,
        CASE WHEN y.n IS NULL OR y.unknown > 0 THEN 0 WHEN y.n = 0 THEN NULL
             ELSE least(1000, (2 * 1000 * 10 * y.skilled + 8 * y.n) // (2 * 8 * y.n)) END AS techniques,
        CASE WHEN rights IS NULL THEN 0 ELSE greatest(0, 2000 - 500 * greatest(0, 4 - rights)) END AS management,
        CASE WHEN satisfaction >= 85000000 THEN 2000 ELSE 0 END AS service,
        CASE WHEN income >= 45000000 THEN 1000 ELSE 0 END AS income,
        CASE WHEN w.population = 0 THEN NULL WHEN funds >= 1200000 * w.population THEN 1000 ELSE 0 END AS funds
    FROM organizations u
    LEFT JOIN team n ON n.organization = u.key LEFT JOIN secretary s ON s.organization = u.key
    LEFT JOIN young y ON y.organization = u.key LEFT JOIN v ON v.organization = u.key
    LEFT JOIN w ON w.organization = u.key
    WHERE u.level = 'village' AND u.field = 'rural'),
dimensions AS (
    SELECT *, age + trusted AS core,
        CASE WHEN techniques IS NULL THEN educated * 2 ELSE educated + techniques END AS quality,
        CASE WHEN funds IS NULL THEN income * 2 ELSE income + funds END AS strength FROM points),
totals AS (
    SELECT *, core + quality + management + service + strength AS total,
        (core = 2000)::INT + (quality = 2000)::INT + (management >= 1600)::INT + (service = 2000)::INT
          + (strength = 2000)::INT AS won FROM dimensions)
SELECT organization, total, won,
    CASE WHEN violation = 1 THEN 'backward' WHEN won = 5 THEN 'advanced' WHEN total >= 6000 THEN 'middle'
         ELSE 'backward' END AS grade,
    rank() OVER (ORDER BY total DESC) AS rank
FROM totals
"""


def main() -> None:
    """Print the times, after seeing that both ways give the same."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print("The demo county")
        report(
            "guben synth --scale county", timed(lambda: _run("synth", "--out", str(folder / "county")), 1), 30
        )
        workbook = str(folder / "county" / "county.xlsx")
        arguments = [
            "evaluate",
            _SCHEME,
            "--data",
            workbook,
            "--as-of",
            "2024-12-31",
            "--out",
            str(folder / "out"),
        ]
        report("guben evaluate, from .xlsx to results", timed(lambda: _run(*arguments, "--replace")), 10)
        program = check_scheme(_SCHEME).needed()
        snapshot = open_snapshot(folder / "out" / "snapshot")

        def evaluation() -> None:
            with Duck() as engine:
                compute(engine, program, snapshot)

        own = timed(evaluation, 5)
        report("evaluation of the snapshot: compile, compute", own, 1)
        hand = timed(lambda: _by_hand(snapshot.folder), 5)
        ratio = statistics.median(own) / statistics.median(hand)
        print(
            f"  hand-written DuckDB SQL for the points and grades {statistics.median(hand):6.2f} s; ratio {ratio:.1f}"
        )
        _compare(snapshot.folder, folder / "out")
        result = open_results(folder / "out")
        first = _some_village(snapshot.folder)
        report("trace of one organization", timed(lambda: explain(result, first), 5), 0.2)


def _run(*arguments: str) -> None:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run([*arguments, "--lang", "en"])
    assert code == 0, said.getvalue()


def _by_hand(folder: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        for name in ("organizations", "people", "posts", "workplaces", "values"):
            connection.execute(
                f"CREATE VIEW \"{name}\" AS SELECT * FROM read_parquet('{folder}/{name}.parquet')"
            )
        connection.execute(_BY_HAND)
        return connection.execute("SELECT * FROM by_hand ORDER BY 1").fetchall()


def _compare(folder: Path, out: Path) -> None:
    by_hand = [(row[0], int(row[1]), row[2], row[3], row[4]) for row in _by_hand(folder)]
    with duckdb.connect() as connection:
        query = f"SELECT organization, (total * 100)::INT, won, grade, rank FROM '{out}/results.parquet' ORDER BY 1"
        own = connection.execute(query).fetchall()
    assert own == by_hand, "the hand-written SQL gives other numbers"
    print(f"  both give the same {len(own)} totals, wins, grades and ranks")


def _some_village(folder: Path) -> str:
    with duckdb.connect() as connection:
        query = f"SELECT min(key) FROM '{folder}/organizations.parquet' WHERE level = 'village' AND field = 'rural'"
        return str(connection.execute(query).fetchall()[0][0])


if __name__ == "__main__":
    main()
