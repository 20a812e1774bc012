"""Closing a ledger for a period, and opening it again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from guben_web.audit import actions as audit
from guben_web.engine.texts import Text
from guben_web.ledgers.access import Reader
from guben_web.ledgers.lists import in_period
from guben_web.ledgers.models import Closing, Entry
from guben_web.ledgers.periods import Period
from guben_web.org.models import Organization
from guben_web.packs.models import Ledger
from guben_web.shared.refusals import Refusal


class PeriodHasNotBegun(Refusal):
    """Nothing can have happened in it yet."""

    code = "ledgers.period-has-not-begun"
    message = Text("{period}还没有开始，不能结清。", "{period} has not begun, so it cannot be closed.")


class ThereAreEntries(Refusal):
    """It was said that there is nothing to report, and there is."""

    code = "ledgers.there-are-entries"
    message = Text(
        "{period}已登记{n}条，不是“无事项”。", "{n} entries of {period} are there, so it is not nothing."
    )
    hint = Text("请选“已全部登记”。", "Choose 'all entered'.")


class ThereIsNothing(Refusal):
    """It was said that all is entered, and nothing is."""

    code = "ledgers.there-is-nothing"
    message = Text("{period}还没有登记任何记录。", "Nothing is entered for {period}.")
    hint = Text("确实没有的，请选“无事项”。", "If there was nothing, choose 'nothing to report'.")


class IsNotClosed(Refusal):
    """There is nothing to open again."""

    code = "ledgers.is-not-closed"
    message = Text("{period}没有结清。", "{period} is not closed.")


class ReasonIsMissing(Refusal):
    """A period is opened again only with words why."""

    code = "ledgers.reopening-needs-a-reason"
    message = Text("重新打开要写明原因。", "Opening it again needs a reason.")


@transaction.atomic
def close_period(
    *,
    ledger: Ledger,
    organization: Organization,
    period: Period,
    is_nothing: bool,
    by: Reader,
    now: datetime,
) -> Closing:
    """Say that everything of a period is entered, or that there was nothing. Saying it again changes nothing.

    Raises PeriodHasNotBegun, ThereAreEntries and ThereIsNothing.
    """
    organization = Organization.objects.select_for_update().get(pk=organization.pk)
    if period.first > timezone.localdate(now):
        raise PeriodHasNotBegun(period=period.title)
    held = Closing.objects.filter(
        ledger=ledger, organization=organization, period=period.code, reopened_at=None
    ).first()
    if held is not None:
        return held
    number = Entry.objects.filter(
        in_period(ledger.type, period), ledger=ledger, organization=organization, is_removed=False
    ).count()
    if is_nothing and number:
        raise ThereAreEntries(period=period.title, n=number)
    if not is_nothing and not number:
        raise ThereIsNothing(period=period.title)
    closing = Closing.objects.create(
        ledger=ledger,
        organization=organization,
        period=period.code,
        is_nothing=is_nothing,
        at=now,
        account_id=by.account.pk,
        account_name=by.account.display_name,
        is_proxy=by.is_proxy(organization.pk),
    )
    detail = {"ledger": ledger.name, "organization_id": organization.pk, "period": period.code}
    audit.record("ledger.closed", by=by.account, subject=closing, at=now, detail=detail)
    return closing


@transaction.atomic
def reopen_period(
    *,
    ledger: Ledger,
    organization: Organization,
    period: Period,
    reason: str,
    by: Reader,
    now: datetime,
) -> None:
    """Open a closed period again, so that its entries can be changed.

    Raises IsNotClosed and ReasonIsMissing.
    """
    if not reason.strip():
        raise ReasonIsMissing
    closing = (
        Closing.objects.select_for_update()
        .filter(ledger=ledger, organization=organization, period=period.code, reopened_at=None)
        .first()
    )
    if closing is None:
        raise IsNotClosed(period=period.title)
    closing.reopened_at, closing.reopened_by = now, by.account.display_name
    closing.reason = reason.strip()[:500]
    closing.save(update_fields=["reopened_at", "reopened_by", "reason"])
    detail = {"ledger": ledger.name, "organization_id": organization.pk, "period": period.code}
    audit.record("ledger.reopened", by=by.account, subject=closing, at=now, detail=detail)
