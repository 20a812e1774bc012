"""What the register knows of an organization already, with the pages where it is corrected: nobody is asked for it again."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from guben_web.accounts.models import Account
from guben_web.engine.texts import Text, both
from guben_web.engine.vocabulary import title_of
from guben_web.org.access import Scope
from guben_web.org.queries import find_workplace_on
from guben_web.people import queries as people
from guben_web.people.access import sees_members_of
from guben_web.words.formats import number_of

_MEMBERS = Text("正式和预备党员（含下级）", "Full and probationary members, with those below")
_POSITIONS = Text("党内职务", "Posts")
_COUNTS = (
    ("population", Text("人口", "Population")),
    ("households", Text("户数", "Households")),
    ("staff", Text("职工", "Staff")),
)
_HOLDS = Text("{post}{name}", "{post} {name}")


@dataclass(frozen=True, slots=True)
class Known:
    """A fact of the register, and the page where it is kept."""

    title: Text
    words: Text
    page: str


def known_facts(account: Account, organization_id: int, day: date) -> list[Known]:
    """Return what is known of an organization that the account may see; a constant number of queries."""
    facts = []
    workplace = find_workplace_on(day, organization_id)
    if workplace is not None:
        page = reverse("workplaces:workplace", args=[workplace.key])
        for name, title in _COUNTS:
            number: int | None = getattr(workplace, name)
            if number is not None:
                facts.append(Known(title, both(number_of(number)), page))
    if sees_members_of(account, organization_id, day):
        here = Scope(is_whole=False, tops=frozenset({organization_id}))
        count = people.headcount_on(day, here)
        page = reverse("people:members", args=[organization_id])
        facts.append(Known(_MEMBERS, both(number_of(count.members)), page))
        posts = [
            _HOLDS.filled(post=title_of("post", each.post), name=each.member.name)
            for each in people.posts_on(day, organization_id)
        ]
        if posts:
            words = Text("、".join(each.zh for each in posts), ", ".join(each.en for each in posts))
            facts.append(Known(_POSITIONS, words, reverse("teams:team", args=[organization_id])))
    return facts
