"""Many findings of one kind become one line."""

from collections.abc import Iterable
from dataclasses import replace

from guben.diagnostics.findings import Finding
from guben.diagnostics.places import CellPlace


def gather(findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding for each problem, in order of first appearance, counting the other places.

    Findings are the same problem when their code, their sheet, their column and their words agree; the rows
    may differ.
    """
    first: dict[object, Finding] = {}
    for finding in findings:
        key = (finding.code.number, _kind_of_place(finding), finding.message)
        if key in first:
            first[key] = replace(first[key], elsewhere=first[key].elsewhere + finding.elsewhere + 1)
        else:
            first[key] = finding
    return list(first.values())


def _kind_of_place(finding: Finding) -> object:
    if isinstance(finding.place, CellPlace):
        return (finding.place.sheet, finding.place.column)
    return finding.place
