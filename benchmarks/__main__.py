"""Run every benchmark: `python -m benchmarks`."""

from benchmarks import county, start

for benchmark in (start, county):
    benchmark.main()
