"""Storing organizations. Whoever calls holds the transaction and records the act."""

from collections.abc import Sequence

from guben_web.org.models import Organization, OrganizationVersion, Workplace
from guben_web.shared import bulk
from guben_web.shared.bulk import Ready

_VERSION_FIELDS = (
    "name",
    "name_pinyin",
    "name_initials",
    "type",
    "level",
    "field",
    "parent",
    "valid_from",
    "valid_to",
)
_WORKPLACE_FIELDS = (
    *("name", "name_initials", "credit_code", "organization", "cover", "place", "kind"),
    *("population", "households", "staff", "members", "valid_from", "valid_to"),
)


def add_organizations(rows: Sequence[Organization]) -> dict[str, int]:
    """Store new organizations and return their ids by key."""
    return {row.key: row.pk for row in Organization.objects.bulk_create(rows)}


def change_organizations(rows: Sequence[Organization]) -> None:
    """Store code and revision of organizations."""
    # Codes may move from one organization to another, so they are let go first.
    Organization.objects.filter(pk__in=[row.pk for row in rows], code__isnull=False).exclude(
        code__in=[row.code for row in rows if row.code]
    ).update(code=None)
    Ready(rows).update(("code", "revision"))


def remove_organizations(rows: Sequence[Organization]) -> None:
    """Remove organizations that an undone import had added, with their versions and workplaces."""
    keys = [row.pk for row in rows]
    bulk.delete_rows(
        OrganizationVersion,
        OrganizationVersion.objects.filter(organization_id__in=keys).values_list("pk", flat=True),
    )
    bulk.delete_rows(
        Workplace, Workplace.objects.filter(organization_id__in=keys).values_list("pk", flat=True)
    )
    bulk.delete_rows(Organization, keys)


def store_versions(*, changed: Ready, new: Ready) -> None:
    """Store versions; those that end go first, so that one is open at any time."""
    changed.update(_VERSION_FIELDS)
    new.insert()


def remove_versions(rows: Sequence[OrganizationVersion]) -> None:
    """Remove versions that an undone import had added."""
    bulk.delete_rows(OrganizationVersion, [row.pk for row in rows])


def store_workplaces(*, changed: Ready, new: Ready) -> None:
    """Store workplaces; those that end go first."""
    changed.update(_WORKPLACE_FIELDS)
    new.insert()


def remove_workplaces(rows: Sequence[Workplace]) -> None:
    """Remove workplaces that an undone import had added."""
    bulk.delete_rows(Workplace, [row.pk for row in rows])
