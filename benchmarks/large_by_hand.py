"""The largest scheme as somebody who knows DuckDB would write it: `python -m benchmarks.large_by_hand VALUES COUNT OUT`.

Writes each organization's total in hundredths, grade and rank as CSV. Nothing but DuckDB is imported.
"""

import sys

import duckdb

_PERCENT = 1_000_000
_POINTS = (
    f"CASE WHEN {{0}} >= {80 * _PERCENT} THEN 1000 ELSE 0 END",
    f"least(1000, (2000 * coalesce({{0}}, 0) + {80 * _PERCENT}) // {160 * _PERCENT})",
    f"CASE WHEN {{0}} >= {90 * _PERCENT} THEN 1000 WHEN {{0}} > {50 * _PERCENT} THEN 500 ELSE 0 END",
)


def main(values: str, indicators: int, out: str) -> None:
    """Compute and write."""
    names = ", ".join(f"'m{each}'" for each in range(indicators))
    total = " + ".join(_POINTS[each % 3].format(f"m{each}") for each in range(indicators))
    duckdb.execute(
        f"COPY (WITH w AS (SELECT * FROM (SELECT organization, measure, number::BIGINT AS number FROM '{values}' "
        f"WHERE period = '2024') PIVOT (max(number) FOR measure IN ({names}) GROUP BY organization)), "
        f"t AS (SELECT organization, ({total})::BIGINT AS total FROM w) "
        f"SELECT organization, total, CASE WHEN total >= {500 * indicators} THEN 'good' ELSE 'fair' END AS grade, "
        f"rank() OVER (ORDER BY total DESC) AS rank FROM t ORDER BY 1) TO '{out}' (FORMAT csv)"
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
