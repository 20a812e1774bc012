"""Words that several sheets of a results workbook share."""

from fractions import Fraction

from guben.diagnostics import Language, Text
from guben.model.exact import plain_number
from guben.office.result_book import ResultBook
from guben.office.tables import Output

TOWNSHIP = Text("乡镇（街道）", "Township")
ORGANIZATION = Text("党组织名称", "Organization")
CODE = Text("组织代码", "Code")
NONE = "—"

IN_BRACKETS = Text("（{words}）", " ({words})")
_POINTS = Text("{points}分", "{points} points")
_AT_MOST_OFF = Text("最多扣{points}分", "up to {points} points off")
_SUBTITLE = Text(
    "考核期：{period}　　数据截至{day}　　参评党组织{number}个",
    "Period: {period}    Data as of {day}    Organizations evaluated: {number}",
)


def printed_points(points: Fraction) -> Text:
    """Return the points a part is worth as they stand behind its title: （20分）."""
    if points < 0:
        return IN_BRACKETS.filled(words=_AT_MOST_OFF.filled(points=plain_number(-points)))
    return IN_BRACKETS.filled(words=_POINTS.filled(points=plain_number(points)))


def subtitle(output: Output, book: ResultBook) -> str:
    """Return the line below the title: the period, the cut-off date and how many were evaluated."""
    period = f"{book.period}年" if output.language == "zh" and book.period.isdecimal() else book.period
    day = say_day(book, output.language)
    return output.say(_SUBTITLE).format(period=period, day=day, number=f"{len(book.rows):,}")


def say_day(book: ResultBook, language: Language) -> str:
    """Return the cut-off date in words."""
    day = book.as_of
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()
