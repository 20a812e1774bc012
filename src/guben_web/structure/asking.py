"""What somebody asks to be done with organizations."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Grounds:
    """From which day an act holds, and on what it rests."""

    day: date
    document: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """What an organization is to be like; `parent_id` is None for the topmost."""

    name: str
    type: str
    level: str
    field: str
    parent_id: int | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Founding:
    """A new organization."""

    described: Described
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Change:
    """Another name, kind or superior for an organization."""

    organization_id: int
    described: Described
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Merger:
    """Organizations that become part of another one, with their members and all below them."""

    organization_id: int
    sources: tuple[int, ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Split:
    """A new organization beside one, made of some of its members and of the organizations below it."""

    organization_id: int
    described: Described
    members: tuple[UUID, ...]
    children: tuple[int, ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Dissolution:
    """The end of an organization."""

    organization_id: int
    grounds: Grounds


Asked = Founding | Change | Merger | Split | Dissolution
