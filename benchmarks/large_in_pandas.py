"""The largest scheme as an analyst would write it in pandas: `python -m benchmarks.large_in_pandas VALUES COUNT OUT`.

Writes each organization's total in hundredths, grade and rank as CSV. Everything is done on whole columns, in integers,
and DuckDB hands the Parquet file over, because pandas alone cannot read one.
"""

import sys

import duckdb
import numpy as np
import pandas as pd

_PERCENT = 1_000_000


def main(values: str, indicators: int, out: str) -> None:
    """Compute and write."""
    reported = duckdb.sql(
        f"SELECT organization, measure, number::BIGINT AS number FROM '{values}' WHERE period = '2024'"
    ).df()
    names = [f"m{each}" for each in range(indicators)]
    wide = reported.pivot(index="organization", columns="measure", values="number")[names].sort_index()
    # No figure gives no points, as 0 does.
    figures = wide.fillna(0).astype("int64").to_numpy()
    passed, in_steps, banded = (figures[:, kind::3] for kind in range(3))
    total = np.where(passed >= 80 * _PERCENT, 1000, 0).sum(axis=1)
    total += np.minimum(1000, (2000 * in_steps + 80 * _PERCENT) // (160 * _PERCENT)).sum(axis=1)
    total += np.where(banded >= 90 * _PERCENT, 1000, np.where(banded > 50 * _PERCENT, 500, 0)).sum(axis=1)
    results = pd.DataFrame({"total": total}, index=wide.index)
    results["grade"] = np.where(results["total"] >= 500 * indicators, "good", "fair")
    results["rank"] = results["total"].rank(method="min", ascending=False).astype("int64")
    results.to_csv(out)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
