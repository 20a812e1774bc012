"""The measures of a scheme file: type, digits, bounds, and one source."""

from collections.abc import Iterable

from guben.diagnostics import Text
from guben.model.choices import Choice, ChoiceSet
from guben.model.scheme import Collected, Derived, Measure, SourceKind
from guben.model.values import NUMERIC_KINDS, Kind, ValueType, value_type
from guben.model.vocabulary import CHOICE_SETS
from guben.reading import findings as codes
from guben.reading.trees import Entry, Tree, is_clear_percent, plain

_FOR_KINDS = {
    "digits": NUMERIC_KINDS,
    "bounds": NUMERIC_KINDS,
    "choices": {Kind.CHOICE},
    "ordered": {Kind.CHOICE},
}
# What a formula asks of the previous period is no source that a file can declare.
SOURCES = ("derive", *(kind.value for kind in SourceKind if kind is not SourceKind.PREVIOUS))
MEASURE_KEYS = ("digits", "bounds", "choices", "ordered", "aliases", "sensitive", *SOURCES)


def measure(tree: Tree, name: str, entry: Entry, where: Text) -> Measure | None:
    """Return the measure that an entry declares, or None after findings."""
    found_before = len(tree.findings)
    entries = tree.record(
        entry.value, where, required=("type", "title"), optional=MEASURE_KEYS, declared_at=entry.key
    )
    is_clear = len(tree.findings) == found_before
    title = tree.title(entries["title"].value, where) if "title" in entries else Text(name, name)
    type_ = measure_type(tree, entries, where, [kind.value for kind in Kind], title)
    found = [key for key in SOURCES if key in entries]
    if len(found) != 1:
        # A source that is misspelled is an unknown key already.
        if found or is_clear:
            facts = {"measure": name, "found": found or codes.NOTHING, "known": SOURCES}
            tree.report(codes.ONE_SOURCE, entry.key, **facts)
        return None
    source = _source(tree, found[0], entries, where)
    if type_ is None or source is None:
        return None
    aliases_node = plain(entries, "aliases")
    aliases = [tree.words(item, where) for item in tree.items(aliases_node, where)] if aliases_node else []
    sensitive = plain(entries, "sensitive")
    is_sensitive = tree.yes_or_no(sensitive, where) if sensitive else False
    return Measure(name, title, type_, source, tree.key_span(entry), tuple(aliases), is_sensitive)


def measure_type(
    tree: Tree, entries: dict[str, Entry], where: Text, kinds: Iterable[str], title: Text
) -> ValueType | None:
    """Return the type that `type`, `digits`, `bounds` and `choices` declare, or None after findings.

    `title` is what messages call a list of choices that the scheme itself declares.
    """
    if "type" not in entries:
        return None
    word = tree.one_of(entries["type"].value, where, kinds)
    if word is None:
        return None
    for key, kinds_with_it in _FOR_KINDS.items():
        if key in entries and Kind(word) not in kinds_with_it:
            tree.report(codes.NOT_FOR_TYPE, entries[key].key, key=key, type=word)
            return None
    digits_node, bounds_node = plain(entries, "digits"), plain(entries, "bounds")
    digits = tree.one_of(digits_node, where, [str(each) for each in range(7)]) if digits_node else None
    bounds = tree.bounds(bounds_node, where) if bounds_node else None
    if bounds_node and word == Kind.PERCENT.value:
        for words in tree.words(bounds_node, where).split(".."):
            if not is_clear_percent(words):
                tree.report(codes.PERCENT_SIGN, bounds_node, words=words.strip())
                return None
    choices = _choices(tree, entries, where, title) if word == Kind.CHOICE.value else None
    if word == Kind.CHOICE.value and choices is None:
        return None
    return value_type(Kind(word), digits=int(digits) if digits else None, bounds=bounds, choices=choices)


def _choices(tree: Tree, entries: dict[str, Entry], where: Text, title: Text) -> ChoiceSet | None:
    if "choices" not in entries:
        tree.report(codes.MISSING_KEY, entries["type"].value, where=where, key="choices")
        return None
    node = entries["choices"].value
    if not hasattr(node, "value") or isinstance(node.value, str):
        name = tree.one_of(node, where, CHOICE_SETS)
        return CHOICE_SETS[name] if name else None
    tree.need_content(entries, "choices", where)
    ordered = plain(entries, "ordered")
    choices = tuple(
        Choice(code, tree.title(entry.value, where)) for code, entry in tree.entries(node, where).items()
    )
    is_ordered = tree.yes_or_no(ordered, where) if ordered else False
    return ChoiceSet(where.en, title, choices, is_ordered=is_ordered)


def _source(tree: Tree, key: str, entries: dict[str, Entry], where: Text) -> Derived | Collected | None:
    node = entries[key].value
    if key == "derive":
        formula = tree.formula(node, where)
        return Derived(formula) if formula else None
    if key == SourceKind.REPORT.value:
        details = tree.record(node, where, required=("period",), expected=codes.PERIOD)
        return Collected(
            SourceKind.REPORT, tree.words(details["period"].value, where) if "period" in details else ""
        )
    return Collected(SourceKind(key), tree.words(node, where))
