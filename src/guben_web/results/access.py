"""Who sees which evaluations and results, and who computes them.

The department sees every evaluation whole. Others see those that were shown to units, and in them the organizations
of their scope; never a rank, and of others only the median of the peers.
"""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.org.access import Scope, holding_on, need_scope, scope_of, within
from guben_web.org.models import OrganizationVersion
from guben_web.people.access import people_scope
from guben_web.results.enums import State
from guben_web.results.models import Draft, Evaluation, Inspection, Result

COMPUTERS = (RoleCode.DEPARTMENT,)


def need_reader(account: Account) -> Scope:
    """Return where an account sees results; raises PermissionDenied where nowhere."""
    return need_scope(account)


def need_computer(account: Account) -> None:
    """Raise PermissionDenied unless the account may have evaluations computed and decide about them."""
    need_scope(account, COMPUTERS)


def visible_evaluations(scope: Scope, today: date) -> QuerySet[Evaluation]:
    """Return the evaluations that are seen from a scope."""
    rows = Evaluation.objects.exclude(state=State.DISCARDED).select_related("started_by", "run")
    if scope.is_whole:
        return rows
    own = Result.objects.filter(within(scope, today), evaluation=OuterRef("pk"))
    return rows.filter(Exists(own), state=State.SHOWN)


def get_evaluation(scope: Scope, evaluation_id: int, today: date) -> Evaluation:
    """Return an evaluation that is seen from a scope; raises Http404 for another."""
    evaluation = visible_evaluations(scope, today).filter(pk=evaluation_id).first()
    if evaluation is None:
        raise Http404
    return evaluation


def get_draft(evaluation: Evaluation, draft_id: int) -> Draft:
    """Return a draft of an evaluation that its reader may see drafts of; raises Http404 for another."""
    draft = Draft.objects.filter(evaluation=evaluation, pk=draft_id).select_related("saved_by").first()
    if draft is None:
        raise Http404
    return draft


def get_inspection(evaluation: Evaluation, inspection_id: int) -> Inspection:
    """Return an inspection of an evaluation that its reader may see them of; raises Http404 for another."""
    found = (
        Inspection.objects.filter(evaluation=evaluation, pk=inspection_id).select_related("made_by").first()
    )
    if found is None:
        raise Http404
    return found


def visible_results(scope: Scope, evaluation: Evaluation, today: date) -> QuerySet[Result]:
    """Return the results of an evaluation that are seen from a scope, as the tree is today."""
    return Result.objects.filter(within(scope, today), evaluation=evaluation)


def get_result(scope: Scope, evaluation: Evaluation, organization_id: int, today: date) -> Result:
    """Return the result of an organization; raises Http404 for one that is not seen from the scope."""
    result = visible_results(scope, evaluation, today).filter(organization_id=organization_id).first()
    if result is None:
        raise Http404
    return result


def sees_now(account: Account, key: str, *, is_about_people: bool, today: date) -> bool:
    """Return whether an account sees the organization of this key today, or the members of it."""
    scope = people_scope(account) if is_about_people else scope_of(account)
    rows = OrganizationVersion.objects.filter(holding_on(today), within(scope, today))
    return rows.filter(organization__key=key).exists()
