"""Records that entries refer to: what they are called, and which one is meant by what somebody typed."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from guben_web.engine.ledgers import EntryField, LedgerType, Reference
from guben_web.engine.texts import Text
from guben_web.ledgers.access import Reader, in_reach
from guben_web.ledgers.models import Entry
from guben_web.ledgers.values import title_words
from guben_web.org import queries as org
from guben_web.org.access import holding_on, within
from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.org.pickers import Option
from guben_web.packs.models import Ledger
from guben_web.people.models import Member
from guben_web.words.language import say

_SEVERAL = re.compile(r"[、,，;；\n]+")
# 林菱（荻汀村党支部）: behind the name stands the organization, and the beginning of the key where that is not enough.
_WITH_MORE = re.compile(r"(?P<name>.+?)（(?P<more>[^（）]+)）")
_MOST_OFFERED = 20
_LONGEST_NUMBER = 18
_UNKNOWN = Text("没有找到“{words}”。", "There is no '{words}'.")
_AMBIGUOUS = Text("有{n}个“{words}”，请写成：{shown}。", "{n} are called '{words}'; write one of: {shown}.")


@dataclass(frozen=True, slots=True)
class Found:
    """The key of what is meant, or what is wrong in words."""

    key: str | int | None = None
    problem: Text | None = None


@dataclass(slots=True)
class Names:
    """What records are called, by kind and key; made for a whole page at once."""

    members: dict[str, str] = field(default_factory=dict)
    organizations: dict[str, str] = field(default_factory=dict)
    workplaces: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Text] = field(default_factory=dict)

    def name(self, reference: Reference, key: object) -> str:
        """Return what a record is called; its key where it is gone."""
        words = str(key)
        match reference:
            case Reference.MEMBER | Reference.MEMBERS:
                return self.members.get(words, "—")
            case Reference.ORGANIZATION:
                return self.organizations.get(words, words)
            case Reference.WORKPLACE:
                return self.workplaces.get(words, words)
            case Reference.ENTRY:
                return say(self.entries[words]) if words in self.entries else words


def split_several(words: str) -> list[str]:
    """Return the names that stand in one field, each once."""
    return list(dict.fromkeys(each.strip() for each in _SEVERAL.split(words) if each.strip()))


def keys_in(fields: Iterable[tuple[LedgerType, Mapping[str, Any]]]) -> dict[Reference, set[str]]:
    """Return the keys that some entries refer to, by kind."""
    found: dict[Reference, set[str]] = defaultdict(set)
    referring: dict[int, list[tuple[str, Reference]]] = {}
    for ledger, values in fields:
        if id(ledger) not in referring:
            every = ledger.fields.items()
            referring[id(ledger)] = [(name, each.reference) for name, each in every if each.reference]
        for name, reference in referring[id(ledger)]:
            value = values.get(name)
            if value is None:
                continue
            kind = Reference.MEMBER if reference is Reference.MEMBERS else reference
            found[kind] |= {str(key) for key in (value if isinstance(value, list) else [value])}
    return found


def names_for(fields: Iterable[tuple[LedgerType, Mapping[str, Any]]], *, to_type: bool = False) -> Names:
    """Return what the records that entries refer to are called; one query for each kind, two to type them.

    `to_type` gives members as they have to be typed: with their organization, and more where that is not enough.
    """
    keys, names = keys_in(fields), Names()
    if keys[Reference.MEMBER]:
        rows = Member.objects.filter(pk__in=keys[Reference.MEMBER])
        if to_type:
            names.members = _to_type(rows.values_list("key", "name", "organization_id"))
        else:
            names.members = {str(key): name or "—" for key, name in rows.values_list("key", "name")}
    if keys[Reference.ORGANIZATION]:
        ids = [int(key) for key in keys[Reference.ORGANIZATION]]
        names.organizations = {str(key): name for key, name in org.names_of(ids).items()}
    if keys[Reference.WORKPLACE]:
        names.workplaces = _workplace_names(Q(key__in=keys[Reference.WORKPLACE]))
    if keys[Reference.ENTRY]:
        rows_of = Entry.objects.filter(pk__in=[int(key) for key in keys[Reference.ENTRY]])
        for row in rows_of.select_related("definition"):
            names.entries[str(row.pk)] = title_words(row.definition.type, row.pk, row.fields)
    return names


def find_meant(field: EntryField, words: Collection[str], reader: Reader) -> dict[str, Found]:
    """Return what is meant by each of some words in a field that refers to records; a constant number of queries."""
    match field.reference:
        case Reference.MEMBER | Reference.MEMBERS:
            return _find_members(words, reader)
        case Reference.ORGANIZATION:
            return _find_organizations(words, reader)
        case Reference.WORKPLACE:
            return _find_workplaces(words, reader)
        case Reference.ENTRY:
            return _find_entries(field.of, words, reader)
        case None:
            return {}


def offered(field: EntryField, typed: str, reader: Reader) -> list[Option]:
    """Return the records that match what is typed so far; of several names, the last is searched for."""
    words = split_several(typed)
    last = words[-1] if words else ""
    before = "、".join(words[:-1])
    match field.reference:
        case Reference.MEMBER | Reference.MEMBERS:
            rows = Member.objects.filter(within(reader.people, reader.day))
            rows = rows.filter(Q(name__contains=last) | Q(name_initials__startswith=last.casefold()))
            chosen = rows.order_by("name_initials", "key").values_list("key", "name", "organization_id")
            found = list(_to_type(chosen[:_MOST_OFFERED]).values())
        case Reference.ORGANIZATION:
            found = [
                each.name
                for each in org.search_on(reader.day, reader.scope, org.Wanted(last))[:_MOST_OFFERED]
            ]
        case Reference.WORKPLACE:
            matches = Q(name__contains=last) | Q(name_initials__startswith=last.casefold())
            found = sorted(_workplace_names(Q(holding_on(reader.day), matches), most=_MOST_OFFERED).values())
        case Reference.ENTRY:
            found = _offered_entries(field.of, last, reader)
        case None:
            found = []
    return [Option(f"{before}、{each}" if before else each, each, "") for each in found]


def _to_type(rows: Iterable[tuple[Any, str, int]]) -> dict[str, str]:
    """Return members as they are typed: the name and the organization, and the key's beginning for those alike."""
    members = [(str(key), name or "—", organization) for key, name, organization in rows]
    names = org.names_of({organization for _, _, organization in members})
    alike: dict[tuple[str, int], int] = defaultdict(int)
    there = Member.objects.filter(name__in={name for _, name, _ in members})
    for pair in there.values_list("name", "organization_id"):
        alike[pair] += 1
    shown = {}
    for key, name, organization in members:
        more = names.get(organization, "")
        mark = f"·{key[:8]}" if alike[name, organization] > 1 else ""
        shown[key] = f"{name}（{more}{mark}）"
    return shown


def _find_members(words: Collection[str], reader: Reader) -> dict[str, Found]:
    divided = {each: _WITH_MORE.fullmatch(each) for each in words}
    wanted = {match["name"] if match else each for each, match in divided.items()}
    rows = Member.objects.filter(within(reader.people, reader.day), name__in=wanted)
    known = list(rows.values_list("key", "name", "organization_id"))
    shown = _to_type(known)
    by_name: dict[str, list[str]] = defaultdict(list)
    for key, name, _ in known:
        by_name[name].append(str(key))
    found = {}
    for each, match in divided.items():
        keys = by_name[match["name"] if match else each]
        if match:
            keys = [key for key in keys if shown[key] == each or _is_in(shown[key], match["more"])]
        found[each] = _one(each, keys, [shown[key] for key in keys])
    return found


def _is_in(shown: str, more: str) -> bool:
    match = _WITH_MORE.fullmatch(shown)
    return match is not None and match["more"].partition("·")[0] == more


def _find_organizations(words: Collection[str], reader: Reader) -> dict[str, Found]:
    rows = OrganizationVersion.objects.filter(
        Q(name__in=words) | Q(organization__code__in=words), holding_on(reader.day)
    )
    by_word: dict[str, dict[int, str]] = defaultdict(dict)
    for number, name, code in rows.values_list("organization_id", "name", "organization__code"):
        for word in (name, code or name):
            by_word[word][number] = code or name
    return {each: _one(each, list(by_word[each]), list(by_word[each].values())) for each in words}


def _find_workplaces(words: Collection[str], reader: Reader) -> dict[str, Found]:
    named = OrganizationVersion.objects.filter(holding_on(reader.day), name__in=words)
    names = dict(named.values_list("organization_id", "name"))
    matches = Q(name__in=words) | Q(credit_code__in=words) | Q(key__in=words)
    rows = Workplace.objects.filter(holding_on(reader.day), matches | Q(name="", organization_id__in=names))
    by_word: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        for word in (row.name or names.get(row.organization_id or 0), row.credit_code, row.key):
            if word:
                by_word[word][row.key] = row.credit_code or row.key
    return {each: _one(each, list(by_word[each]), list(by_word[each].values())) for each in words}


def _find_entries(ledger: str, words: Collection[str], reader: Reader) -> dict[str, Found]:
    numbers = {each: re.match(r"#?(\d{1,18})", each) for each in words}
    ids = [int(match[1]) for match in numbers.values() if match]
    kept = Ledger.objects.select_related("definition").filter(name=ledger).first()
    rows = reader.entries(kept).filter(pk__in=ids) if kept else Entry.objects.none()
    there = set(rows.values_list("pk", flat=True))
    return {
        each: _one(each, [int(match[1])] if match and int(match[1]) in there else [], [])
        for each, match in numbers.items()
    }


def _offered_entries(name: str, typed: str, reader: Reader) -> list[str]:
    ledger = Ledger.objects.select_related("definition").filter(name=name).first()
    if ledger is None:
        return []
    rows = reader.entries(ledger).filter(in_reach(reader.scope, reader.day)).select_related("definition")
    if typed:
        rows = rows.filter(
            Q(words__contains=typed)
            | Q(pk=int(typed) if typed.isdecimal() and len(typed) < _LONGEST_NUMBER else 0)
        )
    return [say(title_words(row.definition.type, row.pk, row.fields)) for row in rows[:_MOST_OFFERED]]


def _workplace_names(condition: Q, *, most: int | None = None) -> dict[str, str]:
    rows = Workplace.objects.filter(condition).order_by("valid_from")[:most]
    unnamed = {row.organization_id for row in rows if not row.name and row.organization_id}
    names = org.names_of(unnamed) if unnamed else {}
    return {row.key: row.name or names.get(row.organization_id or 0, row.key) for row in rows}


def _one(words: str, keys: list[Any], shown: list[str]) -> Found:
    if len(keys) == 1:
        return Found(keys[0])
    if not keys:
        return Found(problem=_UNKNOWN.filled(words=words))
    return Found(problem=_AMBIGUOUS.filled(words=words, n=len(keys), shown=shown[:5]))
