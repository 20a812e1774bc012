"""The kinds of posts: those of the Party, which the core knows, and those that are kept beside them."""

from guben_web.engine.texts import Text
from guben_web.engine.vocabulary import list_of, posts_by_rank, title_of

PARTY_POSTS = posts_by_rank()
# Sent from above, kept in reserve, or of the village itself: they are not counted as the team of an organization.
FURTHER_POSTS = {
    "first_secretary": Text("第一书记", "First secretary sent from above"),
    "instructor": Text("驻村党建指导员", "Assigned instructor"),
    "contact_leader": Text("联系领导", "Contact leader"),
    "village_head": Text("村（居）委会主任", "Head of the villagers' committee"),
    "graduate_official": Text("大学生村官", "Graduate village official"),
    "reserve_cadre": Text("后备干部", "Reserve cadre"),
}
POST_KINDS = {**{each.code: each.title for each in list_of("post")}, **FURTHER_POSTS}


def post_title(code: str) -> Text:
    """Return the words for a post; the code itself where nobody knows it."""
    return FURTHER_POSTS.get(code) or title_of("post", code)


def post_rank(code: str) -> int:
    """Return the place of a post in lists, highest first."""
    codes = list(POST_KINDS)
    return codes.index(code) if code in codes else len(codes)
