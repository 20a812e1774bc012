"""Who runs appraisals, who gives which marks, and who sees and objects to what.

The department runs them and answers objections. A judge's marks are given by those who stand for it: an
organization's own by its secretary or committee, those of its superior by the township, all others by the
department and the scoring departments.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from guben_web.accounts.enums import RoleCode
from guben_web.accounts.models import Account
from guben_web.appraisals.enums import SEEN_BY_UNITS, Stage
from guben_web.appraisals.judging import evaluated_on, judges_in
from guben_web.appraisals.models import Appraisal
from guben_web.org.access import Scope, need_scope, scope_of, within
from guben_web.results.models import Result

HOLDERS = (RoleCode.DEPARTMENT,)
_OWN = (RoleCode.SECRETARY, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER)
_ABOVE = (RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER)
_OTHERS = (RoleCode.DEPARTMENT, RoleCode.SCORING_DEPARTMENT)
_OBJECTORS = (RoleCode.DEPARTMENT, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER, RoleCode.SECRETARY)
SELF = frozenset({"self", "village"})
SUPERIOR = frozenset({"superior", "township"})


@dataclass(frozen=True, slots=True)
class Sight:
    """Which marks of an appraisal an account gives, and which it sees, by judge and organization.

    Whoever runs the appraisal sees all. Others see those they give, with the organization's own mark beside, until the
    results are on notice; then an organization sees what others gave it.
    """

    sees_all: bool
    given_by: Mapping[str, frozenset[int]]

    def gives(self, judge: str, organization_id: int) -> bool:
        """Return whether the account gives an organization the marks of a judge."""
        return organization_id in self.given_by.get(judge, ())

    def sees(self, judge: str, organization_id: int) -> bool:
        """Return whether the account sees the marks that a judge gives an organization."""
        if self.sees_all or self.gives(judge, organization_id):
            return True
        return judge in SELF and any(organization_id in each for each in self.given_by.values())


def need_holder(account: Account) -> None:
    """Raise PermissionDenied unless the account may run appraisals."""
    need_scope(account, HOLDERS)


def visible_appraisals(account: Account, today: date) -> QuerySet[Appraisal]:
    """Return the appraisals that an account sees: the department all, others those on notice that concern them,
    and those in which they can give marks. A query more for each appraisal whose marks are open."""
    scope = need_scope(account)
    rows = Appraisal.objects.select_related("evaluation", "candidate")
    if scope.is_whole:
        return rows
    own = Result.objects.filter(within(scope, today), evaluation=OuterRef("evaluation"))
    on_notice = Q(Exists(own), stage__in=SEEN_BY_UNITS)
    return rows.filter(on_notice | Q(pk__in=[each.pk for each in to_be_judged(account, today)]))


def is_holder(account: Account) -> bool:
    """Return whether the account may run appraisals."""
    return not scope_of(account, HOLDERS).is_empty


def to_be_judged(account: Account, today: date) -> list[Appraisal]:
    """Return the appraisals in which the account gives marks now; a query, and one for each whose marks are open."""
    return [
        each
        for each in Appraisal.objects.filter(stage=Stage.MARKING)
        if any(given_by(account, each, today).values())
    ]


def given_by(account: Account, appraisal: Appraisal, today: date) -> dict[str, frozenset[int]]:
    """Return, by judge that an account stands for, the organizations to whom it gives that judge's marks."""
    rows = evaluated_on(appraisal.scheme, appraisal.as_of)
    return {
        judge: frozenset(
            rows.filter(judged_by(judge, scope, today)).values_list("organization_id", flat=True)
        )
        for judge, scope in judges_of(account, judges_in(appraisal.scheme)).items()
    }


def sight_of(account: Account, appraisal: Appraisal, today: date) -> Sight:
    """Return which marks an account gives and sees; a query for each judge that it stands for."""
    sees_all = is_holder(account) or appraisal.stage in SEEN_BY_UNITS
    return Sight(sees_all, given_by(account, appraisal, today))


def get_appraisal(account: Account, appraisal_id: int, today: date) -> Appraisal:
    """Return an appraisal that an account sees; raises Http404 for another."""
    appraisal = visible_appraisals(account, today).filter(pk=appraisal_id).first()
    if appraisal is None:
        raise Http404
    return appraisal


def get_held(account: Account, appraisal_id: int) -> Appraisal:
    """Return an appraisal for whoever runs it; raises PermissionDenied and Http404."""
    need_holder(account)
    appraisal = Appraisal.objects.select_related("evaluation", "candidate").filter(pk=appraisal_id).first()
    if appraisal is None:
        raise Http404
    return appraisal


def reads_words_about(account: Account, organization_id: int) -> bool:
    """Return whether an account reads what was written about an organization: the department, and the organization itself."""
    return is_holder(account) or organization_id in scope_of(account, _OWN).tops


def judges_of(account: Account, judges: frozenset[str]) -> dict[str, Scope]:
    """Return those of some judges that an account stands for, each with the scope of the organizations it judges.

    An organization's own marks are for the tops of that scope alone.
    """
    found: dict[str, Scope] = {}
    for judge in judges:
        roles = _OWN if judge in SELF else _ABOVE if judge in SUPERIOR else _OTHERS
        scope = scope_of(account, roles)
        if not scope.is_empty:
            found[judge] = scope
    return found


def judged_by(judge: str, scope: Scope, day: date) -> Q:
    """Return the condition that a version of an organization is judged by whoever stands for a judge in a scope."""
    if judge in SELF:
        return Q(organization_id__in=scope.tops)
    below = within(scope, day)
    return below & ~Q(organization_id__in=scope.tops) if judge in SUPERIOR else below


def may_object(account: Account) -> bool:
    """Return whether the account may enter objections to any result that it sees."""
    return not scope_of(account, _OBJECTORS).is_empty


def need_objector(account: Account, organization_id: int, today: date) -> None:
    """Raise PermissionDenied unless the account may enter objections about an organization's result."""
    scope = scope_of(account, _OBJECTORS)
    if scope.is_empty:
        raise PermissionDenied
    if (
        not scope.is_whole
        and not Result.objects.filter(within(scope, today), organization_id=organization_id).exists()
    ):
        raise PermissionDenied
