"""Findings about the members sheet repeat no name, identity number or phone, wherever in a row it may stand."""

import re
from collections.abc import Iterable

from guben.diagnostics import CellPlace, Finding
from guben.office.columns import MEMBER_COLUMNS, CellKind
from guben.office.headings import Layout
from guben.office.wording import folded

_HIDDEN = "***"
_PERSONAL = frozenset({CellKind.IGNORED, CellKind.IDENTITY_NUMBER})
_MOST_DIGITS = 9
_ORGANIZATION_OR_POST = re.compile(
    "党|支部|委|村|社区|街道|镇|乡|公司|学校|主任|会计|书记|支书|主席|经理|代表|干部|文书|[局科组校厂所站队]长"
)


def without_personal_words(layout: Layout, found: Iterable[Finding]) -> list[Finding]:
    """Return the findings with every value hidden that may be a name, an identity number or a phone.

    In a row that slipped by one column a name stands where another value belongs. So words are shown only if
    they are near a known word, speak of an organization or a post, or are a short number or code.
    """
    personal = [
        layout.columns[column.name].index
        for column in MEMBER_COLUMNS
        if column.kind in _PERSONAL and column.name in layout.columns
    ]
    return [_discreet(layout, personal, finding) for finding in found]


def _discreet(layout: Layout, personal: list[int], finding: Finding) -> Finding:
    if "value" not in finding.facts or not isinstance(finding.place, CellPlace) or finding.place.row is None:
        return finding
    value = str(finding.facts["value"])
    row = layout.sheet.rows[finding.place.row - 1]
    names = [folded(str(row[index])) for index in personal if index < len(row)]
    repeats = any(len(name) > 1 and name in folded(value) for name in names)
    if not repeats and (_is_harmless(value) or _has_near_word(finding)):
        return finding
    hidden: dict[str, object] = {name: _HIDDEN for name in ("value", "unit") if name in finding.facts}
    return finding.code.at(finding.place, **(finding.facts | hidden))


def _is_harmless(value: str) -> bool:
    return all(_is_harmless_word(word) for word in re.split(r"[、,，;；/|\s]+", value) if word) and (
        sum(each.isdecimal() for each in value) <= _MOST_DIGITS
    )


def _is_harmless_word(word: str) -> bool:
    has_letters = re.search(r"[^\W\d_年月日号]", word) is not None
    has_digits = any(each.isdecimal() for each in word)
    is_code = word.isascii() and has_digits
    return (
        not has_letters or is_code or word.startswith("#") or _ORGANIZATION_OR_POST.search(word) is not None
    )


def _has_near_word(finding: Finding) -> bool:
    nearest = finding.facts.get("nearest")
    return nearest is not None and str(getattr(nearest, "zh", "")) != ""
