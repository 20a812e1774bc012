"""Lines about organizations as rows of the register."""

from typing import Any

from guben_web.imports.enums import Outcome
from guben_web.imports.lines import after_of
from guben_web.imports.models import Line
from guben_web.imports.register import VERSION_NAMES, KnownOrganization
from guben_web.imports.standing import Standing, SubjectIsGone
from guben_web.imports.tables.organizations.facts import of_workplace, say_version, say_workplace
from guben_web.imports.tables.table import Storing
from guben_web.ledgers import actions as ledgers
from guben_web.ledgers.models import ReportedValue
from guben_web.org import actions as org
from guben_web.org.models import Organization, OrganizationVersion, Workplace
from guben_web.shared.bulk import Ready


class Applying:
    """Organizations to store. New ones have no id yet: what belongs to one names it by key until then."""

    def __init__(self, storing: Storing) -> None:
        self.storing = storing
        self.touched: list[frozenset[str]] = []
        self.added: set[str] = set()
        self.new: list[Organization] = []
        self.changed: list[Organization] = []
        self.new_versions: list[tuple[OrganizationVersion, str, str | None]] = []
        self.changed_versions: list[tuple[OrganizationVersion, str | None]] = []
        self.new_workplaces: list[tuple[Workplace, str]] = []
        self.changed_workplaces: list[Workplace] = []
        self.new_values: list[tuple[ReportedValue, str]] = []
        self.changed_values: list[ReportedValue] = []
        self.revisions: dict[str, int] = {}
        self.rows: dict[str, Ready] = {}
        period = storing.batch.period
        self.values = {
            (storing.register.keys_by_id[each.organization_id], each.measure): each
            for each in ReportedValue.objects.filter(period=period)
        }

    def add(self, line: Line) -> None:
        """Take a line up; raises SubjectIsGone."""
        after = after_of(line)
        known = self.storing.register.organizations.get(line.subject)
        if (line.outcome == Outcome.CREATED) != (known is None):
            raise SubjectIsGone
        if known is None:
            self._create(line, after)
        else:
            self.touched.append(frozenset({line.subject}))
            self.revisions[line.subject] = line.base_revision
            organization = known.organization
            organization.code = after.get("code", organization.code)
            organization.revision = line.base_revision + 1
            self.changed.append(organization)
            if VERSION_NAMES & after.keys():
                self._version(line, known, after)
        if after.get("parent"):
            self.touched.append(frozenset({after["parent"]}))
        self._workplace(line, of_workplace(after))
        self._values(line, after)

    def _create(self, line: Line, after: dict[str, Any]) -> None:
        self.added.add(line.subject)
        self.new.append(Organization(key=line.subject, code=after.get("code"), revision=1))
        version = OrganizationVersion(origin=self.storing.origin)
        say_version(version, after)
        self.new_versions.append((version, line.subject, after.get("parent")))

    def _version(self, line: Line, known: KnownOrganization, after: dict[str, Any]) -> None:
        version, day = known.version, self.storing.batch.as_of
        held = self.storing.register.parent_key(version)
        parent = after.get("parent", held)
        if version.valid_from == day:
            # A second word about the same day corrects the first.
            say_version(version, after)
            self.changed_versions.append((version, parent))
            return
        new = version.next_from(day, origin=self.storing.origin)
        say_version(new, after)
        version.valid_to = day
        self.changed_versions.append((version, held))
        self.new_versions.append((new, line.subject, parent))

    def _workplace(self, line: Line, said: dict[str, Any]) -> None:
        if not said:
            return
        workplace, day = self.storing.register.workplaces.get(said["record"]), self.storing.batch.as_of
        if workplace is not None and workplace.valid_from == day:
            say_workplace(workplace, said)
            self.changed_workplaces.append(workplace)
            return
        new = Workplace(key=said["record"], origin=self.storing.origin)
        if workplace is not None:
            new = workplace.next_from(day, origin=self.storing.origin)
            workplace.valid_to = day
            self.changed_workplaces.append(workplace)
        say_workplace(new, said)
        self.new_workplaces.append((new, line.subject))

    def _values(self, line: Line, after: dict[str, Any]) -> None:
        for name, state in after.items():
            if not name.startswith("value."):
                continue
            measure = name.removeprefix("value.")
            value = self.values.get((line.subject, measure))
            if value is None:
                value = ReportedValue(measure=measure, period=self.storing.batch.period)
                self.new_values.append((value, line.subject))
            else:
                self.changed_values.append(value)
            value.number, value.scale, value.choice, value.is_not_applicable, value.source = state
            value.batch = self.storing.batch.pk

    def make_ready(self) -> None:
        """Make the rows ready for the database; ids of new organizations are filled in later."""
        self.rows = {
            "new_versions": Ready([each for each, _, _ in self.new_versions]),
            "changed_versions": Ready([each for each, _ in self.changed_versions]),
            "new_workplaces": Ready([each for each, _ in self.new_workplaces]),
            "changed_workplaces": Ready(self.changed_workplaces),
            "new_values": Ready([each for each, _ in self.new_values]),
            "changed_values": Ready(self.changed_values),
        }

    def standing(self) -> Standing:
        """Return which organizations are not as they were compared with."""
        revisions = dict(Organization.objects.values_list("key", "revision"))
        there = {each.key for each in self.new} & revisions.keys()
        changed = {key for key, number in self.revisions.items() if revisions.get(key) != number}
        return Standing(sorted(there | changed))

    def store(self) -> None:
        """Store the organizations with all that belongs to them."""
        org.change_organizations(self.changed)
        ids = self.storing.ids
        ids |= org.add_organizations(self.new)
        for version, key, parent in self.new_versions:
            version.organization_id = ids[key]
            version.parent_id = ids[parent] if parent else None
        for version, parent in self.changed_versions:
            version.parent_id = ids[parent] if parent else None
        for workplace, key in self.new_workplaces:
            workplace.organization_id = ids[key]
        for value, key in self.new_values:
            value.organization_id = ids[key]
        org.store_versions(changed=self.rows["changed_versions"], new=self.rows["new_versions"])
        org.store_workplaces(changed=self.rows["changed_workplaces"], new=self.rows["new_workplaces"])
        ledgers.store_values(changed=self.rows["changed_values"], new=self.rows["new_values"])
