"""What a folder of results says about one organization."""

from dataclasses import dataclass
from fractions import Fraction

from guben.backends import Duck
from guben.diagnostics import FilePlace, Refusal, nearest_names
from guben.evaluation import findings as codes
from guben.evaluation.folder import RESULTS, ResultFolder

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class StoredResult:
    """An organization as the results hold it."""

    organization: str
    code: str | None
    name: str
    total: Fraction | None
    grade: str | None


def find_result(result: ResultFolder, wanted: str) -> StoredResult:
    """Return the organization with this key, code or name, or whose name alone contains the words.

    Raises Refusal if there is none or more than one.
    """
    rows = _results(result)
    place = FilePlace(str(result.folder))
    for matches in (
        [row for row in rows if wanted in (row.organization, row.code)],
        [row for row in rows if row.name == wanted],
        [row for row in rows if wanted and wanted in row.name],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            known = [f"{row.name} ({row.organization})" for row in matches[:_MOST_NAMED]]
            raise Refusal(codes.AMBIGUOUS_ORGANIZATION.at(place, name=wanted, nearest=known))
    names = [row.name for row in rows] + [row.organization for row in rows]
    raise Refusal(codes.UNKNOWN_ORGANIZATION.at(place, name=wanted, nearest=nearest_names(wanted, names)))


def _results(result: ResultFolder) -> list[StoredResult]:
    path = result.folder / RESULTS
    if not path.is_file():
        raise Refusal(codes.FILE_MISSING.at(FilePlace(str(result.folder)), file=RESULTS))
    with Duck() as engine:
        engine.see_parquet("results", path)
        rows = engine.rows('SELECT "organization", "code", "name", "total", "grade" FROM results')
    return [
        StoredResult(
            str(row[0]),
            None if row[1] is None else str(row[1]),
            str(row[2]),
            None if row[3] is None else Fraction(str(row[3])),
            None if row[4] is None else str(row[4]),
        )
        for row in rows
    ]
