"""Storing earlier grades. Whoever calls holds the transaction and records the act."""

from collections.abc import Iterable

from guben_web.baselines.models import Baseline
from guben_web.shared import bulk
from guben_web.shared.bulk import Ready


def store_baselines(*, changed: Ready, new: Ready) -> None:
    """Store earlier grades."""
    changed.update(("grade", "points", "source"))
    new.insert()


def remove_baselines(keys: Iterable[int]) -> None:
    """Remove earlier grades that an undone import had added."""
    bulk.delete_rows(Baseline, keys)
