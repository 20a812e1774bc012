"""Ledgers: those that a scheme declares itself, and the file of a ledger in a pack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from guben.diagnostics import Finding, Text
from guben.model.ledger import Ledger, LedgerField
from guben.model.ledger_type import (
    RECORDED,
    Audience,
    Closing,
    Due,
    EntryField,
    EntryRule,
    EntryState,
    LedgerType,
    Move,
    Mover,
    Reference,
    Time,
)
from guben.model.scheme import Derived, Measure
from guben.model.values import Kind
from guben.model.vocabulary import LEVEL
from guben.reading import findings as codes
from guben.reading.files import text_of
from guben.reading.ledger_cases import ledger_cases
from guben.reading.measures import measure, measure_type
from guben.reading.packs import PACK_NAME
from guben.reading.parameters import parameters
from guben.reading.trees import Entry, Tree, named, plain

_LEDGER = Text("台账", "ledger")
_TOP = Text("台账", "the ledger")
_FIELD, _RULE = Text("字段", "field"), Text("校验规则", "a rule")
_STATE, _MOVE = Text("状态", "state"), Text("流转", "move")
_MEASURE = Text("数据项", "measure")
_TYPE_KEYS = ("digits", "bounds", "choices", "ordered")

LEDGER_REQUIRED = ("ledger", "version", "title", "kept_by", "fields")
LEDGER_OPTIONAL = (
    *("lead", "subject", "time", "close", "rules", "states", "moves", "seen_by"),
    *("disclosed", "evidence", "due", "parameters", "measures", "cases"),
)
FIELD_KEYS = (*_TYPE_KEYS, "of", "required", "filter", "sensitive", "unit", "note")
STATE_KEYS = ("counts", "locked")


def read_ledgers(tree: Tree, node: yaml.Node | None) -> dict[str, Ledger]:
    """Return the ledgers that a scheme declares."""
    ledgers = {}
    for name, entry in tree.named(node, _LEDGER):
        where = named(_LEDGER, name)
        entries = tree.record(
            entry.value, where, required=("title",), optional=("subtree", "fields"), declared_at=entry.key
        )
        title = tree.optional_title(entries, "title", where) or Text(name, name)
        fields = dict(_ledger_fields(tree, plain(entries, "fields"), where))
        subtree = plain(entries, "subtree")
        is_of_subtree = subtree is not None and tree.yes_or_no(subtree, where)
        ledgers[name] = Ledger(name, title, fields, tree.key_span(entry), name, is_of_subtree=is_of_subtree)
    return ledgers


def _ledger_fields(tree: Tree, node: yaml.Node | None, where: Text) -> Iterator[tuple[str, LedgerField]]:
    for name, entry in tree.named(node, where):
        entries = tree.record(
            entry.value, where, required=("type", "title"), optional=_TYPE_KEYS, declared_at=entry.key
        )
        title = tree.optional_title(entries, "title", where) or Text(name, name)
        type_ = measure_type(tree, entries, where, [kind.value for kind in Kind], title)
        if type_:
            yield name, LedgerField(name, title, type_)


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """What the file of a ledger says, as far as it could be read, and what is wrong with it."""

    type: LedgerType | None
    findings: tuple[Finding, ...]


def read_ledger_file(path: Path, *, shown_as: str) -> LedgerFile:
    """Return what the file of the ledger at `path` says; findings name the file as `shown_as`.

    Raises Refusal if there is no such file or it is not UTF-8 text.
    """
    content, text = text_of(path, shown_as)
    return _read(content, text, shown_as)


def read_ledger_text(text: str, *, shown_as: str) -> LedgerFile:
    """Return what `text` says as the file of a ledger."""
    return _read(text.encode(), text, shown_as)


def _read(content: bytes, text: str, shown: str) -> LedgerFile:
    tree = Tree(shown, text)
    if not isinstance(tree.root, yaml.MappingNode):
        if tree.root is not None:
            tree.record(tree.root, _TOP, required=LEDGER_REQUIRED)
        return LedgerFile(None, tuple(tree.findings))
    ledger = _LedgerReader(tree, content).whole(tree.root)
    return LedgerFile(ledger, tuple(tree.findings))


class _LedgerReader:
    def __init__(self, tree: Tree, content: bytes) -> None:
        self.tree = tree
        self.content = content

    def whole(self, root: yaml.Node) -> LedgerType:
        tree = self.tree
        top = tree.record(root, _TOP, required=LEDGER_REQUIRED, optional=LEDGER_OPTIONAL)
        for key in ("fields", "kept_by"):
            tree.need_content(top, key, _TOP)
        for key in ("moves", "due"):
            if key in top and "states" not in top:
                tree.report(codes.MISSING_KEY, top[key].key, where=_TOP, key="states")
        fields = self._fields(plain(top, "fields"))
        states = self._states(plain(top, "states"))
        name = tree.words(top["ledger"].value, _TOP) if "ledger" in top else ""
        if name and not PACK_NAME.fullmatch(name):
            tree.report(codes.BAD_LEDGER_NAME, top["ledger"].value, name=name)
        return LedgerType(
            name=name,
            version=tree.words(top["version"].value, _TOP) if "version" in top else "",
            title=tree.optional_title(top, "title", _TOP) or Text(name, name),
            lead=tree.optional_title(top, "lead", _TOP),
            subject=self._subject(plain(top, "subject"), fields),
            levels=self._some(top, "kept_by", LEVEL.codes),
            time=Time(self._word(top, "time", Time) or Time.DAY),
            closing=Closing(self._word(top, "close", Closing) or Closing.YEAR),
            fields=fields,
            rules=tuple(self._rules(plain(top, "rules"))),
            states=states or {RECORDED.name: RECORDED},
            moves=self._moves(plain(top, "moves") if states else None, states),
            seen_by=Audience(self._word(top, "seen_by", Audience) or Audience.KEEPER),
            disclosed=self._some(top, "disclosed", fields),
            takes_evidence=self._yes(top, "evidence"),
            due=self._due(plain(top, "due") if states else None, fields, states),
            measures=self._measures(plain(top, "measures")),
            span=tree.span(root),
            content=self.content,
            parameters=parameters(tree, plain(top, "parameters")),
            cases=ledger_cases(tree, plain(top, "cases")),
        )

    def _word(self, entries: Mapping[str, Entry], key: str, words: type[StrEnum]) -> str | None:
        where = Text(f"“{key}”", f"'{key}'")
        return self.tree.optional_word(entries, key, where, [each.value for each in words])

    def _yes(self, entries: Mapping[str, Entry], key: str) -> bool:
        node = plain(entries, key)
        return self.tree.yes_or_no(node, Text(f"“{key}”", f"'{key}'")) if node else False

    def _some(
        self, entries: Mapping[str, Entry], key: str, known: Mapping[str, object] | tuple[str, ...]
    ) -> tuple[str, ...]:
        node = plain(entries, key)
        return (self.tree.several_of(node, Text(f"“{key}”", f"'{key}'"), known) or ()) if node else ()

    def _fields(self, node: yaml.Node | None) -> dict[str, EntryField]:
        found = {name: self._field(name, entry) for name, entry in self.tree.named(node, _FIELD)}
        return {name: field for name, field in found.items() if field}

    def _field(self, name: str, entry: Entry) -> EntryField | None:
        tree, where = self.tree, named(_FIELD, name)
        entries = tree.record(
            entry.value, where, required=("type", "title"), optional=FIELD_KEYS, declared_at=entry.key
        )
        title = tree.optional_title(entries, "title", where) or Text(name, name)
        word = tree.words(entries["type"].value, where) if "type" in entries else ""
        reference = Reference(word) if word in set(Reference) else None
        kinds = [*(kind.value for kind in Kind), *(each.value for each in Reference)]
        type_ = None if reference else measure_type(tree, entries, where, kinds, title)
        of = plain(entries, "of")
        if (of is not None) != (reference is Reference.ENTRY) and "type" in entries:
            tree.report(codes.OF_WHICH_LEDGER, entry.key, name=name)
        if type_ is None and reference is None:
            return None
        return EntryField(
            name=name,
            title=title,
            type=type_,
            reference=reference,
            span=tree.key_span(entry),
            of=tree.words(of, where) if of else "",
            is_required=self._yes(entries, "required"),
            is_filtered=self._yes(entries, "filter"),
            is_sensitive=self._yes(entries, "sensitive"),
            unit=tree.optional_title(entries, "unit", where),
            note=tree.optional_title(entries, "note", where),
        )

    def _subject(self, node: yaml.Node | None, fields: Mapping[str, EntryField]) -> tuple[str, ...]:
        if node is None:
            return ()
        references = [name for name, field in fields.items() if field.reference]
        words = self.tree.several_of(node, Text("“subject”", "'subject'"), references) or ()
        if len(words) > 2:
            self.tree.report(codes.SUBJECT_OF_TWO, node)
        for name in words:
            if not fields[name].is_required:
                self.tree.report(codes.SUBJECT_NOT_REQUIRED, node, name=name)
        return words

    def _rules(self, node: yaml.Node | None) -> Iterator[EntryRule]:
        tree = self.tree
        for item in tree.items(node, _RULE) if node else ():
            entries = tree.record(item, _RULE, required=("must",), optional=("says",))
            formula = tree.formula(entries["must"].value, _RULE) if "must" in entries else None
            if formula is not None:
                yield EntryRule(formula, tree.optional_title(entries, "says", _RULE), tree.span(item))

    def _states(self, node: yaml.Node | None) -> dict[str, EntryState]:
        tree, states = self.tree, {}
        for name, entry in tree.named(node, _STATE):
            where = named(_STATE, name)
            entries = tree.record(
                entry.value, where, required=("title",), optional=STATE_KEYS, declared_at=entry.key
            )
            title = tree.optional_title(entries, "title", where) or Text(name, name)
            counts = self._yes(entries, "counts") if "counts" in entries else True
            locked = self._yes(entries, "locked")
            states[name] = EntryState(name, title, counts, locked, tree.key_span(entry))
        return states

    def _moves(self, node: yaml.Node | None, states: Mapping[str, EntryState]) -> dict[str, Move]:
        tree, moves = self.tree, {}
        for name, entry in tree.named(node, _MOVE):
            where = named(_MOVE, name)
            entries = tree.record(
                entry.value,
                where,
                required=("title", "from", "to", "by"),
                optional=("reason",),
                declared_at=entry.key,
            )
            target = tree.one_of(entries["to"].value, where, states) if "to" in entries else None
            by = self._some(entries, "by", tuple(each.value for each in Mover))
            origins = self._some(entries, "from", states)
            if target and by and origins:
                title = tree.optional_title(entries, "title", where) or Text(name, name)
                movers = tuple(Mover(word) for word in by)
                moves[name] = Move(name, title, origins, target, movers, self._yes(entries, "reason"))
        return moves

    def _due(
        self, node: yaml.Node | None, fields: Mapping[str, EntryField], states: Mapping[str, EntryState]
    ) -> Due | None:
        if node is None:
            return None
        where = Text("“due”", "'due'")
        entries = self.tree.record(node, where, required=("field", "done"))
        days = [name for name, each in fields.items() if each.type and each.type.kind is Kind.DATE]
        field = self.tree.one_of(entries["field"].value, where, days) if "field" in entries else None
        done = self._some(entries, "done", states)
        return Due(field, done) if field and done else None

    def _measures(self, node: yaml.Node | None) -> dict[str, Measure]:
        measures = {}
        for name, entry in self.tree.named(node, _MEASURE):
            found = measure(self.tree, name, entry, named(_MEASURE, name))
            if found and isinstance(found.source, Derived):
                measures[name] = found
            elif found:
                self.tree.report(codes.LEDGER_YIELDS, entry.key, name=name)
        return measures
