"""How a workbook names organizations so that they are found again."""

from collections import Counter
from datetime import date

from guben_web.org.access import holding_on
from guben_web.org.models import OrganizationVersion

_DEEPEST = 20


def references_on(day: date) -> dict[int, str]:
    """Return what to call each organization of a day: its code, else its name, with superiors as far as names repeat.

    One query.
    """
    rows = OrganizationVersion.objects.filter(holding_on(day)).select_related("organization")
    versions = {each.organization_id: each for each in rows}
    paths = {key: _path(each, versions) for key, each in versions.items()}
    numbers = Counter(path[:length] for path in paths.values() for length in range(1, len(path) + 1))
    return {
        key: versions[key].organization.code or "/".join(reversed(_shortest(path, numbers)))
        for key, path in paths.items()
    }


def _path(version: OrganizationVersion, versions: dict[int, OrganizationVersion]) -> tuple[str, ...]:
    """Return the names from an organization up."""
    names: list[str] = []
    each: OrganizationVersion | None = version
    while each is not None and len(names) < _DEEPEST:
        names.append(each.name)
        each = versions.get(each.parent_id) if each.parent_id is not None else None
    return tuple(names)


def _shortest(path: tuple[str, ...], numbers: Counter[tuple[str, ...]]) -> tuple[str, ...]:
    for length in range(1, len(path) + 1):
        if numbers[path[:length]] == 1:
            return path[:length]
    return path
