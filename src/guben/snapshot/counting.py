"""How many people and organizations of a snapshot are what: the counts that the bulletin is made of."""

from guben.backends import Duck
from guben.model.bands import AGE_BANDS, HIGHER_EDUCATION, JOINING_PERIODS, MAJORITY, years_before
from guben.snapshot.store import Snapshot

Counted = dict[str, dict[str, int]]
_YOUNG_UNTIL = 35
_MEMBERS = "\"status\" IN ('full', 'probationary')"


def count_people(snapshot: Snapshot, organization: str | None = None) -> Counted:
    """Return the counts of an organization with all below it, or of everything; "" for what is not known.

    A member who joined after the day of the snapshot was none on it. `organization` is a key or a name that is
    there once; raises LookupError for any other.
    """
    with Duck() as engine:
        snapshot.show_to(engine)
        within = _within(engine, organization)
        day = _number(snapshot, 0)
        here = f'"organization" IN (SELECT "key" FROM organizations WHERE {within})'
        members = f'{here} AND {_MEMBERS} AND coalesce("joined_date" <= {day}, true)'
        admitted = f'{members} AND "joined_date" BETWEEN {day // 10_000}0101 AND {day}'

        def count(expression: str, condition: str, table: str = "people") -> dict[str, int]:
            query = f"SELECT coalesce({expression}, ''), count(*) FROM {table} WHERE {condition} GROUP BY 1"
            return {str(code): int(str(number)) for code, number in engine.rows(query)}

        on_the_way = count('"status"', f"{here} AND NOT {_MEMBERS}")
        is_minority = f"\"ethnicity\" <> '{MAJORITY}'"
        higher = ", ".join(f"'{each}'" for each in HIGHER_EDUCATION)
        parts = {
            "all": "true",
            "female": "\"sex\" = 'female'",
            "minority": is_minority,
            "young": f'"birth_date" > {_number(snapshot, _YOUNG_UNTIL + 1)}',
            "higher": f'"education" IN ({higher})',
        }
        return {
            "status": {**on_the_way, **count('"status"', members)},
            "sex": count('"sex"', members),
            "people": count(f"CASE WHEN {is_minority} THEN 'minority' WHEN \"ethnicity\" IS NOT NULL THEN 'majority' END", members),
            "education": count('"education"', members),
            "occupation": count('"occupation"', members),
            "age": count(_age_bands(snapshot), members),
            "joined": count(_joining_periods(), members),
            "developed": {
                name: sum(count("''", f"{admitted} AND {condition}").values())
                for name, condition in parts.items()
            },
            "type": count('"type"', within, "organizations"),
            "field": count('"field"', within, "organizations"),
        }  # fmt: skip


def _within(engine: Duck, organization: str | None) -> str:
    if organization is None:
        return "true"
    asked = organization.replace("'", "''")
    found = engine.rows(f"SELECT path FROM organizations WHERE \"key\" = '{asked}'") or engine.rows(
        f"SELECT path FROM organizations WHERE name = '{asked}'"
    )
    if len(found) != 1:
        raise LookupError(organization)
    path = str(found[0][0]).replace("'", "''")
    return f"(path = '{path}' OR starts_with(path, '{path}/'))"


def _age_bands(snapshot: Snapshot) -> str:
    cases = [
        f"WHEN \"birth_date\" <= {_number(snapshot, each.low)} THEN '{each.code}'"
        for each in reversed(AGE_BANDS)
        if each.low is not None
    ]
    youngest = AGE_BANDS[0].code
    return f"CASE {' '.join(cases)} WHEN \"birth_date\" IS NOT NULL THEN '{youngest}' END"


def _joining_periods() -> str:
    cases = [
        f"WHEN \"joined_date\" >= {each.first:%Y%m%d} THEN '{each.code}'"
        for each in reversed(JOINING_PERIODS)
        if each.first is not None
    ]
    return f"CASE {' '.join(cases)} WHEN \"joined_date\" IS NOT NULL THEN '{JOINING_PERIODS[0].code}' END"


def _number(snapshot: Snapshot, years: int) -> int:
    return int(f"{years_before(snapshot.as_of, years):%Y%m%d}")
