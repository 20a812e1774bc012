"""Which function does which job."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from guben_web.engine.texts import Text


class Progress(Protocol):
    """What a handler tells while it works."""

    def __call__(self, words: Text, *, done: int = 0, of: int = 0) -> None:
        """Show these words and how far the work is. Raises RunWasTakenAway when it should stop."""


class Handler(Protocol):
    """Does a job: takes what was asked for, returns JSON for the page of the run.

    A handler may be called again for the same arguments after a crash, so doing it twice must be doing it once.
    """

    def __call__(self, progress: Progress, /, **arguments: object) -> Mapping[str, object] | None: ...


H = TypeVar("H", bound=Callable[..., Mapping[str, object] | None])


@dataclass(frozen=True, slots=True)
class Beat:
    """Something small that the worker does every few seconds, and once more when it ends if that matters."""

    act: Callable[[], object]
    every_seconds: float
    at_end: bool = False


_HANDLERS: dict[str, Handler] = {}
_TITLES: dict[str, Text] = {}
_ANY_WORK = Text("后台工作", "Work in the background")
_BEATS: list[Beat] = []


def handles(job: str, title: Text = _ANY_WORK) -> Callable[[H], H]:
    """Register a function in an app's `tasks.py` as the handler of a job: `@handles("results.compute", _TITLE)`.

    The title is what people who wait for it read.
    """

    def registered(handler: H) -> H:
        _HANDLERS[job], _TITLES[job] = handler, title
        return handler

    return registered


def beats(
    every_seconds: float, *, at_end: bool = False
) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function in an app's `tasks.py` for the worker to call every so many seconds, and at its end if asked."""

    def registered(act: Callable[[], object]) -> Callable[[], object]:
        _BEATS.append(Beat(act, every_seconds, at_end))
        return act

    return registered


def get_handler(job: str) -> Handler:
    """Return the handler of a job; KeyError if no app has one."""
    return _HANDLERS[job]


def title_of(job: str) -> Text:
    """Return what people call a job."""
    return _TITLES.get(job, _ANY_WORK)


def all_beats() -> tuple[Beat, ...]:
    """Return everything the worker does every few seconds."""
    return tuple(_BEATS)
