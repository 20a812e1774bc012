"""What values in the details of the record are called: apps above this one say it of theirs, by the path of a function."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.module_loading import import_string

_NAMERS: dict[str, str] = {}


def register_names(key: str, namer: str) -> None:
    """Have the values of a detail named by a function, given by its path, from values to their names."""
    _NAMERS[key] = namer


def named_keys() -> frozenset[str]:
    """Return the details whose values have names."""
    return frozenset(_NAMERS)


def names_of(key: str, values: Collection[Any]) -> Mapping[Any, str]:
    """Return the names of values of a detail, as far as they have any."""
    namer: Callable[[Collection[Any]], Mapping[Any, str]] = import_string(_NAMERS[key])
    return namer(values)
