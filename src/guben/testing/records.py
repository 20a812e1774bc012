"""The small snapshot that a case describes, and the program with the given measures as reported ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from guben.model.scheme import Case, Given
from guben.model.values import Kind, value_type
from guben.model.vocabulary import (
    EDUCATION,
    ETHNICITY,
    FIELD,
    MEMBER_STATUS,
    OCCUPATION,
    ORGANIZATION_TYPE,
    POST,
    SEX,
    TEAM_POSTS,
)
from guben.plan import MeasureStep, Program
from guben.resolve.records import CHILDREN
from guben.snapshot.records import Records
from guben.snapshot.tables import LEVEL_COLUMNS, Organization, Person, Post, Workplace
from guben.testing.registers import add_ledgers, add_tallies, refuse_unknown
from guben.testing.values import case_day, case_value
from guben.typesystem.expressions import Expression, walk
from guben.typesystem.expressions import Records as UsedRecords

DEFAULT_AS_OF = 20_241_231
_MEMBER_DAYS = ("birth_date", "joined_date", "full_date")
_MEMBER_CHOICES = {
    "sex": SEX,
    "ethnicity": ETHNICITY,
    "education": EDUCATION,
    "occupation": OCCUPATION,
    "status": MEMBER_STATUS,
    "post": POST,
}
_MEMBER_FIELDS = (*_MEMBER_DAYS, *_MEMBER_CHOICES, "techniques")
_WORKPLACE_FIELDS = ("population", "households", "staff")
_OWN_FIELDS = {"field": FIELD, "type": ORGANIZATION_TYPE}
_COUNT = value_type(Kind.COUNT)


def case_as_of(case: Case) -> date:
    """Return the cut-off day of a case."""
    text = str(case_day("as_of", case.as_of) if case.as_of else DEFAULT_AS_OF)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def case_program(program: Program, case: Case) -> Program:
    """Return the program with given measures, and those whose records are not given, taken as reported."""
    available = {
        *case.ledgers,
        *case.tallies,
        "posts" if case.members is not None else "",
        "team" if case.members is not None else "",
        "members" if case.members is not None else "",
        "workplaces" if case.workplace is not None else "",
        CHILDREN if case.children is not None else "",
    }
    steps = [_step(step, case, available) for step in program.measures]
    below = None
    if program.children:
        below = replace(
            program.children, measures=tuple(MeasureStep(s.measure, None) for s in program.children.measures)
        )
    return replace(
        program, measures=tuple(sorted(steps, key=lambda s: s.expression is not None)), children=below
    )


def _step(step: MeasureStep, case: Case, available: set[str]) -> MeasureStep:
    is_given = step.name in case.given
    can_be_derived = step.expression is not None and _record_sets(step.expression) <= available
    return step if can_be_derived and not is_given else MeasureStep(step.measure, None)


def _record_sets(expression: Expression) -> set[str]:
    nodes = [getattr(node, "records", None) for node in walk(expression)]
    return {node.set.name for node in nodes if isinstance(node, UsedRecords)}


def add_case(records: Records, program: Program, case: Case, unit: str) -> None:
    """Add the records that a case describes, for an organization called `unit`.

    Raises Refusal for a name or value that cannot be understood.
    """
    scope = program.scheme.scope
    own = _own(case.organization, (*scope.fields, "rural")[0])
    records.organizations.append(_organization(unit, scope.level, own, None))
    _add_values(records, program, unit, case.given)
    for number, values in enumerate(case.peers or (), start=1):
        key = f"{unit}-peer{number:03d}"
        mine = {name: given for name, given in values.items() if name in _OWN_FIELDS}
        records.organizations.append(_organization(key, scope.level, _own(mine, own["field"]), None))
        _add_values(records, program, key, {name: values[name] for name in values if name not in mine})
    add_ledgers(records, program.scheme, case, unit)
    add_tallies(records, program.scheme, case, unit)
    for number, member in enumerate(case.members or (), start=1):
        _add_member(records, unit, number, member)
    if case.workplace is not None:
        refuse_unknown(case.workplace, _WORKPLACE_FIELDS)
        population, households, staff = (_count(case.workplace, name) for name in _WORKPLACE_FIELDS)
        records.workplaces.append(
            Workplace(f"w-{unit}", unit, "village", population, households, staff, "case")
        )
    for number, values in enumerate(case.children or (), start=1):
        assert program.children is not None
        below = program.children.scheme.scope
        key = f"{unit}-{number:03d}"
        above = (scope.level, unit)
        mine = {name: given for name, given in values.items() if name in _OWN_FIELDS}
        own_below = _own(mine, (*below.fields, "rural")[0])
        records.organizations.append(_organization(key, below.level, own_below, above))
        _add_values(
            records, program.children, key, {name: values[name] for name in values if name not in mine}
        )


def _own(given: Mapping[str, Given], field: str) -> dict[str, str]:
    """Return what an organization is: of `field` and a branch, unless it is said."""
    refuse_unknown(given, tuple(_OWN_FIELDS))
    own = {"field": field, "type": "branch"}
    for name, words in given.items():
        choice = case_value(name, words, value_type(Kind.CHOICE, choices=_OWN_FIELDS[name])).choice
        own[name] = choice or own[name]
    return own


def _organization(
    key: str, level: str, own: Mapping[str, str], above: tuple[str, str] | None
) -> Organization:
    inside: dict[str, str | None] = {column: None for column in LEVEL_COLUMNS}
    inside[f"in_{level}"] = key
    if above:
        inside[f"in_{above[0]}"] = above[1]
    return Organization(
        key=key,
        code=key,
        name=key,
        type=own["type"],
        field=own["field"],
        level=level,
        parent=above[1] if above else None,
        path=key,
        **inside,
        valid_from=None,
        valid_to=None,
        source="case",
    )


def _add_values(records: Records, program: Program, organization: str, given: Mapping[str, Given]) -> None:
    measures = program.scheme.measures
    refuse_unknown(given, tuple(measures))
    for name, words in given.items():
        value = case_value(name, words, measures[name].type)
        if not value.is_missing:
            records.values.append(value.reported(organization, name))


def _add_member(records: Records, unit: str, number: int, member: Mapping[str, Given]) -> None:
    refuse_unknown(member, _MEMBER_FIELDS)
    days = {name: case_day(name, member[name]) if name in member else None for name in _MEMBER_DAYS}
    words = {
        name: case_value(name, member[name], value_type(Kind.CHOICE, choices=choices)).choice
        for name, choices in _MEMBER_CHOICES.items()
        if name in member
    }
    key = f"{unit}-p{number:03d}"
    records.people.append(
        Person(
            key=key,
            organization=unit,
            birth_date=days["birth_date"],
            sex=words.get("sex"),
            ethnicity=words.get("ethnicity"),
            education=words.get("education"),
            occupation=words.get("occupation"),
            joined_date=days["joined_date"],
            full_date=days["full_date"],
            status=words.get("status") or "full",
            techniques=_count(member, "techniques"),
            source="case",
        )
    )
    post = words.get("post")
    if post:
        records.posts.append(
            Post(f"{unit}-t{number:03d}", unit, key, post, post in TEAM_POSTS, None, None, "case")
        )


def _count(given: Mapping[str, Given], name: str) -> int | None:
    return case_value(name, given[name], _COUNT).number if name in given else None
