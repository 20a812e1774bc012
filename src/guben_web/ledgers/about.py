"""What ledgers say about one member, for herself and for those who see her and the entries."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from guben_web.engine.ledgers import Audience, LedgerType, Reference
from guben_web.ledgers.access import Reader
from guben_web.ledgers.models import Entry, EntryIndex
from guben_web.ledgers.pages import Shown, shown_field
from guben_web.ledgers.references import Names, names_for
from guben_web.org import queries as org
from guben_web.packs.models import Ledger
from guben_web.people.models import Member

_MOST_ABOUT = 200


@dataclass(frozen=True, slots=True)
class About:
    """What an entry says about a member."""

    ledger: Ledger
    entry: Entry
    organization: str
    fields: tuple[Shown, ...]


def about(member: Member, reader: Reader | None = None) -> list[About]:
    """Return the entries whose subject a member is, without what is sensitive about others; few queries.

    Of those, a reader who is not the member herself gets the ones that she sees.
    """
    ledgers = {each.pk: each for each in Ledger.objects.kept() if _subject_fields(each.type)}
    indexed = EntryIndex.objects.filter(word=str(member.pk), ledger_id__in=ledgers)
    rows = Entry.objects.filter(pk__in=indexed.values("entry_id"), is_removed=False)
    if reader is not None:
        rows = rows.filter(_seen_by(reader, ledgers.values()))
    entries = [
        each
        for each in rows.select_related("definition").order_by("-day", "-pk")[:_MOST_ABOUT]
        if any(each.fields.get(name) == str(member.pk) for name in _subject_fields(each.definition.type))
        and (reader is None or reader.sees_sensitive(each.organization_id))
    ]
    organizations = org.names_of({each.organization_id for each in entries})
    names = names_for((each.definition.type, each.fields) for each in entries)
    return [
        About(
            ledgers[each.ledger_id],
            each,
            organizations.get(each.organization_id, ""),
            tuple(_about_fields(each, str(member.pk), names)),
        )
        for each in entries
    ]


def _seen_by(reader: Reader, ledgers: Collection[Ledger]) -> Q:
    """Return the condition that a reader sees an entry of these ledgers, each as its definition has it."""
    kept: dict[Audience, list[int]] = {}
    for each in ledgers:
        kept.setdefault(each.type.seen_by, []).append(each.pk)
    seen = (Q(ledger_id__in=keys) & reader.seen(audience) for audience, keys in kept.items())
    return reduce(or_, seen, Q(pk__in=[]))


def _subject_fields(type_: LedgerType) -> list[str]:
    return [name for name in type_.subject if type_.fields[name].reference is Reference.MEMBER]


def _about_fields(entry: Entry, key: str, names: Names) -> Iterator[Shown]:
    """Yield what she may read: everything where she alone is the subject, but of other members nothing."""
    type_ = entry.definition.type
    is_alone = len(type_.subject) == 1
    for name, field in type_.fields.items():
        value = entry.fields.get(name)
        is_herself = value == key
        sees = is_herself or (is_alone and field.reference is None)
        yield shown_field(field, value, names, sees=sees)
