"""Finding the member that a row of another table is about: by record, identity number, or name."""

from collections import defaultdict

from guben_web.engine.texts import Text
from guben_web.imports.lines import Reason, reason
from guben_web.imports.register import Register
from guben_web.people.secrecy import index_of

_NO_RECORD = Text(
    "系统里没有这个记录号，或者不在您负责的范围内。", "There is no such record, or it is outside your range."
)
_NO_NUMBER = Text(
    "没有这个公民身份号码的党员，或者不在您负责的范围内。",
    "No member has this identity number, or it is outside your range.",
)
_NOBODY = Text(
    "没有叫这个名字的党员；不是党员或没有登记的，请先在“党员”表登记。",
    "No member has this name; enter who is not on record on the sheet of members first.",
)
_SEVERAL = Text(
    "有{n}名党员叫这个名字，请填记录号或公民身份号码。",
    "{n} members have this name; give the record or the identity number.",
)


class Persons:
    """The members that may be meant: those of organizations that may be changed, and those that the workbook adds."""

    def __init__(self, register: Register, allowed: frozenset[str] | None) -> None:
        self.by_record: dict[str, str] = {}
        self.by_index: dict[str, str] = {}
        self.by_name: defaultdict[str, set[str]] = defaultdict(set)
        self.by_place: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.statuses: dict[str, str] = {}
        for key, member in register.members.items():
            where = register.keys_by_id[member.organization_id]
            if allowed is None or where in allowed:
                self.add(key, member.name, where, member.identity_index, member.status)

    def add(self, key: str, name: str, where: str, index: str | None, status: str) -> None:
        """Let somebody be found; said again, what was said before holds no more."""
        self.by_record[key] = key
        self.statuses[key] = status
        if index:
            self.by_index[index] = key
        self.by_name[name].add(key)
        self.by_place[where, name].add(key)

    def find(
        self, *, record: str | None, number: str | None, name: str, organization: str | None
    ) -> tuple[str | None, list[Reason]]:
        """Return the member's key, or why it cannot be told who is meant.

        A name means whoever has it in the organization of the post, else whoever alone has it.
        """
        if record:
            key = self.by_record.get(record.strip().lower())
            return key, [] if key else [reason("record", _NO_RECORD)]
        if number:
            key = self.by_index.get(index_of("identity", number) or "")
            return key, [] if key else [reason("identity", _NO_NUMBER)]
        found = self.by_place[organization or "", name] or self.by_name[name]
        if len(found) == 1:
            return next(iter(found)), []
        if found:
            return None, [reason("several", _SEVERAL.filled(n=len(found)))]
        return None, [reason("nobody", _NOBODY)]
