"""A village scheme with as little in it as a test needs."""

from programs import AS_OF, PERIOD, make_organization, program_of, tables_of

from guben.reference import Reference
from guben.snapshot.records import Records
from guben.snapshot.tables import Organization, Person, Post, ReportedValue, Workplace

V1 = make_organization("v1", "village", "t1")

_COLLECTED = """\
  amount: {type: number, digits: 4, bounds: -1000000..1000000, title: {zh: 数, en: Amount}, report: {period: year}}
  other: {type: number, digits: 4, bounds: -1000000..1000000, title: {zh: 另, en: Other}, report: {period: year}}
  yes: {type: yes_no, title: {zh: 是, en: "Yes"}, report: {period: year}}
  level: {type: choice, ordered: true, choices: {low: {zh: 低, en: Low}, mid: {zh: 中, en: Middle}, top: {zh: 高, en: Top}}, title: {zh: 级, en: Level}, report: {period: year}}
  day: {type: date, title: {zh: 日, en: Day}, report: {period: year}}
  deadline: {type: date, title: {zh: 限, en: Deadline}, report: {period: year}}
"""
_PART = "  only: {title: {zh: 唯一, en: Only}, points: 10, pass: yes}\n"
_GRADE = "  last: {title: {zh: 末, en: Last}}\n"


def scheme(
    *,
    measures: str = "",
    parts: str = _PART,
    total: str = "10",
    vetoes: str = "",
    grades: str = _GRADE,
    top: str = "",
    name: str = "village",
    level: str = "village",
) -> str:
    """Return the text of a scheme; what is not given is as short as it can be."""
    return (
        f"scheme: test/{name}\nversion: '1'\ntitle: {{zh: 测试, en: Test}}\nfor: {{level: {level}}}\ntotal: {total}\n"
        f"{top}measures:\n{_COLLECTED}{measures}parts:\n{parts}{vetoes}grades:\n{grades}"
    )


def reference_of(
    text: str,
    *,
    organizations: tuple[Organization, ...] = (V1,),
    people: tuple[Person, ...] = (),
    posts: tuple[Post, ...] = (),
    workplaces: tuple[Workplace, ...] = (),
    values: tuple[ReportedValue, ...] = (),
) -> Reference:
    """Return a reference interpreter of a scheme's text over records."""
    records = Records(
        organizations=list(organizations),
        people=list(people),
        posts=list(posts),
        workplaces=list(workplaces),
        values=list(values),
    )
    return Reference(program_of({"village": text}, "village"), tables_of(records), as_of=AS_OF, period=PERIOD)


def measured(type_: str, formula: str, **records: tuple[object, ...]) -> object:
    """Return the value of a derived measure of village v1."""
    measure = f'  asked: {{type: {type_}, title: {{zh: 问, en: Asked}}, derive: "{formula}"}}\n'
    return reference_of(scheme(measures=measure), **records).measure("v1", "asked")  # type: ignore[arg-type]
