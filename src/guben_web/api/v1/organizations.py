"""Organizations as they are on a day."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from guben_web.api.enums import Right
from guben_web.api.v1.service import PROBLEMS, After, Day, Limit, need_right, record
from guben_web.api.v1.shapes import OrganizationShape, Page
from guben_web.org.access import need_scope, visible_organizations
from guben_web.org.models import OrganizationVersion

router = Router(tags=["organizations"])


@router.get(
    "/organizations",
    url_name="organizations",
    summary="列出组织 · List organizations",
    response={200: Page[OrganizationShape], **PROBLEMS},
)
def organizations(
    request: HttpRequest, on: Day | None = None, after: After = "", limit: Limit = 200
) -> Page[OrganizationShape]:
    """List organizations as they are on a day, by key."""
    account = need_right(request, Right.ORGANIZATIONS)
    need_scope(account)
    day = on or timezone.localdate()
    seen = visible_organizations(account, day).select_related("organization", "parent")
    rows = list(seen.filter(organization__key__gt=after)[: limit + 1])
    record(request, f"organizations?on={day}&after={after}")
    shown = [_shown(each) for each in rows[:limit]]
    return Page(items=shown, next=shown[-1].key if len(rows) > limit else None)


def _shown(version: OrganizationVersion) -> OrganizationShape:
    return OrganizationShape(
        key=version.organization.key,
        code=version.organization.code,
        name=version.name,
        type=version.type,
        level=version.level,
        field=version.field,
        parent=version.parent.key if version.parent else None,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
    )
