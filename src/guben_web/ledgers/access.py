"""Who sees which entries, who enters and moves them, and for which organizations.

Entries stay with the organization that kept the ledger. Those of one that was merged into another are seen with the
other; those of one that was dissolved, by those above where it stood last (docs/decisions/0074).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.engine.ledgers import Audience, Mover
from guben_web.ledgers.enums import WRITERS
from guben_web.ledgers.models import Entry, Evidence, Upload
from guben_web.org.access import HOLDS, Scope, holding_on, need_scope, scope_of
from guben_web.org.models import OrganizationVersion
from guben_web.packs.models import Ledger
from guben_web.people.access import people_scope

# What lies directly below what: by the tree of a day, by having been merged into it, and by having ended there.
_EDGES = f"""
SELECT v.parent_id AS above, v.organization_id AS id FROM org_organizationversion v
WHERE v.parent_id IS NOT NULL AND {HOLDS}
UNION
SELECT s.successor_id, s.predecessor_id FROM org_succession s WHERE s.kind = 'MERGED' AND s.day <= %s
UNION
SELECT v.parent_id, v.organization_id FROM org_organizationversion v
WHERE v.parent_id IS NOT NULL AND v.valid_to <= %s AND NOT EXISTS (
    SELECT 1 FROM org_organizationversion o WHERE o.organization_id = v.organization_id
    AND (o.valid_to IS NULL OR o.valid_to > v.valid_to))
"""
_REACH = """
WITH RECURSIVE edge(above, id) AS ({edges}), reach(id) AS (
    {start}
    UNION
    SELECT edge.id FROM edge JOIN reach ON edge.above = reach.id
)
SELECT id FROM reach
"""
_TOPS = "SELECT o.id FROM org_organization o WHERE o.id IN ({places})"
_BELOW_TOPS = "SELECT edge.id FROM edge WHERE edge.above IN ({places})"


def ids_in_reach(tops: Iterable[int], day: date, *, below_only: bool = False) -> RawSQL:
    """Return a subquery of some organizations and all below them on a day, with those that ended there or in them."""
    own = sorted(tops) or [0]
    start = (_BELOW_TOPS if below_only else _TOPS).format(places=", ".join(["%s"] * len(own)))
    parameters: list[Any] = [day, day, day, day, *own]
    return RawSQL(_REACH.format(edges=_EDGES, start=start), parameters)


def in_reach(scope: Scope, day: date, *, below_only: bool = False) -> Q:
    """Return the condition that the organization of a row is in a scope."""
    if scope.is_whole:
        return Q()
    if not scope.tops:
        return Q(pk__in=[])
    return Q(organization_id__in=ids_in_reach(scope.tops, day, below_only=below_only))


@dataclass
class Reader:
    """Somebody who looks at ledgers, and how far she sees; each question asks the database once."""

    account: Account
    day: date

    @cached_property
    def scope(self) -> Scope:
        """Where she sees organizations; PermissionDenied where nowhere."""
        return need_scope(self.account)

    @cached_property
    def writing(self) -> Scope:
        """Where she may enter."""
        return scope_of(self.account, WRITERS)

    @cached_property
    def people(self) -> Scope:
        """Where she sees members, and with them what is sensitive."""
        return people_scope(self.account)

    @cached_property
    def is_department(self) -> bool:
        """Whether she acts for the department."""
        return RoleCode.DEPARTMENT in self.account.role_codes()

    def entries(self, ledger: Ledger) -> QuerySet[Entry]:
        """Return the entries of a ledger that she sees, as its definition in force has it."""
        return Entry.objects.filter(self.seen(ledger.type.seen_by), ledger=ledger, is_removed=False)

    def seen(self, audience: Audience) -> Q:
        """Return the condition that she sees the entries of an organization, as a ledger says who does."""
        if audience is Audience.KEEPER or (self.scope.is_whole and self.is_department):
            return in_reach(self.scope, self.day)
        if audience is Audience.SUPERIOR:
            return in_reach(self.scope, self.day, below_only=True)
        return Q(pk__in=[])

    def sees(self, entry: Entry) -> bool:
        """Return whether she sees an entry, removed or not."""
        seen = self.seen(entry.ledger.type.seen_by)
        return Entry.objects.filter(seen, pk=entry.pk).exists()

    @cached_property
    def kept_ids(self) -> frozenset[int] | None:
        """The organizations for which she may enter; None for all."""
        if self.writing.is_whole:
            return None
        rows = OrganizationVersion.objects.filter(
            organization_id__in=ids_in_reach(self.writing.tops, self.day)
        )
        return frozenset(rows.values_list("organization_id", flat=True)) if self.writing.tops else frozenset()

    @cached_property
    def people_ids(self) -> frozenset[int] | None:
        """The organizations of which she sees members and what is sensitive; None for all."""
        if self.people.is_whole:
            return None
        if self.people.tops == self.writing.tops:
            return self.kept_ids
        rows = OrganizationVersion.objects.filter(
            organization_id__in=ids_in_reach(self.people.tops, self.day)
        )
        return frozenset(rows.values_list("organization_id", flat=True)) if self.people.tops else frozenset()

    def may_write(self, organization_id: int) -> bool:
        """Return whether she may enter for an organization."""
        return self.kept_ids is None or organization_id in self.kept_ids

    def sees_sensitive(self, organization_id: int) -> bool:
        """Return whether she sees members of an organization, and what is sensitive in its entries."""
        return self.people_ids is None or organization_id in self.people_ids

    def is_proxy(self, organization_id: int) -> bool:
        """Return whether she enters for an organization that is not the one she acts for."""
        return organization_id not in self.writing.tops

    def movers(self, organization_id: int) -> frozenset[Mover]:
        """Return as whom she may move the entries of an organization."""
        if not self.may_write(organization_id):
            return frozenset()
        found = {Mover.KEEPER}
        if self.is_department:
            found |= {Mover.DEPARTMENT, Mover.SUPERIOR}
        elif self._is_above(organization_id):
            found.add(Mover.SUPERIOR)
        return frozenset(found)

    def _is_above(self, organization_id: int) -> bool:
        if organization_id not in self.writing.tops:
            return True
        if len(self.writing.tops) == 1:
            return False
        below = ids_in_reach(self.writing.tops, self.day, below_only=True)
        return (
            OrganizationVersion.objects.filter(organization_id=organization_id)
            .filter(organization_id__in=below)
            .exists()
        )

    def keepers(self, ledger: Ledger) -> QuerySet[OrganizationVersion]:
        """Return the organizations that keep a ledger and for which she may enter, as they are on the day."""
        rows = OrganizationVersion.objects.filter(holding_on(self.day), level__in=ledger.type.levels)
        rows = rows.filter(in_reach(self.writing, self.day))
        return rows.select_related("organization")

    def seen_keepers(self, ledger: Ledger) -> QuerySet[OrganizationVersion]:
        """Return the organizations that keep a ledger and that she sees, as they are on the day."""
        return self.seen_at(ledger.type.levels).select_related("organization")

    def seen_at(self, levels: Collection[str]) -> QuerySet[OrganizationVersion]:
        """Return the organizations of some levels that she sees, as they are on the day."""
        rows = OrganizationVersion.objects.filter(holding_on(self.day), level__in=levels)
        return rows.filter(in_reach(self.scope, self.day))


def get_ledger(account: Account, name: str) -> Ledger:
    """Return a ledger that the county keeps; raises PermissionDenied for those who see no organizations, and Http404."""
    need_scope(account)
    ledger = Ledger.objects.kept().filter(name=name).first()
    if ledger is None:
        raise Http404
    return ledger


def need_writer(reader: Reader) -> None:
    """Raise PermissionDenied unless she may enter somewhere."""
    need_scope(reader.account, WRITERS)


def get_entry(reader: Reader, entry_id: int) -> Entry:
    """Return an entry that she sees; raises PermissionDenied or Http404."""
    need_scope(reader.account)
    rows = Entry.objects.select_related("ledger__definition", "ledger__pack", "definition", "organization")
    entry = rows.select_related("created_by", "changed_by").filter(pk=entry_id, is_removed=False).first()
    if entry is None or not reader.sees(entry):
        raise Http404
    return entry


def get_kept_entry(reader: Reader, entry_id: int) -> Entry:
    """Return an entry that she may change; raises PermissionDenied or Http404."""
    need_writer(reader)
    entry = get_entry(reader, entry_id)
    if not reader.may_write(entry.organization_id):
        raise PermissionDenied
    return entry


def get_evidence(reader: Reader, evidence_id: int) -> Evidence:
    """Return a file beside an entry that she sees; raises PermissionDenied or Http404."""
    need_scope(reader.account)
    row = Evidence.objects.select_related("entry").filter(pk=evidence_id, removed_at=None).first()
    if row is None:
        raise Http404
    get_entry(reader, row.entry_id)
    return row


def get_upload(reader: Reader, upload_id: int) -> Upload:
    """Return a workbook that she brought herself; raises PermissionDenied or Http404."""
    need_writer(reader)
    rows = Upload.objects.select_related("ledger__definition", "ledger__pack", "uploaded_by", "run")
    upload = rows.filter(pk=upload_id, uploaded_by=reader.account).defer("content").first()
    if upload is None:
        raise Http404
    return upload
