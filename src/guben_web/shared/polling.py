"""Addresses that an open page asks for by itself."""

from collections.abc import Callable
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])


def asked_by_the_page(view: V) -> V:
    """Mark such an address: that it is asked for is no sign that somebody is there."""
    view.asked_by_the_page = True  # type: ignore[attr-defined]
    return view
