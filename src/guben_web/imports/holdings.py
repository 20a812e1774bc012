"""The posts of the register as rows of a workbook speak of them: who, where, which, and since when."""

from collections import defaultdict
from dataclasses import dataclass

from guben_web.imports.days import to_number
from guben_web.imports.register import Register
from guben_web.people.models import Post

# Member, organization, post.
Place = tuple[str, str, str]


@dataclass(slots=True)
class Holding:
    """One time in a post. `reference` is the id of the row in the register, or the source of the row that adds it."""

    reference: str
    start: int | None
    end: int | None
    post: Post | None = None


class Holdings:
    """All times in posts, by member, organization and post."""

    def __init__(self, register: Register) -> None:
        self._held: defaultdict[Place, list[Holding]] = defaultdict(list)
        for row in register.every_post.values():
            place = (str(row.member_id), register.keys_by_id[row.organization_id], row.post)
            holding = Holding(str(row.pk), to_number(row.start_date), to_number(row.end_date), row)
            self._held[place].append(holding)

    def find(self, place: Place, start: int | None, end: int | None) -> Holding | None:
        """Return the time that a row is about: the one that began then, else the one that goes on.

        A row that says when a post ended, and when it began, is about no other time.
        """
        held = self._held.get(place, [])
        same = [each for each in held if start is not None and each.start == start]
        going_on = [each for each in held if each.end is None]
        if same:
            return same[-1]
        if going_on and (start is None or end is None or going_on[0].start is None):
            return going_on[0]
        ended = [each for each in held if start is None and end is not None and each.end == end]
        return ended[-1] if ended else None

    def add(self, place: Place, holding: Holding) -> None:
        """Let a time in a post be found that the workbook adds."""
        self._held[place].append(holding)

    def held_by(self, organization: str, post: str) -> list[Holding]:
        """Return who holds a post in an organization."""
        return [
            holding
            for (_, where, which), several in self._held.items()
            if (where, which) == (organization, post)
            for holding in several
            if holding.end is None
        ]
