"""What is different between two schemes, as sentences; nothing is said of what says the same."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from guben.diagnostics import Text
from guben.insight.attributes import Attribute
from guben.insight.contents import (
    Item,
    grades_of,
    head_of,
    judges_of,
    ledgers_of,
    limits_of,
    measures_of,
    parameters_of,
    parts_of,
    quotas_of,
    quoted,
    tails_of,
    users_of,
)
from guben.insight.trees import Branch
from guben.model.meaning import is_same, meaning_of
from guben.model.scheme import Case, Part, Scheme
from guben.plan import Program, VetoStep

_CHANGED = Text("{label}：{old} → {new}", "{label}: {old} → {new}")
_CHANGED_AT_LENGTH = Text("{label}改了", "{label}:")
_OLD, _NEW = Text("原：{words}", "was: {words}"), Text("新：{words}", "now: {words}")
_SET = Text("新写了{label}：{new}", "{label}, not given before: {new}")
_UNSET = Text("不再写{label}，原为：{old}", "{label}, no longer given; was: {old}")
_REWRITTEN = Text("{label}换了写法：{new}", "{label}, written differently: {new}")
_ADDED, _REMOVED = Text("新增：{what}", "new: {what}"), Text("去掉：{what}", "gone: {what}")
_SAID = Text("{label}：{words}", "{label}: {words}")
_USED = Text("用于：{uses}", "used by: {uses}")
_ORDER = Text("顺序改为：{names}", "now in the order: {names}")
_BELOW = Text("{title}的下级指标", "the parts of {title}")
_ALL_PARTS = Text("各项指标", "the parts")
_ALTERED = Text("{label}有改动", "{label} changed")
_SCHEME = Text("制度", "The scheme")
_PARAMETERS, _MEASURES, _PARTS = Text("参数", "Parameters"), Text("数据项", "Measures"), Text("指标", "Parts")
_GRADES, _VETOES, _CASES = Text("等次", "Grades"), Text("一票否决", "Vetoes"), Text("算例", "Cases")
_JUDGES, _LEDGERS = Text("评分人", "Judges"), Text("台账", "Ledgers")
_CEILINGS, _FLOORS = Text("封顶", "Ceilings"), Text("保底", "Floors")
_QUOTAS, _TAILS = Text("比例控制", "Quotas"), Text("名单", "Lists")
_CASE_COUNTS = Text("新增{added}个，去掉{removed}个", "{added} new, {removed} gone")
# A change in more words than this stands on two lines.
_SHORT = 40
# What a new or removed piece is told by; the rest can be read in the scheme.
_TELLING = ("points", "value", "scoring", "condition", "source", "grade", "rule")


def differences(old: Program, new: Program) -> tuple[Branch, ...]:
    """Return a branch for each section of the scheme that says something else; none if all says the same."""
    sections = (
        (_SCHEME, _attribute_changes(head_of(old), head_of(new))),
        (_PARAMETERS, _parameters(old, new)),
        (_MEASURES, _changes(measures_of(old), measures_of(new))),
        (_JUDGES, _changes(judges_of(old), judges_of(new))),
        (_LEDGERS, _changes(ledgers_of(old), ledgers_of(new))),
        (_PARTS, _parts(old, new)),
        (_VETOES, _limits(old, new, lambda program: program.vetoes)),
        (_CEILINGS, _limits(old, new, lambda program: program.ceilings)),
        (_GRADES, _grades(old, new)),
        (_QUOTAS, _changes(quotas_of(old), quotas_of(new))),
        (_FLOORS, _limits(old, new, lambda program: program.floors)),
        (_TAILS, _changes(tails_of(old), tails_of(new))),
        (_CASES, _cases(old.scheme.cases, new.scheme.cases)),
    )
    return tuple(Branch(title, below) for title, changes in sections if (below := tuple(changes)))


def count_of(sections: Iterable[Branch]) -> int:
    """Return how many pieces of the scheme changed."""
    return sum(len(section.below) for section in sections)


def _parameters(old: Program, new: Program) -> Iterator[Branch]:
    before, after = parameters_of(old), parameters_of(new)
    for name, branch in _named_changes(before, after):
        uses = users_of(new if name in after else old, name)
        used = (Branch(_USED.filled(uses=[quoted(each) for each in uses])),) if uses else ()
        yield Branch(branch.words, (*branch.below, *used))


def _limits(old: Program, new: Program, steps: Callable[[Program], tuple[VetoStep, ...]]) -> Iterator[Branch]:
    yield from _changes(limits_of(old, steps(old)), limits_of(new, steps(new)))


def _parts(old: Program, new: Program) -> Iterator[Branch]:
    called = called_now(old.scheme, new.scheme)
    yield from _changes(parts_of(old, called), parts_of(new))
    before = {called.get(part.path, part.path): _names(part.parts) for part in old.scheme.all_parts()}
    yield from _order(_ALL_PARTS, _names(old.scheme.parts), new.scheme.parts)
    for part in new.scheme.all_parts():
        yield from _order(_BELOW.filled(title=quoted(part.title)), before.get(part.path, []), part.parts)


def _order(whose: Text, before: list[str], parts: Sequence[Part]) -> Iterator[Branch]:
    """Yield a branch where parts that were there before stand in another order."""
    common = [part for part in parts if part.name in before]
    if [part.name for part in common] != [name for name in before if name in _names(common)]:
        names = [quoted(part.title) for part in common]
        yield Branch(whose, (Branch(_ORDER.filled(names=names)),))


def _names(parts: Iterable[Part]) -> list[str]:
    return [part.name for part in parts]


def called_now(old: Scheme, new: Scheme) -> dict[str, str]:
    """Return the new paths of parts that were moved or called differently, by their old paths."""
    there = {part.path: part for part in new.all_parts()}
    gone = [part for part in old.all_parts() if part.path not in there]
    old_paths = {part.path for part in old.all_parts()}
    free = [part for path, part in there.items() if path not in old_paths]
    called: dict[str, str] = {}
    for part in gone:
        likest = max(free, key=lambda other: _likeness(part, other), default=None)
        if likest is not None and _likeness(part, likest) >= 2:
            free.remove(likest)
            called[part.path] = likest.path
    return called


def _likeness(one: Part, other: Part) -> int:
    """Return how much two parts have in common: name and title count two each, the rule one more."""
    is_same_rule = one.scoring is not None and is_same(one.scoring, other.scoring)
    return 2 * (one.name == other.name) + 2 * (one.title.zh == other.title.zh) + is_same_rule


def _grades(old: Program, new: Program) -> Iterator[Branch]:
    yield from _changes(grades_of(old), grades_of(new))
    before = [grade.name for grade in old.scheme.grades]
    common = [grade for grade in new.scheme.grades if grade.name in before]
    names = [grade.name for grade in common]
    if names != [name for name in before if name in names]:
        yield Branch(_ORDER.filled(names=[quoted(grade.title) for grade in common]))


def _cases(old: tuple[Case, ...], new: tuple[Case, ...]) -> Iterator[Branch]:
    before, after = {meaning_of(case) for case in old}, {meaning_of(case) for case in new}
    added, removed = len(after - before), len(before - after)
    if added or removed:
        yield Branch(_CASE_COUNTS.filled(added=added, removed=removed))


def _changes(before: Mapping[str, Item], after: Mapping[str, Item]) -> Iterator[Branch]:
    for _, branch in _named_changes(before, after):
        yield branch


def _named_changes(before: Mapping[str, Item], after: Mapping[str, Item]) -> Iterator[tuple[str, Branch]]:
    """Yield what changed, what is new and what is gone, with the names, in the order of the new scheme."""
    for name, item in after.items():
        if name not in before:
            yield name, Branch(_ADDED.filled(what=item.title), tuple(_told(item)))
        elif changes := tuple(_attribute_changes(before[name], item)):
            yield name, Branch(item.title, changes)
    for name, item in before.items():
        if name not in after:
            yield name, Branch(_REMOVED.filled(what=item.title), tuple(_told(item)))


def _told(item: Item) -> Iterator[Branch]:
    for name in _TELLING:
        attribute = item.attributes.get(name)
        if attribute is not None and attribute.words is not None:
            yield Branch(_SAID.filled(label=attribute.label, words=attribute.words))


def _attribute_changes(before: Item, after: Item) -> Iterator[Branch]:
    for name in dict.fromkeys((*before.attributes, *after.attributes)):
        old, new = before.attributes.get(name), after.attributes.get(name)
        known = new or old
        assert known is not None
        if (old.meaning if old else None) != (new.meaning if new else None):
            yield _change(known.label, old, new)


def _change(label: Text, old: Attribute | None, new: Attribute | None) -> Branch:
    was, now = old.words if old else None, new.words if new else None
    if was is None and now is None:
        return Branch(_ALTERED.filled(label=label))
    if was is None:
        return Branch(_SET.filled(label=label, new=now))
    if now is None:
        return Branch(_UNSET.filled(label=label, old=was))
    if was == now:
        return Branch(_REWRITTEN.filled(label=label, new=now))
    if len(was.zh) + len(now.zh) <= _SHORT:
        return Branch(_CHANGED.filled(label=label, old=was, new=now))
    return Branch(
        _CHANGED_AT_LENGTH.filled(label=label),
        (Branch(_OLD.filled(words=was)), Branch(_NEW.filled(words=now))),
    )
