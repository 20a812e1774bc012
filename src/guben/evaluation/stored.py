"""What a folder of results says about one organization."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from guben.backends import Duck, DuckError, in_parquet
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


def find_result(engine: Duck, result: ResultFolder, wanted: str) -> StoredResult:
    """Return the organization with this key, code or name, or whose name alone contains the words.

    Raises Refusal if there is none or more than one.
    """
    path = result.folder / RESULTS
    place = FilePlace(str(result.folder))
    if not path.is_file():
        raise Refusal(codes.FILE_MISSING.at(place, file=RESULTS))
    query = f'SELECT "organization", "code", "name", "total", "grade" FROM {in_parquet(path)}'
    word = "'" + wanted.replace("'", "''") + "'"
    try:
        # Only where that does not settle it are the names of all needed.
        rows = engine.rows(f'{query} WHERE "organization" = {word} OR "code" = {word}')
        if len(rows) != 1:
            rows = engine.rows(query)
    except DuckError:
        raise Refusal(codes.FILE_ALTERED.at(place, file=RESULTS)) from None
    found = _only([_Row(*row) for row in rows], wanted, place)
    return StoredResult(
        str(found.organization),
        None if found.code is None else str(found.code),
        str(found.name),
        None if found.total is None else Fraction(str(found.total)),
        None if found.grade is None else str(found.grade),
    )


class _Row(NamedTuple):
    organization: object
    code: object
    name: object
    total: object
    grade: object


def _only(rows: list[_Row], wanted: str, place: FilePlace) -> _Row:
    for matches in (
        [row for row in rows if wanted in (row.organization, row.code)],
        [row for row in rows if row.name == wanted],
        [row for row in rows if wanted and wanted in str(row.name)],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            known = [f"{row.name} ({row.organization})" for row in matches[:_MOST_NAMED]]
            raise Refusal(codes.AMBIGUOUS_ORGANIZATION.at(place, name=wanted, nearest=known))
    names = [str(row.name) for row in rows] + [str(row.organization) for row in rows]
    raise Refusal(codes.UNKNOWN_ORGANIZATION.at(place, name=wanted, nearest=nearest_names(wanted, names)))
