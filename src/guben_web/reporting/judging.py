"""What is to be said about a form as it stands: gaps, jumps, contradictions, what was returned; and its flags."""

from collections import defaultdict
from dataclasses import dataclass, field

from guben_web.engine.reporting import find_measure
from guben_web.engine.texts import Text
from guben_web.reporting import queries
from guben_web.reporting.enums import Flag
from guben_web.reporting.figures import Value, broken_rules, is_jump, is_missing, is_near_bounds, value_of
from guben_web.reporting.models import Sheet


@dataclass(slots=True)
class Judged:
    """What is to be said about a form; measures by name, each once."""

    missing: int = 0
    jumps: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    near_bounds: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    contradictions: list[Text] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)


def judge(sheet: Sheet) -> Judged:
    """Return what is to be said about a form; a constant number of queries."""
    questions = queries.questions_of(sheet)
    cells = queries.cells_of(sheet)
    own = None if sheet.organization_id is None else [sheet.organization_id]
    before = queries.previous_values(sheet.collection, own)
    judged = Judged()
    values: defaultdict[int, dict[str, Value]] = defaultdict(dict)
    is_proxy = is_changed = False
    for key in queries.asked_keys(sheet, cells):
        organization, name = key
        cell, measure = cells.get(key), find_measure(name)
        if cell is None or is_missing(value_of(cell)):
            judged.missing += 1
        if cell is None:
            continue
        value = values[organization][name] = value_of(cell)
        is_proxy = is_proxy or cell.is_proxy
        is_changed = is_changed or cell.answered_at is not None
        if cell.is_returned:
            judged.unanswered.append(name)
        if measure is None:
            continue
        if is_jump(measure, value, before.get(key), sheet.collection.jump_percent):
            judged.jumps.append(name)
            if not cell.note:
                judged.unexplained.append(name)
        if is_near_bounds(measure, value):
            judged.near_bounds.append(name)
    schemes = list(dict.fromkeys(each.scheme for each in questions))
    for by_measure in values.values():
        judged.contradictions += [said for _, said in broken_rules(schemes, by_measure)]
    for names in (judged.jumps, judged.unexplained, judged.near_bounds, judged.unanswered):
        names[:] = dict.fromkeys(names)
    judged.flags = [
        flag
        for flag, holds in (
            (Flag.MISSING, judged.missing),
            (Flag.JUMP, judged.jumps),
            (Flag.NEAR_BOUNDS, judged.near_bounds),
            (Flag.CHANGED, is_changed),
            (Flag.PROXY, is_proxy),
        )
        if holds
    ]
    return judged
