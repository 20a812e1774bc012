"""Asking for a correction, answering, and giving a member an account."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.audit import actions as audit
from guben_web.corrections.enums import State
from guben_web.corrections.models import Correction, MemberAccount
from guben_web.engine.texts import Text
from guben_web.people.models import Member
from guben_web.people.secrecy import encrypt
from guben_web.shared.refusals import Refusal


class IsAnswered(Refusal):
    """The correction has its answer."""

    code = "corrections.is-answered"
    message = Text("这份申请已经答复过了。", "This has been answered already.")
    hint = Text("请返回查看答复。", "Go back and look at the answer.")


class AccountDoesNotFit(Refusal):
    """There is no such account, it is no member's, or it or the member is linked already."""

    code = "corrections.account-does-not-fit"
    message = Text(
        "用户名“{username}”不能用：没有这个账号，它没有党员角色，或者已经与一名党员关联。",
        "'{username}' cannot be used: there is no such account, it does not hold the role of a member, or it is linked.",
    )
    hint = Text(
        "请安全管理员建立账号并授予“党员”角色。",
        "Ask the security administrator to make the account and to grant it the role of a member.",
    )


@transaction.atomic
def ask_for_correction(*, member: Member, words: str, by: Account, now: datetime) -> Correction:
    """Keep what a member says is wrong, until the township answers."""
    key = uuid4()
    correction = Correction(
        key=key,
        member_key=member.pk,
        asked_by=by,
        asked_at=now,
        words=encrypt(words, of=key, field="words"),
    )
    correction.save(force_insert=True)
    audit.record("correction.asked", by=by, subject=correction, at=now)
    return correction


@transaction.atomic
def answer_correction(
    *, correction: Correction, state: State, answer: str, by: Account, now: datetime
) -> None:
    """Tell the member whether it was corrected, and why not.

    Raises IsAnswered.
    """
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if correction.state != State.OPEN:
        raise IsAnswered
    correction.state, correction.answer = state, answer
    correction.answered_by, correction.answered_at = by, now
    correction.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    audit.record("correction.answered", by=by, subject=correction, at=now, detail={"state": state})


@transaction.atomic
def link_account(*, member: Member, username: str, by: Account, now: datetime) -> None:
    """Let an account with the role of a member see what is held about one.

    Raises AccountDoesNotFit.
    """
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None or RoleCode.MEMBER not in account.role_codes():
        raise AccountDoesNotFit(username=username)
    taken = MemberAccount.objects.filter(account=account) | MemberAccount.objects.filter(member_key=member.pk)
    if taken.exists():
        raise AccountDoesNotFit(username=username)
    link = MemberAccount.objects.create(account=account, member_key=member.pk, linked_by=by, linked_at=now)
    audit.record("member.account_linked", by=by, subject=link, at=now, detail={"account": account.username})
