"""Who imports, and which imports somebody sees."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from guben_web.accounts.models import Account
from guben_web.imports.enums import IMPORTERS
from guben_web.imports.models import Batch
from guben_web.org.access import Scope, holding_on, need_scope, scope_of, within
from guben_web.org.models import OrganizationVersion


def need_importer(account: Account) -> Scope:
    """Return where an account may import; raises PermissionDenied where nowhere."""
    return need_scope(account, IMPORTERS)


def is_importer(account: Account) -> bool:
    """Return whether an account may import anywhere."""
    return not scope_of(account, IMPORTERS).is_empty


def visible_batches(account: Account) -> QuerySet[Batch]:
    """Return the batches an account sees: the department all, others their own."""
    batches = Batch.objects.select_related("uploaded_by", "run")
    return batches if need_importer(account).is_whole else batches.filter(uploaded_by=account)


def get_batch(account: Account, batch_id: int) -> Batch:
    """Return a batch that the account sees; raises Http404 for another."""
    batch = visible_batches(account).filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    return batch


def allowed_keys(account: Account, day: date) -> frozenset[str] | None:
    """Return the keys of the organizations that an account may change by importing; None for all."""
    scope = scope_of(account, IMPORTERS)
    if scope.is_empty:
        raise PermissionDenied
    if scope.is_whole:
        return None
    rows = OrganizationVersion.objects.filter(holding_on(day), within(scope, day))
    return frozenset(rows.values_list("organization__key", flat=True))
