"""The record sets that formulas can count and sum over, with their fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from guben.diagnostics import Text
from guben.model.choices import Choice, ChoiceSet
from guben.model.ledger import Ledger
from guben.model.scheme import Measure, Scheme
from guben.model.values import Kind, ValueType, value_type
from guben.model.vocabulary import (
    EDUCATION,
    ETHNICITY,
    FIELD,
    MEMBER_STATUS,
    OCCUPATION,
    ORGANIZATION_TYPE,
    POST,
    SEX,
)


class Reach(StrEnum):
    """Which records belong to an evaluated organization: its own, or those of its whole subtree."""

    OWN = "own"
    SUBTREE = "subtree"


class DayPart(StrEnum):
    """The month, quarter or half of the year that a day lies in, counted from 1."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"


@dataclass(frozen=True, slots=True)
class RecordField:
    """A field of a record; `column` names it in the snapshot. An age is full years on the day of evaluation.

    Where `day_part` is given it is that part of the day in the column; `is_inside` says that the record keeps it
    among the fields of its ledger.
    """

    name: str
    title: Text
    type: ValueType
    column: str
    is_full_years: bool = False
    can_be_missing: bool = True
    day_part: DayPart | None = None
    is_inside: bool = False
    is_sensitive: bool = False


# Tables of the snapshot whose records are told apart by what is in them.
ENTRIES, TALLIES = "entries", "tallies"
_PEOPLE_TABLE, _POSTS_TABLE = "people", "posts"

_PEOPLE = Text("人", "")
_THINGS = Text("个", "")


@dataclass(frozen=True, slots=True)
class RecordSet:
    """A set of records; `only` restricts columns of the table to values that belong to the set.

    `counted` is the Chinese measure word for its records. Where `is_of_somebody`, each entry of a ledger is about one member.
    """

    name: str
    title: Text
    table: str
    reach: Reach
    fields: Mapping[str, RecordField]
    only: tuple[tuple[str, tuple[str | bool, ...]], ...] = ()
    counted: Text = _PEOPLE
    is_of_somebody: bool = False
    children: Scheme | None = field(default=None, compare=False, hash=False)

    @property
    def key(self) -> tuple[object, ...]:
        """What tells the set from others: votes of one question are two sets where different options are asked for."""
        return self.name, self.only

    @property
    def is_register(self) -> bool:
        """True if an organization hands its records in, so that none at all means that it has not done so yet."""
        return self.children is None

    @property
    def is_of_people(self) -> bool:
        """True if each record is about a person."""
        return self.table in (_PEOPLE_TABLE, _POSTS_TABLE)

    @property
    def is_of_votes(self) -> bool:
        """True if each record is how many votes there are for an option."""
        return self.table == TALLIES

    @property
    def is_ledger(self) -> bool:
        """True if an organization closes the register for a period, so that none in a closed one means none."""
        return self.table == ENTRIES

    @property
    def kept_as(self) -> str:
        """The name under which the entries of a ledger are kept."""
        return next(str(word) for column, (word, *_) in self.only if column == "ledger")

    @property
    def is_of_period(self) -> bool:
        """True if records belong to a period."""
        return self.table in (ENTRIES, TALLIES)


def _fields(*fields: RecordField) -> dict[str, RecordField]:
    return {each.name: each for each in fields}


_PERSON_FIELDS = (
    RecordField("age", Text("年龄", "age"), value_type(Kind.AGE), "birth_date", is_full_years=True),
    RecordField("sex", Text("性别", "sex"), value_type(Kind.CHOICE, choices=SEX), "sex"),
    RecordField(
        "ethnicity", Text("民族", "ethnicity"), value_type(Kind.CHOICE, choices=ETHNICITY), "ethnicity"
    ),
    RecordField(
        "education", Text("学历", "education"), value_type(Kind.CHOICE, choices=EDUCATION), "education"
    ),
    RecordField(
        "occupation", Text("职业", "occupation"), value_type(Kind.CHOICE, choices=OCCUPATION), "occupation"
    ),
    RecordField(
        "party_age", Text("党龄", "party age"), value_type(Kind.AGE), "full_date", is_full_years=True
    ),
    RecordField("joined_date", Text("入党日期", "day of joining"), value_type(Kind.DATE), "joined_date"),
    RecordField("full_date", Text("转正日期", "day of full membership"), value_type(Kind.DATE), "full_date"),
    RecordField(
        "techniques",
        Text("掌握农业适用技术数", "farming techniques mastered"),
        value_type(Kind.COUNT, bounds=(Fraction(0), Fraction(1000))),
        "techniques",
    ),
    RecordField(
        "status",
        Text("人员类别", "membership status"),
        value_type(Kind.CHOICE, choices=MEMBER_STATUS),
        "status",
        can_be_missing=False,
    ),
)
_POST_FIELD = RecordField(
    "post", Text("职务", "post"), value_type(Kind.CHOICE, choices=POST), "post", can_be_missing=False
)

_START_FIELD = RecordField(
    "start_date", Text("任职日期", "day of taking office"), value_type(Kind.DATE), "start_date"
)

MEMBERS = RecordSet(
    "members",
    Text("党员", "members"),
    "people",
    Reach.SUBTREE,
    _fields(*_PERSON_FIELDS),
    only=(("status", ("full", "probationary")),),
)
APPLICANTS = RecordSet(
    "applicants",
    Text("入党申请人、积极分子和发展对象", "applicants, activists and candidates"),
    "people",
    Reach.SUBTREE,
    _fields(*_PERSON_FIELDS),
    only=(("status", ("applicant", "activist", "candidate")),),
)
POSTS = RecordSet(
    "posts", Text("任职", "posts"), "posts", Reach.OWN, _fields(_POST_FIELD, _START_FIELD, *_PERSON_FIELDS)
)
TEAM = RecordSet(
    "team",
    Text("班子成员", "team members"),
    "posts",
    Reach.OWN,
    _fields(_POST_FIELD, _START_FIELD, *_PERSON_FIELDS),
    only=(("in_team", (True,)),),
)
WORKPLACES = RecordSet(
    "workplaces",
    Text("所在单位", "workplaces"),
    "workplaces",
    Reach.OWN,
    _fields(
        RecordField("population", Text("人口数", "population"), value_type(Kind.COUNT), "population"),
        RecordField("households", Text("户数", "households"), value_type(Kind.COUNT), "households"),
        RecordField("staff", Text("职工数", "staff"), value_type(Kind.COUNT), "staff"),
    ),
    counted=_THINGS,
)

RECORD_SETS: dict[str, RecordSet] = {
    each.name: each for each in (MEMBERS, APPLICANTS, TEAM, POSTS, WORKPLACES)
}

# `post(secretary).age` and `workplace.population` speak of one record of these sets.
SINGLE_OF_POSTS = "post"
SINGLE_OF_WORKPLACES = "workplace"
CHILDREN = "children"

_ENTRY_FIELDS = (
    RecordField("date", Text("日期", "date"), value_type(Kind.DATE), "entry_date"),
    *(
        RecordField(
            part.value,
            title,
            value_type(Kind.COUNT, bounds=(Fraction(1), Fraction(most))),
            "entry_date",
            day_part=part,
        )
        for part, title, most in (
            (DayPart.MONTH, Text("月份", "month"), 12),
            (DayPart.QUARTER, Text("季度", "quarter"), 4),
            (DayPart.HALF_YEAR, Text("半年", "half-year"), 2),
        )
    ),
)
ENTRY_FIELD_NAMES = frozenset(each.name for each in _ENTRY_FIELDS)
VOTES = RecordField("votes", Text("票数", "votes"), value_type(Kind.COUNT), "votes", can_be_missing=False)


def ledger_set(ledger: Ledger) -> RecordSet:
    """Return the record set of the entries of a ledger."""
    inside = [
        RecordField(
            each.name, each.title, each.type, each.name, is_inside=True, is_sensitive=each.is_sensitive
        )
        for each in ledger.fields.values()
    ]
    only = (("ledger", (ledger.kept_as,)),)
    fields = _fields(*_ENTRY_FIELDS, *inside)
    reach = Reach.SUBTREE if ledger.is_of_subtree else Reach.OWN
    return RecordSet(
        ledger.name,
        ledger.title,
        ENTRIES,
        reach,
        fields,
        only,
        counted=Text("条", ""),
        is_of_somebody=ledger.is_of_somebody,
    )


def votes_set(ballot: str, question: str, options: ChoiceSet) -> RecordSet:
    """Return the record set of the votes for each of some options of a question."""
    option = RecordField(
        "option",
        Text("选项", "option"),
        value_type(Kind.CHOICE, choices=options),
        "option",
        can_be_missing=False,
    )
    only = (("ballot", (ballot,)), ("question", (question,)), ("option", options.codes))
    title = Text(f"{ballot}的票", f"votes of {ballot}")
    return RecordSet(
        f"{ballot}/{question}",
        title,
        TALLIES,
        Reach.OWN,
        _fields(option, VOTES),
        only,
        counted=Text("项", ""),
    )


def votes_of_measure(measure: Measure) -> RecordSet | None:
    """Return the record set of all votes that a ballot's measure is counted from; None for another measure."""
    if measure.asked is None:
        return None
    ballot, question = measure.asked
    only = (("ballot", (ballot,)), ("question", (question,)))
    return RecordSet(f"{ballot}/{question}", measure.title, TALLIES, Reach.OWN, _fields(VOTES), only)


def grades_as_choices(scheme: Scheme) -> ChoiceSet:
    """Return the grades of a scheme as an ordered list, lowest first."""
    choices = tuple(Choice(grade.name, grade.title) for grade in reversed(scheme.grades))
    return ChoiceSet("grade", Text("等次", "grade"), choices, is_ordered=True)


def children_set(scheme: Scheme) -> RecordSet:
    """Return the record set of the organizations below that are evaluated by `scheme`.

    Its fields are the measures of that scheme, `total`, `grade`, and what the organization is: `field` and `type`.
    """
    total = value_type(Kind.POINTS, digits=scheme.digits, bounds=(Fraction(0), scheme.total))
    fields = [RecordField(each.name, each.title, each.type, each.name) for each in scheme.measures.values()]
    fields.append(RecordField("total", Text("总分", "total points"), total, "total"))
    grade = value_type(Kind.CHOICE, choices=grades_as_choices(scheme))
    fields.append(RecordField("grade", Text("等次", "grade"), grade, "grade"))
    for name, choices in (("field", FIELD), ("type", ORGANIZATION_TYPE)):
        kind = value_type(Kind.CHOICE, choices=choices)
        fields.append(RecordField(name, choices.title, kind, name, can_be_missing=False))
    title = Text("所辖被考核组织", "organizations below")
    return RecordSet(
        CHILDREN, title, CHILDREN, Reach.SUBTREE, _fields(*fields), counted=_THINGS, children=scheme
    )
