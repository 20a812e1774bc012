"""The tables of the statistics bulletin, made of counts; where the counts come from is not its business.

Counts are numbers by subject and code: {"age": {"31-35": 12, "": 1}}, with "" for what is not known. Percents have one
decimal, rounded half away from zero, of all members.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from guben.diagnostics import Language, Text
from guben.model import vocabulary
from guben.model.bands import AGE_BANDS, HIGHER_EDUCATION, JOINING_PERIODS
from guben.model.choices import Choice

Counts = Mapping[str, Mapping[str, int]]
SUBJECTS = (
    "status",
    "sex",
    "people",
    "education",
    "occupation",
    "age",
    "joined",
    "developed",
    "type",
    "field",
)
MEMBERS = ("full", "probationary")
# Codes of `people`, `developed`.
MAJORITY, MINORITY = "majority", "minority"
ALL, FEMALE, YOUNG, HIGHER = "all", "female", "young", "higher"

_NOT_KNOWN = Text("未登记", "Not on record")
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what is counted, how many, and how many in a hundred; None where that says nothing."""

    title: Text
    number: int
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the bulletin; `name` is for addresses."""

    name: str
    title: Text
    rows: tuple[Row, ...]


def members_in(counts: Counts) -> int:
    """Return how many members there are, full and probationary."""
    return sum(counts["status"].get(each, 0) for each in MEMBERS)


def bulletin_of(counts: Counts) -> tuple[Table, ...]:
    """Return the tables of the bulletin."""
    members = members_in(counts)
    sex, people, education = counts["sex"], counts["people"], counts["education"]
    higher = sum(education.get(each, 0) for each in HIGHER_EDUCATION)
    totals = (
        Row(Text("党员总数", "Members"), members),
        _part(Text("正式党员", "Full members"), counts["status"].get("full", 0), members),
        _part(Text("预备党员", "Probationary members"), counts["status"].get("probationary", 0), members),
        _part(Text("女党员", "Women"), sex.get("female", 0), members),
        _part(Text("少数民族党员", "Ethnic minorities"), people.get(MINORITY, 0), members),
        _part(Text("大专及以上学历", "College and above"), higher, members),
    )
    return (
        Table("totals", Text("党员数量", "Members"), totals),
        _table("age", Text("年龄", "Age"), [(each.code, each.title) for each in AGE_BANDS], counts, members),
        _table("joined", Text("入党时间", "Joining date"), [(each.code, each.title) for each in JOINING_PERIODS], counts, members),
        _table("education", Text("学历", "Education"), _choices(reversed(list(vocabulary.EDUCATION))), counts, members),
        _table("occupation", Text("职业", "Occupation"), _choices(vocabulary.OCCUPATION), counts, members),
        Table("developed", Text("本年发展党员", "Admitted this year"), tuple(_developed(counts["developed"]))),
        Table("pipeline", Text("申请入党", "On the way to membership"), tuple(_pipeline(counts["status"]))),
        _organizations("type", Text("党组织", "Organizations"), _choices(vocabulary.ORGANIZATION_TYPE), counts),
        _organizations("field", Text("党组织所在领域", "Organizations by field"), _choices(vocabulary.FIELD), counts),
    )  # fmt: skip


def share_of(part: int, whole: int) -> Decimal | None:
    """Return part of whole in percent with one decimal; None of nothing."""
    return (Decimal(part * 100) / whole).quantize(_TENTH, ROUND_HALF_UP) if whole else None


def print_bulletin(tables: Iterable[Table], language: Language) -> str:
    """Return the tables as text."""
    lines: list[str] = []
    for table in tables:
        lines += ["", table.title.say(language)]
        width = max(_width(row.title.say(language)) for row in table.rows)
        for row in table.rows:
            title = row.title.say(language)
            share = "" if row.percent is None else f"{row.percent:>8}%"
            lines.append(f"  {title}{' ' * (width - _width(title))}{row.number:>12,}{share}")
    return "\n".join(lines[1:])


def _part(title: Text, number: int, of: int) -> Row:
    return Row(title, number, share_of(number, of))


def _choices(choices: Iterable[Choice]) -> list[tuple[str, Text]]:
    return [(each.code, each.title) for each in choices]


def _table(name: str, title: Text, codes: list[tuple[str, Text]], counts: Counts, members: int) -> Table:
    rows = [_part(words, counts[name].get(code, 0), members) for code, words in codes]
    known = {code for code, _ in codes}
    unknown = sum(number for code, number in counts[name].items() if code not in known)
    return Table(name, title, (*rows, *([_part(_NOT_KNOWN, unknown, members)] if unknown else [])))


def _organizations(name: str, title: Text, codes: list[tuple[str, Text]], counts: Counts) -> Table:
    whole = sum(counts[name].values())
    rows = [_part(words, counts[name].get(code, 0), whole) for code, words in codes]
    return Table(name, title, (Row(Text("合计", "In all"), whole), *(row for row in rows if row.number)))


def _developed(counts: Mapping[str, int]) -> Iterator[Row]:
    whole = counts.get(ALL, 0)
    yield Row(Text("发展党员", "Admitted"), whole)
    yield _part(Text("女党员", "Women"), counts.get(FEMALE, 0), whole)
    yield _part(Text("少数民族党员", "Ethnic minorities"), counts.get(MINORITY, 0), whole)
    yield _part(Text("35岁及以下", "35 and under"), counts.get(YOUNG, 0), whole)
    yield _part(Text("大专及以上学历", "College and above"), counts.get(HIGHER, 0), whole)


def _pipeline(counts: Mapping[str, int]) -> Iterator[Row]:
    for code in ("applicant", "activist", "candidate"):
        yield Row(vocabulary.MEMBER_STATUS[code].title, counts.get(code, 0))


def _width(words: str) -> int:
    return sum(2 if ord(each) > 0x2E7F else 1 for each in words)
