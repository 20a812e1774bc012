"""How a finding looks on a terminal: place, code, sentence, source line with carets, hint."""

import unicodedata
from collections.abc import Iterable

from guben.diagnostics.findings import Finding, Severity
from guben.diagnostics.places import SourceSpan
from guben.diagnostics.text import Language, Text

_ELSEWHERE = Text("{place}及另外{count}处", "{place} and {count} other places")
_ONE_ELSEWHERE = Text("{place}及另外1处", "{place} and 1 other place")
# A source line wider than this is shown in part, around what is marked.
_WIDEST = 160
_SEVERITY = {Severity.ERROR: Text("", ""), Severity.WARNING: Text("（提醒）", " (warning)")}


def print_findings(findings: Iterable[Finding], language: Language) -> str:
    """Return all findings as text, each on its own lines."""
    return "\n".join(print_finding(finding, language) for finding in findings)


def print_finding(finding: Finding, language: Language) -> str:
    """Return one finding as text: one line, and for a text file its source line with carets, and the hint."""
    place = finding.place.label()
    if finding.elsewhere:
        pattern = _ONE_ELSEWHERE if finding.elsewhere == 1 else _ELSEWHERE
        place = pattern.filled(place=place, count=finding.elsewhere)
    colon = "：" if language == "zh" and not isinstance(finding.place, SourceSpan) else ": "
    code = finding.code.number + _SEVERITY[finding.code.severity].say(language)
    lines = [f"{place.say(language)}{colon}{code} {finding.message.say(language)}"]
    if isinstance(finding.place, SourceSpan) and finding.place.source:
        lines += _source_lines(finding.place)
    if finding.hint:
        lines.append("  " + finding.hint.say(language))
    return "\n".join(lines)


def _source_lines(span: SourceSpan) -> list[str]:
    number, source = str(span.line), span.source.replace("\t", " ")
    start, end = span.column - 1, span.column - 1 + span.width
    before, marked, after = source[:start], source[start:end], source[end:]
    if display_width(source) > _WIDEST:
        marked = _cut(marked, _WIDEST // 2)
        before = _cut(before[::-1], _WIDEST // 4)[::-1]
        after = _cut(after, _WIDEST // 4)
    gutter = " " * len(number)
    carets = "^" * max(1, display_width(marked))
    return [f"  {number} | {before}{marked}{after}", f"  {gutter} | {' ' * display_width(before)}{carets}"]


def _cut(words: str, width: int) -> str:
    """Return the beginning of the words, with an ellipsis where something is left out."""
    return words if display_width(words) <= width else words[: width // 2] + "…"


def display_width(words: str) -> int:
    """Return how many terminal columns the words take: Chinese characters two, combining marks none."""
    return sum(_character_width(character) for character in words)


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
