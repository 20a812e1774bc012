"""What winners and losers are told apart by that stands in no result: the size, and the township's name."""

from guben.backends import Duck
from guben.evaluation.folder import SNAPSHOT, ResultFolder

# Who counts as a member; the others are on the way to it.
_MEMBERS = "('full', 'probationary')"


def groups_of(engine: Duck, result: ResultFolder, level: str) -> tuple[dict[str, int], dict[str, str]]:
    """Return how many members each organization of a level has with those below it, and the names of all organizations.

    A public archive has no records: nothing is known of either there.
    """
    folder = result.folder / SNAPSHOT
    if not folder.is_dir():
        return {}, {}
    snapshot = result.snapshot()
    for name in ("organizations", "people"):
        engine.see_parquet(f"all_{name}", snapshot.path(name))
    names = engine.rows('SELECT "key", "name" FROM all_organizations')
    # Organizations of one level have their key in the column of that level.
    counted = engine.rows(
        f'SELECT o."in_{level}", count(*) FROM all_people p JOIN all_organizations o ON o."key" = p."organization" '
        f'WHERE p."status" IN {_MEMBERS} AND o."in_{level}" IS NOT NULL GROUP BY 1'
    )
    return {str(key): int(str(number)) for key, number in counted}, {
        str(key): str(name) for key, name in names
    }
