"""A record as it was frozen, beside what it is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from guben_web.engine.results import ResultFolder, find_record
from guben_web.engine.schemes import collected_measures, get_program, known_schemes
from guben_web.engine.snapshots import ReportedValue, record_as_data
from guben_web.engine.texts import Text, both
from guben_web.engine.vocabulary import title_of, workplace_title
from guben_web.imports.days import to_date
from guben_web.ledgers.queries import unit_of, value_in_words
from guben_web.org.models import OrganizationVersion
from guben_web.people.models import Member
from guben_web.people.queries import full_years
from guben_web.reporting.origins import AcceptedCell
from guben_web.results.before import BEFORE, values_before, where_from
from guben_web.results.origins import Origin, find_form_origin, find_origin
from guben_web.snapshots.freezing import find_record_now, sheet_of
from guben_web.words.formats import iso_of, number_of, yes_or_no

PEOPLE_TABLES = frozenset({"people", "posts"})
_NOTHING = Text("（空）", "(nothing)")
_KINDS = {
    "organizations": Text("组织记录", "Organization"),
    "people": Text("党员记录", "Member"),
    "posts": Text("任职记录", "Post"),
    "workplaces": Text("村（社区、单位）记录", "Workplace"),
    "values": Text("上报数据", "Reported value"),
    "tallies": Text("计票", "Votes"),
}
_COUNTED = Text("计票得出的数据", "Value from a count")
# Of each table: the columns that people understand, their words, and the list or kind that their values are of.
_COLUMNS: Mapping[str, tuple[tuple[str, Text, str], ...]] = {
    "organizations": (
        ("name", Text("名称", "Name"), ""),
        ("code", Text("组织代码", "Code"), ""),
        ("type", Text("组织类别", "Type"), "type"),
        ("level", Text("层级", "Level"), "level"),
        ("field", Text("领域", "Field"), "field"),
        ("parent", Text("上级组织", "Superior"), "organization"),
    ),
    "people": (
        ("organization", Text("所在党组织", "Organization"), "organization"),
        ("status", Text("人员类别", "Status"), "status"),
        ("sex", Text("性别", "Sex"), "sex"),
        ("ethnicity", Text("民族", "Ethnicity"), "ethnicity"),
        # Beside the masked number, the birth date would make the identity number whole.
        ("age", Text("年龄", "Age"), ""),
        ("education", Text("学历", "Education"), "education"),
        ("occupation", Text("职业", "Occupation"), "occupation"),
        ("joined_date", Text("入党日期", "Joined"), "day"),
        ("full_date", Text("转正日期", "Full member since"), "day"),
        ("techniques", Text("掌握技术数", "Techniques"), ""),
    ),
    "posts": (
        ("organization", Text("党组织", "Organization"), "organization"),
        ("post", Text("职务", "Post"), "post"),
        ("in_team", Text("班子成员", "In the team"), "yes_no"),
        ("start_date", Text("任职日期", "Since"), "day"),
    ),
    "workplaces": (
        ("organization", Text("党组织", "Organization"), "organization"),
        ("kind", Text("类别", "Kind"), "workplace"),
        ("population", Text("人口", "Population"), ""),
        ("households", Text("户数", "Households"), ""),
        ("staff", Text("职工", "Staff"), ""),
    ),
    "values": (
        ("organization", Text("党组织", "Organization"), "organization"),
        ("measure", Text("数据项", "Measure"), "measure"),
        ("period", Text("考核期", "Period"), ""),
        ("number", Text("数值", "Value"), "value"),
    ),
    "tallies": (
        ("organization", Text("党组织", "Organization"), "organization"),
        ("question", Text("题目", "Question"), ""),
        ("option", Text("选项", "Option"), ""),
        ("votes", Text("票", "Votes"), ""),
        ("period", Text("考核期", "Period"), ""),
    ),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A column of a record: what it said when it was frozen, and what it says now if that differs."""

    label: Text
    then: Text
    now: Text | None


@dataclass(frozen=True, slots=True)
class FrozenRecord:
    """A record of a snapshot.

    `is_gone` says that there is no such record any more, `is_elsewhere` that it now belongs where its reader sees
    nothing, so that neither its present facts nor a name are shown. Of an entry of a ledger, `entry_id` leads to its
    page, and `is_hidden` says that the ledger is not for this reader.
    """

    table: str
    kind: Text
    title: str
    facts: tuple[Fact, ...]
    is_gone: bool
    is_elsewhere: bool
    origin: Origin | None
    entry_id: int | None = None
    is_hidden: bool = False
    form: AcceptedCell | None = None
    # The count sheet that it came from.
    counted_on: int | None = None
    # Of a value of the period before: what kind of record it was taken from.
    before: Text | None = None


class FrozenEntry(Protocol):
    """Makes the record of an entry of a ledger for a reader out of its frozen row and its id."""

    def __call__(self, then: Mapping[str, object], source: str, /) -> FrozenRecord: ...


class SeesNow(Protocol):
    """Whether the reader sees the organization of this key today, or its members."""

    def __call__(self, key: str, *, is_about_people: bool) -> bool: ...


def find_frozen_record(
    folder: ResultFolder,
    source: str,
    *,
    organization: str,
    until: datetime,
    sees_now: SeesNow,
    entry: FrozenEntry,
    scheme: str,
) -> FrozenRecord | None:
    """Return the record of this id, one of those that the result of the organization rests on; None for another.

    `until` is when the evaluation was computed. Who may not see members sees no record of people, and no value
    that its scheme says is about one.
    """
    found = find_record(folder.snapshot(), source, organization=organization)
    if found is not None and found[0] == "entries":
        return entry(found[1], source)
    if found is None or found[0] not in _COLUMNS:
        return None
    table, then = found[0], _with_age(found[1], folder)
    about_people = table in PEOPLE_TABLES or (table == "values" and _is_sensitive(folder, then))
    if about_people and not sees_now(organization, is_about_people=True):
        return None
    is_before = source.startswith(BEFORE)
    present = _value_before_now(scheme, then, source) if is_before else find_record_now(source)
    now = _with_age(record_as_data(present), folder) if present is not None else None
    here = str((now or then)["key" if table == "organizations" else "organization"])
    is_elsewhere = not sees_now(here, is_about_people=about_people)
    if is_elsewhere:
        now = None
    names = _names(then, now)
    facts = []
    for column, label, kind in _COLUMNS[table]:
        before = _words(then, column, kind, names)
        after = _words(now, column, kind, names) if now is not None else before
        facts.append(Fact(label, before, after if after != before else None))
    counted_on = sheet_of(source)
    origin = form = None
    if counted_on is None and not is_before:
        origin = find_origin(table, then, source, until=until)
        form = find_form_origin(table, then, until=until, after=origin.batch.decided_at if origin else None)
    return FrozenRecord(
        table=table,
        kind=_COUNTED if counted_on is not None and table == "values" else _KINDS[table],
        title="" if is_elsewhere else _title(table, then, source, names),
        facts=tuple(facts),
        is_gone=present is None and table != "organizations",
        is_elsewhere=is_elsewhere,
        # What a form has said since is not where an import's value came from, and the other way round.
        origin=None if form else origin,
        form=form,
        counted_on=counted_on,
        before=where_from(source) if is_before else None,
    )


def _is_sensitive(folder: ResultFolder, row: Mapping[str, object]) -> bool:
    steps = (step for program in folder.program().chain() for step in program.measures)
    return any(step.measure.is_sensitive for step in steps if step.name == row["measure"])


def _value_before_now(scheme: str, then: Mapping[str, object], source: str) -> ReportedValue | None:
    """Return what would be frozen today of a value of the period before; None if it would come from elsewhere."""
    if scheme not in known_schemes():
        return None
    rows = values_before(get_program(scheme), str(then["period"]))
    return next((row for row in rows if row.source == source and row.measure == then["measure"]), None)


def _with_age(row: Mapping[str, object], folder: ResultFolder) -> Mapping[str, object]:
    """Return a record of a member with the age in full years on the day of the snapshot."""
    if "birth_date" not in row:
        return row
    born = None if row["birth_date"] is None else int(str(row["birth_date"]))
    return {**row, "age": full_years(to_date(born), folder.snapshot().as_of)}


def _words(row: Mapping[str, object], column: str, kind: str, names: Mapping[str, str]) -> Text:
    held = row[column]
    if kind == "value":
        return _value(row)
    if held is None:
        return _NOTHING
    match kind:
        case "day":
            return both(iso_of(int(str(held))))
        case "yes_no":
            return yes_or_no(held)
        case "organization":
            return both(names.get(str(held), str(held)))
        case "measure":
            return _measure_title(str(held))
        case "workplace":
            return workplace_title(str(held))
        case "":
            return both(number_of(held) if isinstance(held, int) else str(held))
        case _:
            return title_of(kind, str(held))


def _value(row: Mapping[str, object]) -> Text:
    number = None if row["number"] is None else int(str(row["number"]))
    choice = None if row["choice"] is None else str(row["choice"])
    state = (number, int(str(row["scale"])), choice, bool(row["is_not_applicable"]))
    for measure in collected_measures():
        if measure.name == row["measure"]:
            words = Text("{value}{unit}", "{value} {unit}")
            said = words.filled(value=value_in_words(measure, state), unit=unit_of(measure))
            return Text(said.zh, said.en.strip())
    # No scheme of now asks for it any more.
    return both(choice or number_of(Decimal(number or 0).scaleb(-state[1])))


def _measure_title(name: str) -> Text:
    return next((each.title for each in collected_measures() if each.name == name), both(name))


def _names(*rows: Mapping[str, object] | None) -> dict[str, str]:
    keys = {str(row[name]) for row in rows if row for name in ("organization", "parent") if row.get(name)}
    versions = OrganizationVersion.objects.filter(organization__key__in=keys, valid_to=None)
    return dict(versions.values_list("organization__key", "name"))


def _title(table: str, row: Mapping[str, object], source: str, names: Mapping[str, str]) -> str:
    if table == "organizations":
        return str(row["name"])
    if table in PEOPLE_TABLES:
        key = source.partition(":")[2] if table == "people" else str(row["person"])
        name = Member.objects.filter(pk=key).values_list("name", flat=True).first()
        return name or ""
    return names.get(str(row["organization"]), str(row["organization"]))
