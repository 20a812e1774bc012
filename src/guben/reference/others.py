"""Organizations that one is compared with, as the results of an evaluation hold them."""

from collections.abc import Collection
from fractions import Fraction
from typing import Protocol

from guben.reference.values import Value
from guben.typesystem.expressions import Aggregate


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

    def won_parts(self, organization: str) -> int:
        """Return how many parts are won."""

    def earned_grade(self, organization: str) -> str | None:
        """Return the grade before vetoes, ceilings and quotas."""

    def veto(self, organization: str) -> int | None:
        """Return the number of the veto that lowers most."""

    def ceiling(self, organization: str) -> int | None:
        """Return the number of the ceiling that lowers most."""
