"""Finding the member that a row of the sheet of members is about."""

from collections import defaultdict

from guben_web.engine import snapshots
from guben_web.engine.workbooks import PrivatePerson
from guben_web.imports.days import to_number
from guben_web.imports.register import Register
from guben_web.people.models import Member


class MemberFinder:
    """Finds members by record, else by identity number, else by organization, name and birth date."""

    def __init__(self, register: Register) -> None:
        self.by_index: dict[str, Member] = {}
        self.by_name: defaultdict[tuple[str, str, int | None], list[Member]] = defaultdict(list)
        self.nameless: defaultdict[tuple[str, int | None, int | None], list[Member]] = defaultdict(list)
        self.seen: set[tuple[str, str, int | None]] = set()
        self.by_record = register.members
        for member in register.members.values():
            if member.identity_index:
                self.by_index[member.identity_index] = member
            where, born = register.keys_by_id[member.organization_id], to_number(member.birth_date)
            if member.name:
                self.by_name[where, member.name, born].append(member)
            elif not member.identity_index:
                self.nameless[where, born, to_number(member.joined_date)].append(member)

    def find(
        self,
        who: PrivatePerson,
        index: str | None,
        organization: str | None,
        name: str,
        record: snapshots.Person,
    ) -> tuple[Member | None, bool]:
        """Return the member, or None for a new one; and False where it cannot be told."""
        if who.record:
            return self.by_record.get(who.record.strip().lower()), True
        if index is not None and index in self.by_index:
            return self.by_index[index], True
        if organization is None:
            return None, True
        if not name:
            # People without name and number are taken in order: who is who does not matter.
            waiting = (
                self.nameless[organization, record.birth_date, record.joined_date] if index is None else []
            )
            return (waiting.pop(0) if waiting else None), True
        place = (organization, name, record.birth_date)
        candidates = [each for each in self.by_name[place] if index is None or each.identity_index is None]
        is_repeated = index is None and place in self.seen
        self.seen.add(place)
        if len(candidates) > 1 or is_repeated:
            return None, False
        return (candidates[0] if candidates else None), True
