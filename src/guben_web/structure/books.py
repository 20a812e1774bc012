"""The worklist of findings as a workbook."""

from collections.abc import Sequence

from guben_web.engine.lists import ListSheet, list_book
from guben_web.engine.texts import Text
from guben_web.structure.findings import Finding
from guben_web.words.language import say

_SHEET = Text("组织设置问题", "Findings")
_HEADINGS = (
    Text("乡镇（街道）", "Township"),
    Text("党组织名称", "Organization"),
    Text("组织代码", "Code"),
    Text("问题", "What is found"),
    Text("情况", "In words"),
    Text("依据", "Source"),
)


def findings_book(found: Sequence[Finding], *, mark: str) -> bytes:
    """Return the findings as a workbook, in the language of the page."""
    rows = [
        (
            each.township,
            each.organization.name,
            each.organization.code,
            say(each.rule.title),
            say(each.words),
            say(each.rule.source),
        )
        for each in found
    ]
    sheet = ListSheet(say(_SHEET), [say(each) for each in _HEADINGS], rows, (20, 32, 16, 18, 40, 32))
    return list_book([sheet], mark=mark)
