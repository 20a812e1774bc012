"""Timing that can be trusted a little: several runs, the median printed beside what is allowed."""

import statistics
import time
from collections.abc import Callable
from typing import Any


def report(what: str, seconds: list[float], allowed: float) -> None:
    """Print the median of some runs, their range, and the target."""
    median = statistics.median(seconds)
    mark = "ok" if median <= allowed else "SLOW"
    spread = f"{min(seconds):.2f}–{max(seconds):.2f}"
    print(f"  {what:<58} {median:6.2f} s  ({spread}; target {allowed:g} s) {mark}")


def timed(work: Callable[[], object], runs: int = 3) -> list[float]:
    """Return how long each of some runs took."""
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return seconds


def median_and_95th(seconds: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile; of two that could be it, the one that took longer."""
    ordered = sorted(seconds)
    return ordered[len(ordered) // 2], ordered[int(0.95 * len(ordered))]


def page_times(ask: Callable[[], Any], times: int) -> tuple[float, float]:
    """Return the median and the 95th percentile, in milliseconds, of a page that is asked for after a first time."""
    assert ask().status_code == 200
    median, high = median_and_95th(timed(ask, times))
    return 1000 * median, 1000 * high
