"""Lines about organizations read backwards."""

from collections.abc import Sequence
from typing import Any

from django.db.models import ManyToOneRel, Q

from guben_web.accounts.models import Role
from guben_web.imports.enums import Outcome
from guben_web.imports.lines import after_of, before_of
from guben_web.imports.models import Line
from guben_web.imports.register import VERSION_NAMES
from guben_web.imports.standing import ResultsStand, Standing, later_changes
from guben_web.imports.tables.organizations.facts import of_workplace, say_version, say_workplace
from guben_web.imports.tables.table import Storing
from guben_web.ledgers import actions as ledgers
from guben_web.ledgers.models import ReportedValue
from guben_web.org import actions as org
from guben_web.org.models import Organization, OrganizationVersion, Workplace
from guben_web.people.models import Member
from guben_web.shared.bulk import Ready


class Undoing:
    """Organizations to restore and to remove."""

    def __init__(self, storing: Storing) -> None:
        self.storing = storing
        self.touched: list[frozenset[str]] = []
        self.added: set[str] = set()
        self.changed: list[Organization] = []
        self.removed: list[Organization] = []
        self.changed_versions: list[OrganizationVersion] = []
        self.removed_versions: list[OrganizationVersion] = []
        self.changed_workplaces: list[Workplace] = []
        self.removed_workplaces: list[Workplace] = []
        self.changed_values: list[ReportedValue] = []
        self.removed_values: list[ReportedValue] = []
        self.revisions: dict[str, int] = {}
        self.gone: list[str] = []
        self.rows: dict[str, Ready] = {}
        day, batch = storing.batch.as_of, storing.batch
        self.earlier_versions = {
            each.organization_id: each for each in OrganizationVersion.objects.filter(valid_to=day)
        }
        self.earlier_workplaces = {each.key: each for each in Workplace.objects.filter(valid_to=day)}
        self.values = {
            (storing.register.keys_by_id[each.organization_id], each.measure): each
            for each in ReportedValue.objects.filter(period=batch.period, batch=batch.pk)
        }

    def add(self, line: Line) -> None:
        """Take a line up."""
        before, left = before_of(line), line.base_revision + 1
        known = self.storing.register.organizations.get(line.subject)
        if known is None or known.organization.revision != left or not self._is_host_as_left(line):
            self.gone.append(line.subject)
            return
        organization = known.organization
        self.revisions[line.subject] = left
        for name, state in before.items():
            if name.startswith("value."):
                self._value(organization.key, name.removeprefix("value."), state)
        if line.outcome == Outcome.CREATED:
            # Its versions and its workplace go with it.
            self.removed.append(organization)
            return
        organization.code = before.get("code", organization.code)
        # As it was, so that an earlier import can be undone too; comparisons made meanwhile fail at the gate.
        organization.revision -= 1
        self.changed.append(organization)
        if VERSION_NAMES & before.keys():
            self._version(known.version, before)
        if "workplace.record" in line.changes:
            self._workplace(line.changes["workplace.record"][1], of_workplace(before))

    def _is_host_as_left(self, line: Line) -> bool:
        left = of_workplace(after_of(line))
        if not left:
            return True
        workplace = self.storing.register.workplaces.get(left.pop("record"))
        return workplace is not None and all(
            getattr(workplace, name) == value for name, value in left.items()
        )

    def _version(self, version: OrganizationVersion, before: dict[str, Any]) -> None:
        earlier = self.earlier_versions.get(version.organization_id)
        if version.origin == self.storing.origin and earlier is not None:
            self.removed_versions.append(version)
            earlier.valid_to = None
            self.changed_versions.append(earlier)
            return
        say_version(version, before)
        if "parent" in before:
            version.parent_id = self.storing.ids[before["parent"]] if before["parent"] else None
        self.changed_versions.append(version)

    def _workplace(self, key: str, before: dict[str, Any]) -> None:
        workplace, earlier = self.storing.register.workplaces[key], self.earlier_workplaces.get(key)
        if workplace.origin == self.storing.origin:
            self.removed_workplaces.append(workplace)
            if earlier is not None:
                earlier.valid_to = None
                self.changed_workplaces.append(earlier)
            return
        say_workplace(workplace, before)
        self.changed_workplaces.append(workplace)

    def _value(self, key: str, measure: str, before: list[Any] | None) -> None:
        value = self.values[key, measure]
        if before is None:
            self.removed_values.append(value)
            return
        value.number, value.scale, value.choice, value.is_not_applicable, value.source, value.batch = before
        self.changed_values.append(value)

    def make_ready(self) -> None:
        """Make the rows ready for the database."""
        self.rows = {
            "versions": Ready(self.changed_versions),
            "workplaces": Ready(self.changed_workplaces),
            "values": Ready(self.changed_values),
        }

    def standing(self) -> Standing:
        """Return which organizations are not as the batch left them."""
        revisions = dict(Organization.objects.values_list("key", "revision"))
        later = [key for key, number in self.revisions.items() if revisions.get(key) != number]
        return Standing([*self.gone, *later])

    def store(self) -> None:
        """Restore the organizations, and remove those that the batch had added; raises LaterChangesStand and ResultsStand."""
        nothing = Ready(())
        ledgers.remove_values(self.removed_values)
        ledgers.store_values(changed=self.rows["values"], new=nothing)
        org.remove_workplaces(self.removed_workplaces)
        org.store_workplaces(changed=self.rows["workplaces"], new=nothing)
        org.remove_versions(self.removed_versions)
        org.store_versions(changed=self.rows["versions"], new=nothing)
        org.change_organizations(self.changed)
        self._need_nothing_on(self.removed)
        org.remove_organizations(self.removed)

    def _need_nothing_on(self, removed: Sequence[Organization]) -> None:
        """Raise a refusal if members, organizations, roles or other records stand on organizations to be removed."""
        ids = {each.pk: each.key for each in removed}
        below = OrganizationVersion.objects.filter(parent_id__in=ids).exclude(organization_id__in=ids)
        standing = {
            *Member.objects.filter(organization_id__in=ids).values_list("organization_id", flat=True),
            *below.values_list("parent_id", flat=True),
            *Role.objects.filter(organization_id__in=ids).values_list("organization_id", flat=True),
        }
        if standing:
            raise later_changes(Standing(sorted(ids[each] for each in standing if each is not None)))
        resting = _resting_on(list(ids)) | self._hosting(list(ids))
        if resting:
            raise ResultsStand(count=len(resting))

    def _hosting(self, ids: list[int]) -> set[int]:
        """Return which of some organizations workplaces are about that did not come with them."""
        on_them = Q(organization_id__in=ids) | Q(place_id__in=ids)
        others = Workplace.objects.filter(on_them).exclude(origin=self.storing.origin)
        held = others.values_list("organization_id", "place_id")
        return {each for pair in held for each in pair if each in set(ids)}


def _resting_on(ids: list[int]) -> set[int]:
    """Return which organizations records of any other kind rest on, those of applications above this one included."""
    resting: set[int] = set()
    for relation in Organization._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.related_model not in (
            OrganizationVersion,
            Workplace,
        ):
            name, rows = relation.field.name, relation.related_model._base_manager
            held = rows.filter(**{f"{name}__in": ids}).values_list(f"{name}_id", flat=True)
            resting |= {each for each in held.distinct() if each is not None}
    return resting
