"""The numbers of an organization, and from where on one stands out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from guben_web.engine.bulletin import share_of


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on an organization stands out."""

    # So many percent and more of the members are this old or older.
    old_age: int = 45
    old_percent: int = 85
    # Nobody was admitted for so many years.
    years: int = 2
    # So many admissions in the last year, and no more, are few.
    few: int = 2


@dataclass(slots=True)
class Standing:
    """An organization with its numbers; with all below it where it stands in a table of organizations."""

    organization_id: int
    name: str
    members: int = 0
    women: int = 0
    young: int = 0
    old: int = 0
    higher: int = 0
    # In the last year, and in the years of the limits.
    admitted: int = 0
    admitted_lately: int = 0
    # As old as the limit says, or older.
    aged: int = 0

    def share(self, name: str) -> Decimal | None:
        """Return how many in a hundred of the members are counted under a name."""
        return share_of(getattr(self, name), self.members)

    @property
    def women_percent(self) -> Decimal | None:
        """Women in a hundred."""
        return self.share("women")

    @property
    def young_percent(self) -> Decimal | None:
        """Those of 35 and under in a hundred."""
        return self.share("young")

    @property
    def old_percent(self) -> Decimal | None:
        """Those of 60 and over in a hundred."""
        return self.share("old")

    @property
    def higher_percent(self) -> Decimal | None:
        """Those with college and above in a hundred."""
        return self.share("higher")

    @property
    def aged_percent(self) -> Decimal | None:
        """Those as old as the limit in a hundred."""
        return self.share("aged")


def whole_of(organization_id: int, name: str, parts: Iterable[Standing]) -> Standing:
    """Return an organization with the numbers of its parts added up."""
    whole = Standing(organization_id, name)
    for each in parts:
        whole.members += each.members
        whole.women += each.women
        whole.young += each.young
        whole.old += each.old
        whole.higher += each.higher
        whole.admitted += each.admitted
        whole.admitted_lately += each.admitted_lately
        whole.aged += each.aged
    return whole


def standing_out(own: Mapping[int, Standing], limits: Limits) -> dict[str, list[Standing]]:
    """Return the organizations with members of their own that stand out, by what for."""
    there = [each for each in own.values() if each.members]
    return {
        "old": [each for each in there if each.aged * 100 >= limits.old_percent * each.members],
        "none": [each for each in there if not each.admitted_lately],
        "few": [each for each in there if 0 < each.admitted <= limits.few],
    }
