"""Where in a scheme a formula stands."""

from dataclasses import dataclass
from enum import Enum, auto

from guben.resolve.records import RecordSet


class Place(Enum):
    """Where in a scheme a formula stands; it decides which names it can use."""

    MEASURE = auto()
    SCORE = auto()
    WON = auto()
    GRADE = auto()
    VETO = auto()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a formula stands: the place, the part if it is about one, the record set if inside one."""

    place: Place
    part: str | None = None
    records: RecordSet | None = None
