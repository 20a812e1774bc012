"""The columns that a list of members may have, on the page and in Excel."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from guben_web.accounts.models import Account
from guben_web.engine.lists import ListSheet, list_book
from guben_web.engine.texts import Language, Text, both
from guben_web.engine.vocabulary import title_of
from guben_web.people.enums import Floating
from guben_web.people.models import Member
from guben_web.people.queries import ShownMember
from guben_web.people.secrecy import decrypt
from guben_web.words.formats import time_of

_BETWEEN = Text("、", ", ")
_YES = Text("是", "Yes")
_MARK = Text(
    "{who}于{when}导出，用途：{reason}。内有个人信息，不得外传。",
    "Taken out by {who} at {when} for: {reason}. Personal data; do not pass on.",
)
_SHEET = Text("党员名单", "Members")
_NAME = Text("姓名", "Name")
_IDENTITY = Text("公民身份号码", "Identity number")
_PHONE = Text("联系电话", "Phone")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that may be chosen: what stands in it, how its cells look, and what sorts it."""

    code: str
    title: Text
    cell: Callable[[ShownMember], Text]
    looks: str = "tight"
    sort: str = ""


def _day(name: str) -> Callable[[ShownMember], Text]:
    def cell(shown: ShownMember) -> Text:
        day = getattr(shown.member, name)
        return both(day.isoformat() if day else "")

    return cell


def _title(name: str) -> Callable[[ShownMember], Text]:
    return lambda shown: title_of(name, getattr(shown.member, name))


def _posts(shown: ShownMember) -> Text:
    titles = [title_of("post", each.post) for each in shown.posts]
    return Text(_BETWEEN.zh.join(each.zh for each in titles), _BETWEEN.en.join(each.en for each in titles))


def _floating(shown: ShownMember) -> Text:
    return both(str(Floating(shown.member.floating).label) if shown.member.floating else "")


COLUMNS = (
    Column("posts", Text("党内职务", "Posts"), _posts, looks=""),
    Column("sex", Text("性别", "Sex"), _title("sex")),
    Column(
        "age",
        Text("年龄", "Age"),
        lambda shown: both("" if shown.age is None else str(shown.age)),
        "num",
        "age",
    ),
    Column("ethnicity", Text("民族", "Ethnicity"), _title("ethnicity")),
    Column("education", Text("学历", "Education"), _title("education")),
    Column("occupation", Text("职业", "Occupation"), _title("occupation")),
    Column("joined", Text("入党日期", "Joined"), _day("joined_date"), sort="joined"),
    Column("full", Text("转正日期", "Full member since"), _day("full_date")),
    Column("status", Text("人员类别", "Status"), lambda shown: title_of("status", shown.status)),
    Column("floating", Text("流动", "Floating"), _floating),
    Column(
        "place",
        Text("外出流向", "Where to or from"),
        lambda shown: both(shown.member.floating_place),
        looks="",
    ),
    Column(
        "hardship",
        Text("生活困难", "In hardship"),
        lambda shown: _YES if shown.member.is_in_hardship else both(""),
    ),
    Column("identity", _IDENTITY, lambda shown: both(shown.identity), "code tight"),
    Column("phone", _PHONE, lambda shown: both(shown.phone), "code tight"),
)
USUAL = ("posts", "sex", "age", "education", "joined", "status", "identity", "phone")


def columns_asked(codes: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of these codes, in the order of the list; the usual ones where none is known."""
    asked = set(codes)
    chosen = tuple(each for each in COLUMNS if each.code in asked)
    return chosen or tuple(each for each in COLUMNS if each.code in USUAL)


def members_book(
    rows: Sequence[ShownMember],
    columns: Sequence[Column],
    *,
    organization_title: Text,
    mark: str,
    with_numbers: bool,
    language: Language,
) -> bytes:
    """Return the list as a workbook, numbers masked unless asked for."""
    headings = [_NAME.say(language), organization_title.say(language)]
    headings += [each.title.say(language) for each in columns]

    def cells(shown: ShownMember) -> list[str]:
        named = [shown.member.name, shown.organization_name]
        return named + [_cell(each, shown, with_numbers=with_numbers).say(language) for each in columns]

    sheet = ListSheet(_SHEET.say(language), headings, map(cells, rows), widths=(10, 24))
    return list_book([sheet], mark=mark)


def mark_of(by: Account, now: datetime, reason: str, language: Language) -> str:
    """Return what stands on every sheet and page that is taken out."""
    when = time_of(timezone.localtime(now), language)
    return _MARK.filled(who=f"{by.display_name}（{by.username}）", when=when, reason=reason).say(language)


def _cell(column: Column, shown: ShownMember, *, with_numbers: bool) -> Text:
    if with_numbers and column.code in ("identity", "phone"):
        return both(number_of_member(shown.member, column.code))
    return column.cell(shown)


def number_of_member(member: Member, field: str) -> str:
    """Return a number of a member in the clear."""
    return decrypt(getattr(member, field), of=member.key, field=field)
