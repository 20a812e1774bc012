"""Freezing what the database holds into a snapshot: the same tables that the command line writes from a workbook."""

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError

from guben_web.engine.snapshots import (
    LEVEL_COLUMNS,
    Closure,
    Entry,
    Organization,
    Person,
    Post,
    Records,
    ReportedValue,
    Snapshot,
    Source,
    Tally,
    Workplace,
    write_snapshot,
)
from guben_web.ledgers import models as ledgers
from guben_web.ledgers.counting import Counted, closed_by, counted_entries, find_counted
from guben_web.ledgers.periods import find_period
from guben_web.org import models as org
from guben_web.org.access import Scope, holding_on
from guben_web.org.enums import Cover
from guben_web.org.queries import Node, tree_on
from guben_web.packs.models import Ledger
from guben_web.people import models as people
from guben_web.people.posts import PARTY_POSTS, held_on
from guben_web.people.queries import memberships_on
from guben_web.shared.consistent import consistent_reads
from guben_web.tallies.models import CountSheet
from guben_web.tallies.queries import Votes, standing_votes, votes_of

_LEAST_WIDTH = 4


def freeze_snapshot(
    *, as_of: date, period: str, folder: Path, before: Callable[[], Iterable[ReportedValue]] = tuple
) -> Snapshot:
    """Write the state of a day and the values of a period as a snapshot into an empty or new folder, and return it.

    Every row names its record: organization:ID, member:KEY, post:ID, workplace:ID, value:ID, entry:ID, closing:ID,
    tally:ID:QUESTION, and :OPTION behind it for the votes of one. Members are those
    who belonged to an organization on that day, with their status of that day, and had joined by then; whoever became
    a full member later was a probationary one. The rest of what is known of them is as it is now. `before` says what is
    known of the period before, where nobody has reported it for this one. All is of one moment, whatever is stored
    meanwhile.
    """
    with consistent_reads():
        records = records_on(as_of, period)
        _add_before(records, before())
    return write_snapshot(records, folder, as_of=as_of, period=period, source=Source("guben"))


def records_on(as_of: date, period: str) -> Records:
    """Return the records of a day and of a period; a constant number of queries, and two for each ledger."""
    records = Records()
    keys: dict[int, str] = {}
    tops = tree_on(as_of, Scope(is_whole=True))
    widest = max([len(tops), *(len(node.children) for top in tops for node in top.walk())], default=0)
    width = max(_LEAST_WIDTH, len(str(widest)))
    waiting: list[tuple[Node, str, str | None, dict[str, str]]] = [
        (node, f"{number:0{width}d}", None, {}) for number, node in enumerate(tops, start=1)
    ]
    for node, path, parent, above in waiting:
        row = _organization(node, path, parent, above)
        keys[node.version.organization_id] = row.key
        records.organizations.append(row)
        within = {**above, f"in_{row.level}": row.key}
        waiting.extend(
            (child, f"{path}/{number:0{width}d}", row.key, within)
            for number, child in enumerate(node.children, start=1)
        )
    paths = {row.key: row.path for row in records.organizations}
    known = (
        _person(each.member, keys[each.organization_id], each.status)
        for each in memberships_on(as_of).select_related("member").iterator()
        if each.organization_id in keys
    )
    day = as_of.year * 10_000 + as_of.month * 100 + as_of.day
    records.people = sorted(
        (_as_it_was(person, day) for person in known if _had_joined(person, day)),
        key=lambda row: (paths[row.organization], row.key),
    )
    persons = {row.key for row in records.people}
    records.posts = [
        _post(row, keys)
        for row in people.Post.objects.filter(held_on(as_of), post__in=PARTY_POSTS)
        if row.organization_id in keys and str(row.member_id) in persons
    ]
    records.workplaces = [
        _workplace(row, keys[row.organization_id])
        for row in org.Workplace.objects.filter(holding_on(as_of))
        if row.organization_id in keys
    ]
    _add_ledgers(records, as_of, period, keys, persons)
    records.values = [
        _value(row, keys[row.organization_id])
        for row in ledgers.ReportedValue.objects.filter(period=period).iterator()
        if row.organization_id in keys
    ]
    _add_counts(records, period, keys)
    return records


def _add_before(records: Records, before: Iterable[ReportedValue]) -> None:
    """Add what is known of the period before, of the organizations that are there and have not said it themselves."""
    here = {row.key for row in records.organizations}
    said = {(row.organization, row.measure) for row in records.values}
    records.values = [
        *records.values,
        *(row for row in before if row.organization in here and (row.organization, row.measure) not in said),
    ]


def _add_counts(records: Records, period: str, keys: dict[int, str]) -> None:
    """Add the counts that stand; the shares that follow from them go before what was reported."""
    shares: dict[tuple[str, str], ReportedValue] = {}
    for votes in standing_votes(period):
        if votes.organization_id in keys:
            key = keys[votes.organization_id]
            records.tallies.extend(_tallies(votes, key))
            if votes.share is not None:
                shares[key, votes.measure] = _share(votes, key)
    if shares:
        others = [row for row in records.values if (row.organization, row.measure) not in shares]
        records.values = [*others, *shares.values()]


def _add_ledgers(records: Records, as_of: date, period: str, keys: dict[int, str], persons: set[str]) -> None:
    """Add the entries of the ledgers that are kept, those of the period up to the cut-off, and who has closed them.

    Spans are those that hold on the cut-off date. Of an organization that is no more on that day nothing is frozen.
    """
    asked = find_period(period)
    if asked is None or asked.first > as_of:
        return
    last = min(asked.last, as_of)
    for ledger in Ledger.objects.kept():
        for counted in counted_entries(ledger, asked.first, last):
            if counted.entry.organization_id in keys:
                key = keys[counted.entry.organization_id]
                records.entries.append(_entry(counted, key, ledger.name, period, persons))
        for organization_id, closing in closed_by(ledger, asked.first, last).items():
            if organization_id in keys:
                source = f"closing:{closing}"
                records.closures.append(Closure(keys[organization_id], ledger.name, period, source))


def find_record_now(source: str) -> Person | Post | Workplace | ReportedValue | Entry | Tally | None:
    """Return what would be frozen today of the record with this id; None for an organization and for what is gone."""
    kind, _, key = source.partition(":")
    with suppress(ValueError, ValidationError):
        match kind:
            case "member":
                member = people.Member.objects.select_related("organization").filter(pk=key).first()
                return _person(member, member.organization.key, member.status) if member else None
            case "post":
                post = people.Post.objects.select_related("organization").filter(pk=key).first()
                return _post(post, _key_of(post.organization)) if post else None
            case "workplace":
                place = org.Workplace.objects.select_related("organization").filter(pk=key).first()
                return _workplace(place, place.organization.key) if place and place.organization else None
            case "value":
                value = ledgers.ReportedValue.objects.select_related("organization").filter(pk=key).first()
                return _value(value, value.organization.key) if value else None
            case "entry":
                return find_entry_now(source)
            case "tally":
                return _find_count_now(source)
    return None


def sheet_of(source: str) -> int | None:
    """Return the count sheet that a record came from; None for another record."""
    kind, _, more = source.partition(":")
    number = more.partition(":")[0]
    return int(number) if kind == "tally" and number.isdecimal() else None


def _find_count_now(source: str) -> ReportedValue | Tally | None:
    """Return what would be frozen today of a count; None for one that does not stand any more."""
    number = sheet_of(source)
    rows_of = CountSheet.objects.select_related("count", "organization")
    sheet = rows_of.filter(pk=number).first() if number is not None else None
    if sheet is None:
        return None
    key = sheet.organization.key
    rows: list[ReportedValue | Tally] = []
    for votes in votes_of(sheet):
        rows.extend(_tallies(votes, key))
        if votes.share is not None:
            rows.append(_share(votes, key))
    return next((row for row in rows if row.source == source), None)


def find_entry_now(source: str) -> Entry | None:
    """Return an entry as it would be frozen today; None for one that was removed or does not count."""
    number = source.partition(":")[2]
    rows = ledgers.Entry.objects.select_related("ledger__definition", "definition", "organization")
    entry = rows.filter(pk=int(number), is_removed=False).first()
    counted = find_counted(entry, entry.ledger) if entry else None
    if entry is None or counted is None:
        return None
    return _entry(counted, entry.organization.key, entry.ledger.name, "", {counted.member or ""})


def _key_of(organization: org.Organization) -> dict[int, str]:
    return {organization.pk: organization.key}


def _organization(node: Node, path: str, parent: str | None, above: dict[str, str]) -> Organization:
    version = node.version
    key = version.organization.key
    within = {**above, f"in_{version.level}": key}
    province, prefecture, county, township, village = (within.get(level) for level in LEVEL_COLUMNS)
    return Organization(
        key=key,
        code=version.organization.code,
        name=version.name,
        type=version.type,
        field=version.field,
        level=version.level,
        parent=parent,
        path=path,
        in_province=province,
        in_prefecture=prefecture,
        in_county=county,
        in_township=township,
        in_village=village,
        valid_from=_day(version.valid_from),
        valid_to=_day(version.valid_to),
        source=f"organization:{version.organization_id}",
    )


def _person(member: people.Member, organization: str, status: str) -> Person:
    return Person(
        key=str(member.key),
        organization=organization,
        birth_date=_day(member.birth_date),
        sex=member.sex,
        ethnicity=member.ethnicity,
        education=member.education,
        occupation=member.occupation,
        joined_date=_day(member.joined_date),
        full_date=_day(member.full_date),
        status=status,
        techniques=member.techniques,
        source=f"member:{member.key}",
    )


def _had_joined(person: Person, day: int) -> bool:
    """Return whether somebody may have belonged to an organization on a day: born, and joined if that is known."""
    since = person.joined_date or person.full_date or person.birth_date
    return since is None or since <= day


def _as_it_was(person: Person, day: int) -> Person:
    if person.full_date is None or person.full_date <= day:
        return person
    status = "probationary" if person.status == "full" else person.status
    return person._replace(full_date=None, status=status)


def _post(row: people.Post, keys: dict[int, str]) -> Post:
    return Post(
        key=f"post:{row.pk}",
        organization=keys[row.organization_id],
        person=str(row.member_id),
        post=row.post,
        in_team=row.in_team,
        start_date=_day(row.start_date),
        end_date=_day(row.end_date),
        source=f"post:{row.pk}",
    )


def _workplace(row: org.Workplace, key: str) -> Workplace:
    own = f"w:{key}" if row.cover == Cover.OWN else f"w:{key}/{row.key}"
    return Workplace(own, key, row.kind, row.population, row.households, row.staff, f"workplace:{row.pk}")


def _value(row: ledgers.ReportedValue, key: str) -> ReportedValue:
    return ReportedValue(
        key,
        row.measure,
        row.period,
        row.number,
        row.scale,
        row.choice,
        row.is_not_applicable,
        f"value:{row.pk}",
    )


def _tallies(votes: Votes, key: str) -> list[Tally]:
    return [
        Tally(
            key,
            votes.ballot,
            votes.question,
            option,
            number,
            votes.period,
            f"tally:{votes.sheet_id}:{votes.question}:{option}",
        )
        for option, number in votes.options
    ]


def _share(votes: Votes, key: str) -> ReportedValue:
    source = f"tally:{votes.sheet_id}:{votes.question}"
    return ReportedValue(key, votes.measure, votes.period, votes.share, votes.scale, None, False, source)


def _entry(counted: Counted, organization: str, ledger: str, period: str, persons: set[str]) -> Entry:
    key = f"entry:{counted.entry.pk}"
    person = counted.member if counted.member in persons else None
    fields = json.dumps(counted.fields, ensure_ascii=False, sort_keys=True)
    return Entry(key, organization, ledger, period, person, counted.day, fields, key)


def _day(day: date | None) -> int | None:
    return day.year * 10_000 + day.month * 100 + day.day if day is not None else None
