"""Who sees and enters posts and terms."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from guben_web.accounts.models import Account
from guben_web.org.access import need_scope, scope_of, within
from guben_web.org.models import OrganizationVersion
from guben_web.org.queries import find_version_on
from guben_web.people.access import need_people_scope
from guben_web.people.models import Post
from guben_web.teams.enums import EDITORS


def get_organization(account: Account, organization_id: int, day: date) -> OrganizationVersion:
    """Return an organization whose posts the account sees; raises PermissionDenied or Http404."""
    version = find_version_on(day, organization_id, need_people_scope(account))
    if version is None:
        raise Http404
    return version


def get_kept_organization(account: Account, organization_id: int, day: date) -> OrganizationVersion:
    """Return an organization whose posts the account enters; raises PermissionDenied or Http404."""
    version = find_version_on(day, organization_id, need_scope(account, EDITORS))
    if version is None:
        raise Http404
    return version


def is_editor_of(account: Account, organization_id: int, day: date) -> bool:
    """Return whether the account enters the posts of an organization."""
    scope = scope_of(account, EDITORS)
    return not scope.is_empty and find_version_on(day, organization_id, scope) is not None


def visible_posts(account: Account, day: date) -> QuerySet[Post]:
    """Return all posts in organizations that the account sees, ended ones too."""
    return Post.objects.filter(within(need_people_scope(account), day))


def get_kept_post(account: Account, post_id: int, day: date) -> Post:
    """Return a post that the account may end; raises PermissionDenied or Http404."""
    rows = Post.objects.filter(within(need_scope(account, EDITORS), day), pk=post_id)
    post = rows.select_related("member", "organization").first()
    if post is None:
        raise Http404
    return post
