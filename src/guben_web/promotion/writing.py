"""The form of a plan: the lines that are offered, those that were written, and what came back from the browser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from guben_web.engine.texts import Text
from guben_web.people.models import Post
from guben_web.people.posts import POST_KINDS
from guben_web.promotion.lost import Lost
from guben_web.promotion.models import Plan
from guben_web.promotion.plan_actions import Responsible, Wish
from guben_web.words.language import say

_LONGEST, _MOST_LINES, _SPARE_LINES = 200, 40, 3


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the form: the name of its field, its text, and the part of the scheme it is about, if it is about one."""

    name: str
    text: str
    title: Text | None = None
    lost: Decimal | None = None
    of: Decimal | None = None
    is_missing: bool = False


def lines_to_write(plan: Plan | None, lost: Sequence[Lost]) -> tuple[list[ShownLine], list[ShownLine]]:
    """Return the lines about lost points, and the others with a few spare ones.

    A plan that was not begun is offered a line for each part that lost points; in one that was, a line left out stays so.
    """
    held = list(plan.undertakings.all()) if plan else []
    by_part = {each.part: each.text for each in held if each.part}
    about = [
        ShownLine(
            f"part-{each.part}",
            by_part.get(each.part, "") if plan else say(each.text),
            each.title,
            each.points,
            each.of,
            each.is_missing,
        )
        for each in lost
    ]
    offered = {each.part for each in lost}
    others = [each.text for each in held if each.part not in offered]
    free = [*others, *[""] * _SPARE_LINES]
    return about, [ShownLine(f"line-{number}", text) for number, text in enumerate(free)]


def lines_sent(sent: Mapping[str, str], lost: Sequence[Lost]) -> tuple[list[ShownLine], list[ShownLine]]:
    """Return the lines as they were sent, to be shown again."""
    about = [
        ShownLine(
            f"part-{each.part}",
            sent.get(f"part-{each.part}", ""),
            each.title,
            each.points,
            each.of,
            each.is_missing,
        )
        for each in lost
    ]
    names = [name for name in (f"line-{number}" for number in range(_MOST_LINES)) if name in sent]
    return about, [ShownLine(name, sent[name]) for name in names]


def wishes_in(sent: Mapping[str, str], lost: Sequence[Lost]) -> list[Wish]:
    """Return the lines that somebody wrote, those about lost points first; empty ones say nothing."""
    wishes = [
        Wish(text, each.part, each.title, each.points)
        for each in lost
        if (text := _line(sent, f"part-{each.part}"))
    ]
    free = (_line(sent, f"line-{number}") for number in range(_MOST_LINES))
    return [*wishes, *(Wish(text) for text in free if text)]


def people_to_choose(posts: Sequence[Post]) -> list[tuple[str, str]]:
    """Return who can be responsible, by the number of the post, with the kind of the post."""
    return [(str(each.pk), f"{each.member.name}（{say(POST_KINDS[each.post])}）") for each in posts]


def responsible_of(posts: Sequence[Post], number: str) -> Responsible | None:
    """Return the person who was chosen; None where nobody was."""
    post = next((each for each in posts if str(each.pk) == number), None)
    return Responsible(post.member_id, post.member.name, post.post) if post else None


def chosen_post(posts: Sequence[Post], plan: Plan | None) -> str:
    """Return the number of the post of whoever is responsible now; empty where nobody is or the post has ended."""
    if plan is None:
        return ""
    same = (
        each
        for each in posts
        if each.member_id == plan.responsible_key and each.post == plan.responsible_post
    )
    return next((str(each.pk) for each in same), "")


def _line(sent: Mapping[str, str], name: str) -> str:
    return " ".join(sent.get(name, "").split())[:_LONGEST]
