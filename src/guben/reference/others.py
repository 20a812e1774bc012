"""Organizations that one is compared with, as the results of an evaluation hold them."""

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import NamedTuple, Protocol

from guben.reference.values import Value
from guben.typesystem.expressions import Aggregate


class Earned(NamedTuple):
    """The grade before vetoes, ceilings and quotas, None where there is none, with the numbers of the veto and of the
    ceiling that lower most."""

    veto: int | None
    ceiling: int | None
    grade: str | None


class Others(Protocol):
    """Figures that were computed and stored before, of all organizations in the scope of a program."""

    def organizations(self) -> Collection[str]:
        """Return the keys of the organizations."""

    def own(self, organization: str, column: str) -> str | None:
        """Return what an organization is, by a column."""

    def measure(self, organization: str, name: str) -> Value:
        """Return the value of a measure."""

    def asked(self, organization: str, node: Aggregate) -> Value:
        """Return what a rule asks of the records of an organization."""

    def points(self, organization: str, path: str) -> Fraction | None:
        """Return the points of a part; None where it is left out."""

    def measure_of_all(self, name: str) -> Mapping[str, Value]:
        """Return the value of a measure of every organization."""

    def points_of_all(self, path: str) -> Mapping[str, Fraction | None]:
        """Return the points of a part of every organization."""

    def won_parts(self, organization: str) -> int:
        """Return how many parts are won."""

    def earned_of_all(self) -> Mapping[str, Earned]:
        """Return what every organization has earned before quotas."""
