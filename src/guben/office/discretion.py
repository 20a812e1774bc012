"""Findings repeat no name, identity number or phone of a person, wherever in a row it may stand."""

import re
from collections.abc import Iterable

from guben.diagnostics import CellPlace, Finding
from guben.office import findings
from guben.office.columns import MEMBER_COLUMNS, REGISTER_COLUMNS, CellKind
from guben.office.headings import Layout
from guben.office.wording import folded

_HIDDEN = "***"
_PERSONAL = frozenset({CellKind.IGNORED, CellKind.IDENTITY_NUMBER})
_ONCE_TOLD = frozenset({CellKind.DAY, CellKind.CHOICE})
_MOST_DIGITS = 9
# Names have two to four characters and may hold any of 党, 村, 镇: 陈建党, 王镇, 欧阳小村.
_LONGEST_NAME = 4
_POST = "(?:书记|支书|委员|主任|会计|主席|经理|代表|干部|文书|[局科组校厂所站队院部]长)"
_ORGANIZATION_OR_POST = re.compile(
    "(?:党[委组校]|工委|[省市州区县旗镇乡街村]委|总支部?|支部|小组|委员会|[村居支总]委会|社区|街道|公司|集团|学校|[中小]学|"
    f"合作社|协会|{_POST})$"
)
# Short, and still nobody's name.
_BARE_POST = re.compile(f"(?:第一|原|前|现任|老|候补|代理|村|社区|妇联|工会|民兵)?副?{_POST}")
_PLACE = re.compile("[县区镇乡村局厂办站所]$")
# What is the name of an organization in the workbook, or part of one, names no person.
_ABOUT_KNOWN_NAMES = frozenset({findings.AMBIGUOUS_ORGANIZATION.number, findings.NAME_READ_LOOSELY.number})


def without_personal_words(
    layout: Layout, found: Iterable[Finding], *, may_be_told: bool = False
) -> list[Finding]:
    """Return the findings with every value hidden that may be a name, an identity number or a phone.

    In a row that slipped by one column a name stands where another value belongs. So words are shown only if
    they end as organizations and posts do and are too long for a name or just a post, are near a known word and as long, or are
    a short number or code. Where the reader of the findings may be told names, `may_be_told`, everything short of an
    identity number or phone is shown that stands where a day or a choice belongs.
    """
    personal = [
        layout.columns[column.name].index
        for column in (*MEMBER_COLUMNS, *REGISTER_COLUMNS)
        if column.kind in _PERSONAL and column.name in layout.columns
    ]
    told = {
        layout.columns[column.name].words
        for column in MEMBER_COLUMNS
        if may_be_told and column.kind in _ONCE_TOLD and column.name in layout.columns
    }
    return [finding if _is_told(finding, told) else _discreet(layout, personal, finding) for finding in found]


def _is_told(finding: Finding, told: set[str]) -> bool:
    value = str(finding.facts.get("value", ""))
    return isinstance(finding.place, CellPlace) and finding.place.column in told and _has_few_digits(value)


def _discreet(layout: Layout, personal: list[int], finding: Finding) -> Finding:
    if "value" not in finding.facts or not isinstance(finding.place, CellPlace) or finding.place.row is None:
        return finding
    value = str(finding.facts["value"])
    row = layout.sheet.rows[finding.place.row - 1]
    names = [folded(str(row[index])) for index in personal if index < len(row)]
    repeats = any(len(name) > 1 and name in folded(value) for name in names)
    if not repeats and (
        finding.code.number in _ABOUT_KNOWN_NAMES or _is_harmless(value) or _is_slip_of_a_known_word(finding)
    ):
        return finding
    return _hidden(finding)


def without_names_for_superiors(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings with words hidden that stand for an unknown superior and may name a person.

    On the organizations sheet a secretary's name or phone may stand where the superior belongs.
    """
    return [
        _hidden(finding)
        if finding.code is findings.UNKNOWN_ORGANIZATION
        and not _is_harmless(str(finding.facts["value"]))
        and not (_has_near_word(finding) and _has_few_digits(str(finding.facts["value"])))
        else finding
        for finding in found
    ]


def _hidden(finding: Finding) -> Finding:
    hidden: dict[str, object] = {name: _HIDDEN for name in ("value", "unit") if name in finding.facts}
    return finding.code.at(finding.place, **(finding.facts | hidden))


def _is_harmless(value: str) -> bool:
    return all(_is_harmless_word(word) for word in _words(value)) and _has_few_digits(value)


def _words(value: str) -> list[str]:
    return [word for word in re.split(r"[、,，;；/|\s]+", value) if word]


def _has_few_digits(value: str) -> bool:
    return sum(each.isdecimal() for each in value) <= _MOST_DIGITS


def _is_harmless_word(word: str) -> bool:
    has_digits = any(each.isdecimal() for each in word)
    letters = re.search(r"[^\W\d_年月日号]" if has_digits else r"[^\W\d_]", word)
    is_code = word.isascii() and (has_digits or word.startswith("#"))
    return letters is None or is_code or _speaks_of_an_organization_or_post(word)


def _speaks_of_an_organization_or_post(word: str) -> bool:
    if len(word) < _LONGEST_NAME:
        return _BARE_POST.fullmatch(word) is not None
    # A place's ending is one character, which four-character names may end in as well.
    return _ORGANIZATION_OR_POST.search(word) is not None or (
        len(word) > _LONGEST_NAME and _PLACE.search(word) is not None
    )


def _is_slip_of_a_known_word(finding: Finding) -> bool:
    value = str(finding.facts["value"])
    return len(value) >= _LONGEST_NAME and len(_words(value)) == 1 and _has_near_word(finding)


def _has_near_word(finding: Finding) -> bool:
    nearest = finding.facts.get("nearest")
    return nearest is not None and str(getattr(nearest, "zh", "")) != ""
