"""What the workbench shows of the structure: elections, vacancies, and where organizations depart from the rules."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.accounts.workbench import Item, Kind, time_left
from guben_web.engine.texts import Text
from guben_web.people.access import people_scope
from guben_web.structure.findings import Finding, findings_on
from guben_web.structure.rules import RULES

_ELECTIONS = frozenset({"overdue", "due"})
_TO_MEND = Text("须处理", "to be mended")
_TO_LOOK_AT = Text("请核对", "to be looked at")
_NOT_KEPT = Text("待登记", "to be entered")
_OTHERS = Text("其他组织设置问题", "Other findings about organizations")


def items(account: Account, day: date) -> Iterator[Item]:
    """Yield the elections that are due, each red finding by its rule, and the others together."""
    by_rule: defaultdict[str, list[Finding]] = defaultdict(list)
    for each in findings_on(day, people_scope(account)):
        by_rule[each.rule.code].append(each)
    page = reverse("structure:findings")
    others = 0
    for code, found in by_rule.items():
        rule, address = RULES[code], f"{page}?rule={code}"
        if code in _ELECTIONS:
            due = min(each.term_ends for each in found if each.term_ends is not None)
            word, colour = time_left(due, day)
            yield Item(Kind.DUE, rule.title, address, word, colour, len(found), due)
        elif rule.colour == "red":
            yield Item(Kind.WRONG, rule.title, address, _TO_MEND, "red", len(found))
        elif rule.colour == "none":
            yield Item(Kind.WRONG, rule.title, address, _NOT_KEPT, "none", len(found))
        else:
            others += len(found)
    if others:
        yield Item(Kind.WRONG, _OTHERS, page, _TO_LOOK_AT, "amber", others)
