"""The lists of values that packs and workbooks share, with their words."""

from guben.diagnostics import Text, both
from guben.model import vocabulary
from guben.model.choices import ChoiceSet

TEAM_POSTS = vocabulary.TEAM_POSTS
# Who counts as a member; the others are on the way to it.
MEMBERS = frozenset({"full", "probationary"})

_SETS = {
    "type": vocabulary.ORGANIZATION_TYPE,
    "level": vocabulary.LEVEL,
    "field": vocabulary.FIELD,
    "sex": vocabulary.SEX,
    "ethnicity": vocabulary.ETHNICITY,
    "education": vocabulary.EDUCATION,
    "occupation": vocabulary.OCCUPATION,
    "status": vocabulary.MEMBER_STATUS,
    "post": vocabulary.POST,
}
# Sent from above, kept in reserve, or of the village itself: kept beside the Party posts, which alone schemes count.
FURTHER_POSTS = {
    "first_secretary": Text("第一书记", "First secretary sent from above"),
    "instructor": Text("驻村党建指导员", "Assigned instructor"),
    "contact_leader": Text("联系领导", "Contact leader"),
    "village_head": Text("村（居）委会主任", "Head of the villagers' committee"),
    "graduate_official": Text("大学生村官", "Graduate village official"),
    "reserve_cadre": Text("后备干部", "Reserve cadre"),
}
_VILLAGE = Text("村", "Village")


def title_of(list_name: str, code: str | None) -> Text:
    """Return the words for a value of a list, such as `sex`; the code itself where the list has no such value."""
    if not code:
        return both("")
    if list_name == "post" and code in FURTHER_POSTS:
        return FURTHER_POSTS[code]
    return _SETS[list_name][code].title if code in _SETS[list_name] else both(code)


def workplace_title(kind: str) -> Text:
    """Return the words for a kind of workplace: a village, or a field."""
    return _VILLAGE if kind == "village" else title_of("field", kind)


def posts_by_rank() -> tuple[str, ...]:
    """Return the codes of the Party posts, highest first."""
    return vocabulary.POST.codes


def list_of(name: str) -> ChoiceSet:
    """Return a list of values."""
    return _SETS[name]
