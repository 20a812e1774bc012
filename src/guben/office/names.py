"""Finding an organization by what people write: its code, its name, or a name written a little differently."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from guben.diagnostics import Finding, Place, Text, both, nearest_names
from guben.office import findings
from guben.office.wording import folded

_PREFIX = re.compile(r"^(中国共产党|中共)")
# What an organization is, at the end of its name: two names that say different things are different organizations.
_RANK = re.compile(
    r"(?:(?P<joint_branch>联合党?支部(?:委员会)?)|(?P<general_branch>党?总支(?:部)?(?:委员会)?)|(?P<branch>党?支部(?:委员会)?)|"
    r"(?P<working_committee>党工委|党?工作委员会)|(?P<committee>党委|(?<!居民)(?<!村民)委员会))$"
)
_USUAL_RANKS = {
    "joint_branch": "联合党支部",
    "general_branch": "党总支",
    "branch": "党支部",
    "working_committee": "党工委",
    "committee": "党委",
}
_SETTLEMENT = re.compile(
    r"(?:(?P<village>行政村|村?村民委员会|村?村委会|村)|(?P<community>(?:社区)?居民委员会|(?:社区)?居委会|社区))$"
)

_MOST_HINTS = 20
# Circles are cut only after superiors are found.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Named:
    """An organization as far as it can be referred to; `position` is its place among the data rows."""

    position: int
    code: str | None
    name: str


@dataclass(frozen=True, slots=True)
class _Forms:
    """The ways to write one name, from strict to loose, and what the name says the organization is."""

    folded: str
    official: str
    bare: str
    core: str
    rank: str | None
    settlement: str | None

    def may_be(self, other: "_Forms") -> bool:
        """Return whether the names do not contradict each other: a branch is no committee, a village no community."""
        return _agree(self.rank, other.rank) and _agree(self.settlement, other.settlement)


@dataclass(frozen=True, slots=True)
class _Rung:
    """Organizations by one way to write their names; `form_of` makes that of what is looked for."""

    form_of: Callable[[str], str]
    positions: dict[str, set[int]]


@dataclass(slots=True)
class NameBook:
    """Codes and names of all organizations; remembers what was asked."""

    organizations: Sequence[Named]
    _names: dict[int, str] = field(init=False)
    _forms: dict[int, _Forms] = field(init=False)
    _strict: list[_Rung] = field(init=False)
    _loose: list[_Rung] = field(init=False)
    _known: dict[str, tuple[tuple[int, ...], bool]] = field(init=False, default_factory=dict)
    _hints: dict[tuple[str, int | None], Text] = field(init=False, default_factory=dict)
    _parents: dict[int, int] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {each.position: each.name for each in self.organizations}
        self._forms = {each.position: _forms(each.name) for each in self.organizations}
        forms = self._forms.items()
        self._strict = [
            _Rung(str, _index((each.code, each.position) for each in self.organizations if each.code)),
            _Rung(str, _index((each.name, each.position) for each in self.organizations)),
            _Rung(folded, _index((each.folded, position) for position, each in forms)),
            _Rung(_official, _index((each.official, position) for position, each in forms)),
        ]
        self._loose = [
            _Rung(_bare, _index((each.bare, position) for position, each in forms)),
            _Rung(_core, _index((each.core, position) for position, each in forms)),
        ]

    def add_full_names(self, parents: dict[int, int]) -> None:
        """Let names be written with the superiors' names before them, now that superiors are known."""
        self._parents = parents
        official, bare, core = [], [], []
        for position, parent in parents.items():
            child, above = self._forms[position], self._forms[parent]
            for before in {above.folded, above.official, above.bare}:
                official.append((before + child.official, position))
                bare.append((before + child.bare, position))
            for before in {above.folded, above.official, above.bare, above.core}:
                core.append((before + child.core, position))
        self._strict.append(_Rung(lambda words: _official(_tight(words)), _index(official)))
        self._loose.append(_Rung(lambda words: _bare(_tight(words)), _index(bare)))
        self._loose.append(_Rung(lambda words: _core(_tight(words)), _index(core)))
        self._known.clear()

    def add_former_names(self, former: Iterable[tuple[str, int]]) -> None:
        """Let organizations be found by names that they had before, where no name of now is meant."""
        pairs = list(former)
        self._strict.append(_Rung(str, _index(pairs)))
        self._strict.append(_Rung(folded, _index((folded(name), position) for name, position in pairs)))
        self._known.clear()

    def find(self, words: str) -> tuple[int, ...]:
        """Return the positions of the organizations meant: one, none, or several where it cannot be told.

        Codes go first, then exact names, then names without differences that do not matter, then what is left
        of names without 党支部, 村 and the like, where nothing that is written contradicts.
        """
        return self._find(words)[0]

    def doubt(self, words: str, position: int, place: Place) -> Finding | None:
        """Return the warning that `words` had to be read loosely to name the one at `position`; None if not."""
        if not self._find(words)[1]:
            return None
        return findings.NAME_READ_LOOSELY.at(place, value=words, name=self._names[position])

    def _find(self, words: str) -> tuple[tuple[int, ...], bool]:
        if words not in self._known:
            self._known[words] = self._look_up(words)
        return self._known[words]

    def _look_up(self, words: str) -> tuple[tuple[int, ...], bool]:
        for rung in self._strict:
            found = rung.positions.get(rung.form_of(words))
            if found:
                return tuple(sorted(found)), False
        wanted = _forms(_tight(words))
        for rung in self._loose:
            near = rung.positions.get(rung.form_of(words), set())
            found = {each for each in near if wanted.may_be(self._forms[each])}
            if found:
                return tuple(sorted(found)), True
        return self._by_path(words), False

    def _by_path(self, words: str) -> tuple[int, ...]:
        """Return what 镇党委/村党支部/第一党小组 names: superiors that are written stand above it, in this order."""
        *above, last = words.split("/")
        return tuple(each for each in self.find(last) if self._is_below(each, above)) if above else ()

    def _is_below(self, position: int, above: Sequence[str]) -> bool:
        """Return whether the organizations that the words name stand above, the nearest last."""
        waiting = [*above]
        each = self._parents.get(position)
        for _ in range(_DEEPEST):
            if not waiting or each is None:
                break
            if each in self.find(waiting[-1]):
                waiting.pop()
            each = self._parents.get(each)
        return not waiting

    def report(
        self, words: str, place: Place, candidates: Iterable[str], *, but: int | None = None
    ) -> Finding:
        """Return the finding for words that name no organization, or several, then called `candidates`.

        The one at `but` is not suggested: a row is not its own superior.
        """
        several = tuple(candidates)
        if several:
            return findings.AMBIGUOUS_ORGANIZATION.at(place, value=words, candidates=several)
        return findings.UNKNOWN_ORGANIZATION.at(place, value=words, nearest=self._nearest(words, but))

    def _nearest(self, words: str, but: int | None) -> Text:
        if (words, but) not in self._hints:
            # Where nearly every name is unknown, hints cost minutes and are gathered into one line anyway.
            near = self._nearest_names(words, but) if len(self._hints) < _MOST_HINTS else []
            hint = (
                Text(f"是不是“{'”“'.join(near)}”？", f" Did you mean {', '.join(near)}?")
                if near
                else both("")
            )
            self._hints[words, but] = hint
        return self._hints[words, but]

    def _nearest_names(self, words: str, but: int | None) -> list[str]:
        others = [each for each in self.organizations if each.position != but]
        near = nearest_names(words, [word for each in others for word in (each.name, each.code) if word])
        if near:
            return near
        bare = {_bare(each.name): each.name for each in others}
        return [bare[form] for form in nearest_names(_bare(words), bare)]


def _index(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for words, position in pairs:
        found[words].add(position)
    return dict(found)


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _forms(name: str) -> _Forms:
    words = folded(name)
    without_prefix = _PREFIX.sub("", words)
    rank = _RANK.search(without_prefix)
    bare = (without_prefix[: rank.start()] if rank else without_prefix) or words
    official = without_prefix
    if rank and rank.lastgroup and rank[0].endswith("委员会"):
        official = without_prefix[: rank.start()] + _USUAL_RANKS[rank.lastgroup]
    settlement = _SETTLEMENT.search(bare)
    core = (bare[: settlement.start()] if settlement else bare) or bare
    return _Forms(
        words,
        official,
        bare,
        core,
        rank.lastgroup if rank else None,
        settlement.lastgroup if settlement else None,
    )


def _official(name: str) -> str:
    """The name without 中共 before it, and 党支部 for 支部委员会, 党委 for 委员会 and so on."""
    return _forms(name).official


def _bare(name: str) -> str:
    """The name without 中共 before it and 委员会, 党支部 … behind it."""
    return _forms(name).bare


def _core(name: str) -> str:
    """The place's name alone: also without 村 or 社区."""
    return _forms(name).core


def _tight(words: str) -> str:
    """The words without the strokes that stand between a superior and an organization."""
    return folded(words).replace("/", "")
