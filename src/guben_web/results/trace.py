"""The explanation of a result as pages show it: sentences, what they rest on, and the records they name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from guben_web.engine.results import Branch, Figure
from guben_web.engine.texts import Text, both
from guben_web.org.access import Scope, within
from guben_web.people.access import least_members
from guben_web.people.models import Member, Post

_MEMBER, _POST = "member:", "post:"
_FOR_READERS = Text("只有有权查看党员的人能看到", "Only those who see members can see this")
_FEW = Text(
    "依据{number}名党员的记录；不足{least}人的，数值和明细只给有权查看党员的人看",
    "Members whose records it rests on: {number}. Below {least}, the figure and what it rests on are for those who see members",
)
_SENSITIVE = Text(
    "关于个人的数据，数值和明细只给有权查看党员的人看",
    "It is about a single person: the figure and what it rests on are for those who see members",
)
_RANKED = Text("按在同类中的位次计分", "Scored by the place among its peers")


@dataclass(frozen=True, slots=True)
class Link:
    """A record: its id, and whom it is about where that is a person one may see."""

    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence of the trace, or a part or measure with its figure; `depth` is 0 for the sentence about the whole."""

    words: Text
    figure: Figure | None
    depth: int
    steps: tuple["Step", ...]
    records: tuple[Link, ...]

    @property
    def is_open(self) -> bool:
        """True if what it rests on is shown at once: the parts, and down to the figures where points were lost."""
        return self.depth < 2 or (self.figure is not None and self.figure.is_short)


def trace_of(branch: Branch, *, people: Scope | None, today: date, with_ranks: bool) -> Step:
    """Return a trace for a page; at most two queries.

    `people` is where the reader sees members today, and only members there have a name; without it, nothing in the
    trace is about a single person. Without ranks, a sentence about the place among others says only that there is one.
    """
    sources = {source for each in branch.walk() for source in each.sources}
    if people is not None:
        return _step(branch, 0, _names(sources, people, today), with_ranks)
    return _step(_without_persons(branch, _persons(sources)), 0, {}, with_ranks)


def _step(branch: Branch, depth: int, names: Mapping[str, str], with_ranks: bool) -> Step:
    if branch.is_rank and not with_ranks:
        branch = Branch(_RANKED)
    return Step(
        words=branch.words,
        figure=branch.figure,
        depth=depth,
        steps=tuple(_step(each, depth + 1, names, with_ranks) for each in branch.below),
        records=tuple(Link(source, names.get(source, "")) for source in branch.sources),
    )


def _without_persons(branch: Branch, persons: Mapping[str, str]) -> Branch:
    """Return a branch without what it says of one person, and without links to records of people.

    A sentence that names the records of one person goes; so does the value of a measure that is about a single person, as its
    scheme says, or rests on fewer people than a group in statistics must have, be it an average, a share or a number, and
    what it is counted from.
    """
    figure = branch.figure
    if figure is not None and figure.is_sensitive:
        # Its records and its formula say the value too; another measure that it is made of speaks for itself.
        measured = [_without_persons(each, persons) for each in branch.below if each.figure is not None]
        return Branch(figure.title, (*measured, Branch(_SENSITIVE)), replace(figure, value=both("—")))
    if branch.is_sensitive:
        return replace(branch, below=(Branch(_SENSITIVE),))
    few = _few_behind(branch, persons) if figure is not None and figure.is_measured else 0
    if few and figure is not None:
        kept = (each for each in branch.below if not _is_of_people(each, persons))
        below = [_without_persons(each, persons) for each in kept]
        said = Branch(_FEW.filled(number=few, least=least_members()))
        # The sentence says the value too.
        return Branch(figure.title, (*below, said), replace(figure, value=both("—")))
    below = [_without_persons(each, persons) for each in branch.below if not _is_about_one(each, persons)]
    if len(below) < len(branch.below):
        below.append(Branch(_FOR_READERS))
    sources = tuple(each for each in branch.sources if each not in persons)
    return replace(branch, below=tuple(below), sources=sources)


def _few_behind(branch: Branch, persons: Mapping[str, str]) -> int:
    """Return how many people a measure rests on where these are too few to show it; 0 where it is shown.

    Where nobody is counted, everybody is among whom one looked: none of five says something about all five.
    """
    named = {persons[source] for each in branch.walk() for source in each.sources if source in persons}
    number = len(named) or max((each.among or 0 for each in branch.walk()), default=0)
    return number if number < least_members() else 0


def _is_of_people(branch: Branch, persons: Mapping[str, str]) -> bool:
    """Return whether a sentence counts people or names records of theirs; a measure below speaks for itself."""
    if branch.figure is not None:
        return False
    return branch.among is not None or any(
        source in persons for each in branch.walk() for source in each.sources
    )


def _is_about_one(branch: Branch, persons: Mapping[str, str]) -> bool:
    return len({persons[source] for source in branch.sources if source in persons}) == 1


def _persons(sources: Iterable[str]) -> dict[str, str]:
    """Return whom each record of a member or a post is about; a post that is gone by now, about somebody apart."""
    posts = dict(Post.objects.filter(pk__in=_keys(sources, _POST)).values_list("pk", "member_id"))
    holders = {f"{_POST}{key}": str(member) for key, member in posts.items()}
    return {
        source: holders.get(source, source.removeprefix(_MEMBER))
        for source in sources
        if source.startswith((_MEMBER, _POST))
    }


def _names(sources: Iterable[str], scope: Scope, today: date) -> dict[str, str]:
    """Return the names of members in a scope, and of those who hold posts, by the ids of the records."""
    members = Member.objects.filter(within(scope, today), pk__in=_keys(sources, _MEMBER))
    posts = Post.objects.filter(within(scope, today, "member__organization_id"), pk__in=_keys(sources, _POST))
    return {
        **{f"{_MEMBER}{key}": name for key, name in members.values_list("key", "name")},
        **{f"{_POST}{key}": name for key, name in posts.values_list("pk", "member__name")},
    }


def _keys(sources: Iterable[str], kind: str) -> list[str]:
    return [source.removeprefix(kind) for source in sources if source.startswith(kind)]
