"""A count as a workbook: a row for each organization, with numbers only where they stand."""

from collections.abc import Iterator, Mapping, Sequence

from guben_web.engine.lists import Cell, ListSheet, list_book
from guben_web.engine.texts import Text
from guben_web.tallies.arithmetic import lines_of, share_percent
from guben_web.tallies.enums import State
from guben_web.tallies.models import Count, CountSheet, text_of
from guben_web.words.language import current_language, say

_SHEET = Text("计票", "Counts")
_HEADINGS = (
    Text("乡镇（街道）", "Township"),
    Text("党组织名称", "Organization"),
    Text("组织代码", "Code"),
    Text("情况", "State"),
)
_SHARE = Text("{question} · 认可率（%）", "{question} · approval (%)")
_WIDTHS = (22, 32, 16, 16)


def count_book(count: Count, sheets: Sequence[CountSheet], names: Mapping[int, str], *, mark: str) -> bytes:
    """Return the workbook in the language of the page."""
    shares = [each for each in count.questions if each["measure"]]
    headings = [
        *(say(each) for each in _HEADINGS),
        *(say(line.words) for line in lines_of(count)),
        *(say(_SHARE.filled(question=text_of(each))) for each in shares),
    ]
    rows = [list(_row(count, each, names)) for each in sheets]
    return list_book(
        [ListSheet(say(_SHEET), headings, rows, _WIDTHS)], mark=mark, language=current_language()
    )


def _row(count: Count, sheet: CountSheet, names: Mapping[int, str]) -> Iterator[Cell]:
    yield names.get(sheet.township_id or 0, "")
    yield names.get(sheet.organization_id, "")
    yield sheet.organization.code
    yield str(State(sheet.state).label)
    for line in lines_of(count):
        yield sheet.numbers[line.key] if sheet.numbers else None
    for each in count.questions:
        if each["measure"]:
            yield share_percent(each, sheet.numbers) if sheet.numbers else None
