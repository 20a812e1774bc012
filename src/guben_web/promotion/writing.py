"""The form of a plan: the lines that are offered, those that were written, and what came back from the browser."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from guben_web.engine.texts import Text
from guben_web.people.models import Post
from guben_web.people.posts import POST_KINDS
from guben_web.promotion.forms import PlanHead
from guben_web.promotion.lost import Lost, find_result, lost_in
from guben_web.promotion.merging import Merged, Words, merge
from guben_web.promotion.models import Path, Plan
from guben_web.promotion.plan_actions import Draft, Responsible, Wish
from guben_web.promotion.queries import who_can_answer
from guben_web.promotion.shown import plan_of
from guben_web.words.language import say

_LONGEST, _MOST_LINES, _SPARE_LINES = 200, 40, 3
HEAD = ("deadline", "responsible")
WAS = "was-"


class Writing:
    """What somebody needs who writes the plan of a path: the plan as it stands, the points lost, who can answer for it."""

    def __init__(self, path: Path, today: date) -> None:
        self.path, self.today = path, today
        self.plan = plan_of(path)
        self.revision = self.plan.revision if self.plan else 0
        self.result = find_result(path)
        self.lost = lost_in(self.result)
        self._posts = who_can_answer(path.organization_id, today)
        self._people = people_to_choose(self._posts)

    @property
    def words(self) -> Words:
        """The plan as its form says it now."""
        about, free = lines_to_write(self.plan, self.lost)
        deadline = self._deadline
        head = {"deadline": deadline.isoformat() if deadline else "", "responsible": self._responsible}
        return Words(
            {**{each.name: each.text for each in about}, **head},
            tuple(each.text for each in free if each.text),
        )

    def form(self, sent: Mapping[str, str] | None = None) -> PlanHead:
        """Return the form of the head, filled in as it was sent."""
        first = {"deadline": self._deadline, "responsible": self._responsible}
        return PlanHead(sent, people=self._people, initial=first)

    def draft(self, sent: Mapping[str, str], form: PlanHead) -> Draft:
        """Return what was sent, with its head as the form understood it."""
        return Draft(
            wishes_in(sent, self.lost),
            form.cleaned_data["deadline"],
            responsible_of(self._posts, form.cleaned_data["responsible"]),
        )

    def merged(self, sent: Mapping[str, str]) -> Merged:
        """Return what was sent, put together with what somebody else wrote meanwhile."""
        return merge(
            base=words_sent(sent, self.lost, prefix=WAS),
            mine=words_sent(sent, self.lost),
            theirs=self.words,
            who=self.plan.written_by.display_name if self.plan else "",
            titles={"responsible": dict(self._people)},
        )

    @property
    def _deadline(self) -> date | None:
        return self.plan.deadline if self.plan else self.path.round.finish_by

    @property
    def _responsible(self) -> str:
        return chosen_post(self._posts, self.plan)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the form: the name of its field, its text, and the part of the scheme it is about, if it is about one."""

    name: str
    text: str
    title: Text | None = None
    lost: Decimal | None = None
    of: Decimal | None = None
    is_missing: bool = False
    note: Text | None = None
    is_contested: bool = False


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


def lines_merged(
    plan: Plan | None, lost: Sequence[Lost], merged: Merged
) -> tuple[list[ShownLine], list[ShownLine]]:
    """Return the lines as two people have them, each with what is to be said about it."""
    about = [
        replace(
            each,
            text=merged.words.fields[each.name],
            note=merged.contested.get(each.name) or merged.taken.get(each.name),
            is_contested=each.name in merged.contested,
        )
        for each in lines_to_write(plan, lost)[0]
    ]
    free = [
        ShownLine(f"line-{number}", text, note=merged.added.get(text))
        for number, text in enumerate([*merged.words.lines, *[""] * _SPARE_LINES])
    ]
    return about, free


def words_sent(sent: Mapping[str, str], lost: Sequence[Lost], *, prefix: str = "") -> Words:
    """Return what was sent; with the prefix `was-` what the form said when it was opened."""
    names = [*(f"part-{each.part}" for each in lost), *HEAD]
    lines = (_line(sent, f"{prefix}line-{number}") for number in range(_MOST_LINES))
    return Words({name: _line(sent, prefix + name) for name in names}, tuple(each for each in lines if each))


def base_fields(words: Words) -> list[tuple[str, str]]:
    """Return what a form carries to say what it said when it was opened, as pairs of field and words."""
    lines = ((f"line-{number}", each) for number, each in enumerate(words.lines))
    return [(WAS + name, each) for name, each in (*words.fields.items(), *lines)]


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
