"""Timing that can be trusted a little: several runs, the median printed beside what is allowed."""

import statistics
import time
from collections.abc import Callable


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
