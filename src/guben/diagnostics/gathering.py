"""Many findings of one kind become one line."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from guben.diagnostics.findings import Finding
from guben.diagnostics.places import CellPlace

# More different words than this about one column are one problem with that column, not so many problems.
_LINES_A_COLUMN = 10


def gather(findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding for each problem, in order of first appearance, counting the other places.

    Findings are the same problem when their code, their sheet, their column and their words agree; the rows
    may differ, and so may the facts that the code calls examples. Where one code has more than ten different
    lines about one column of a sheet, they become one line that shows the first.
    """
    lines = _merged(findings, _problem)
    crowded = Counter(_column(finding) for finding in lines)
    if not any(count > _LINES_A_COLUMN for count in crowded.values()):
        return lines
    return _merged(
        lines, lambda each: _column(each) if crowded[_column(each)] > _LINES_A_COLUMN else _problem(each)
    )


def _merged(findings: Iterable[Finding], key_of: Callable[[Finding], object]) -> list[Finding]:
    first: dict[object, Finding] = {}
    others: Counter[object] = Counter()
    for finding in findings:
        key = key_of(finding)
        if key in first:
            others[key] += finding.elsewhere + 1
        else:
            first[key] = finding
    return [
        replace(finding, elsewhere=finding.elsewhere + others[key]) if others[key] else finding
        for key, finding in first.items()
    ]


def _problem(finding: Finding) -> object:
    return (_column(finding), _words(finding))


def _words(finding: Finding) -> object:
    examples = finding.code.examples
    if not examples:
        return finding.message
    return tuple(repr(fact) for name, fact in finding.facts.items() if name not in examples)


def _column(finding: Finding) -> object:
    """Return the code with the sheet and column; a place outside workbooks stands for itself."""
    if isinstance(finding.place, CellPlace):
        return (finding.code.number, finding.place.sheet, finding.place.column)
    return (finding.code.number, finding.place)
