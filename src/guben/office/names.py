"""Finding an organization by what people write: its code, its name, or a name written a little differently."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from guben.diagnostics import Finding, Place, Text, both, nearest_names
from guben.office import findings
from guben.office.wording import folded

_PREFIX = re.compile(r"^(中国共产党|中共)")
_SUFFIX = re.compile(
    r"(支部委员会|总支部委员会|总支委员会|工作委员会|委员会|联合党支部|党总支部|党支部|党总支|总支部|总支|党工委|党委|支部)$"
)
_PLACE_SUFFIX = re.compile(r"(行政村|村|社区)$")

_MOST_HINTS = 20


@dataclass(frozen=True, slots=True)
class Named:
    """An organization as far as it can be referred to; `position` is its place among the data rows."""

    position: int
    code: str | None
    name: str


@dataclass(slots=True)
class NameBook:
    """Codes and names of all organizations; remembers what was asked."""

    organizations: Sequence[Named]
    _rungs: list[dict[str, set[int]]] = field(init=False)
    _known: dict[str, tuple[int, ...]] = field(init=False, default_factory=dict)
    _hints: dict[str, Text] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._rungs = [_index((each.code, each.position) for each in self.organizations if each.code)]
        for form in _FORMS:
            self._rungs.append(_index((form(each.name), each.position) for each in self.organizations))

    def add_full_names(self, parents: dict[int, int]) -> None:
        """Let names be written with the superior's name before them, now that superiors are known."""
        by_position = {each.position: each for each in self.organizations}
        for form in _FORMS[1:]:
            pairs = (
                (form(by_position[parent].name) + form(by_position[child].name), child)
                for child, parent in parents.items()
            )
            self._rungs.append(_index(pairs))
        self._known.clear()

    def find(self, words: str) -> tuple[int, ...]:
        """Return the positions of the organizations meant: one, none, or several where it cannot be told.

        Codes go first, then exact names, then names without differences that do not matter.
        """
        if words not in self._known:
            self._known[words] = self._look_up(words)
        return self._known[words]

    def _look_up(self, words: str) -> tuple[int, ...]:
        tight = _FORMS[1](words).replace("/", "")
        forms = [words, *(form(words) for form in _FORMS), tight, _FORMS[2](tight), _FORMS[3](tight)]
        for form, rung in zip(forms, self._rungs, strict=False):
            if rung.get(form):
                return tuple(sorted(rung[form]))
        return ()

    def report(self, words: str, place: Place, candidates: Iterable[str]) -> Finding:
        """Return the finding for words that name no organization, or several, then called `candidates`."""
        several = tuple(candidates)
        if several:
            return findings.AMBIGUOUS_ORGANIZATION.at(place, value=words, candidates=several)
        return findings.UNKNOWN_ORGANIZATION.at(place, value=words, nearest=self._nearest(words))

    def _nearest(self, words: str) -> Text:
        if words not in self._hints:
            # Where nearly every name is unknown, hints cost minutes and are gathered into one line anyway.
            near = self._nearest_names(words) if len(self._hints) < _MOST_HINTS else []
            hint = (
                Text(f"是不是“{'”“'.join(near)}”？", f" Did you mean {', '.join(near)}?")
                if near
                else both("")
            )
            self._hints[words] = hint
        return self._hints[words]

    def _nearest_names(self, words: str) -> list[str]:
        near = nearest_names(
            words, [word for each in self.organizations for word in (each.name, each.code) if word]
        )
        if near:
            return near
        bare = {_bare(each.name): each.name for each in self.organizations}
        return [bare[form] for form in nearest_names(_bare(words), bare)]


def _index(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for words, position in pairs:
        found[words].add(position)
    return dict(found)


def _exact(name: str) -> str:
    return name


def _bare(name: str) -> str:
    """The name without 中共 before it and 委员会, 党支部 … behind it."""
    words = _PREFIX.sub("", folded(name))
    return _SUFFIX.sub("", words) or words


def _place(name: str) -> str:
    """The place's name alone: also without 村 or 社区."""
    return _PLACE_SUFFIX.sub("", _bare(name)) or name


# From strict to loose; a looser form is tried only where the stricter ones find nothing.
_FORMS = (_exact, folded, _bare, _place)
