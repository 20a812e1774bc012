"""The county's own schemes that are in force: copies of its files that were found right when packs were read last.

They lie in the folder of files, so that what was in force stays when somebody spoils a file in the folder of packs. Each process sees at its
next question that others were taken: a mark is written last.
"""

from collections.abc import Callable, Hashable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.conf import settings

from guben.resolve.loading import known_schemes as schemes_in

P = ParamSpec("P")
T = TypeVar("T")
_MARK = "taken"


def folder_in_force() -> Path:
    """Return the folder of the packs in force; it is there once a scheme was taken."""
    return Path(settings.MEDIA_ROOT) / "packs"


def own_schemes() -> list[str]:
    """Return the names of the county's own schemes."""
    return schemes_in(folder_in_force()) if _stamp() else []


def where_is(scheme: str) -> str:
    """Return what a scheme is loaded by: the file of the county's own, which goes before, or its name."""
    pack, _, name = scheme.partition("/")
    path = folder_in_force() / pack / "schemes" / f"{name}.yaml"
    return str(path) if _stamp() and path.is_file() else scheme


def say_taken() -> None:
    """Let every process ask anew what is in force."""
    mark = folder_in_force() / _MARK
    mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.write_text("", encoding="utf-8")


def kept_in_force(function: Callable[P, T]) -> Callable[P, T]:
    """Keep what a function of names returns for as long as the same schemes are in force."""
    kept: dict[Hashable, T] = {}

    @wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (str(folder_in_force()) if _stamp() else "", _stamp(), args, *sorted(kwargs.items()))
        if key not in kept:
            answer = function(*args, **kwargs)
            for other in [each for each in list(kept) if each[:2] != key[:2]]:  # type: ignore[index]
                kept.pop(other, None)
            kept[key] = answer
        return kept[key]

    return asked


def _stamp() -> int:
    """Return when schemes were taken last; 0 where none ever was."""
    try:
        return (folder_in_force() / _MARK).stat().st_mtime_ns
    except FileNotFoundError:
        return 0
