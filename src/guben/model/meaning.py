"""What a declaration or formula says, wherever in a file it stands."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from guben.diagnostics import SourceSpan
from guben.model.formula import Number


def meaning_of(said: object) -> object:
    """Return something that is equal for what says the same: places and the files read are left out."""
    if isinstance(said, Number):
        return ("Number", said.value)
    if is_dataclass(said) and not isinstance(said, type):
        held = [(each.name, getattr(said, each.name)) for each in fields(said) if each.name != "files"]
        kept = [(name, meaning_of(value)) for name, value in held if not isinstance(value, SourceSpan)]
        return (type(said).__name__, *kept)
    if isinstance(said, Mapping):
        return tuple((name, meaning_of(value)) for name, value in said.items())
    if isinstance(said, tuple | list):
        return tuple(meaning_of(each) for each in said)
    return said


def is_same(one: object, other: object) -> bool:
    """Return whether both say the same."""
    return meaning_of(one) == meaning_of(other)
