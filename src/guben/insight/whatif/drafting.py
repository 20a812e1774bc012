"""A scheme's file with some numbers moved: only these change, and every comment stays."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import yaml

from guben.diagnostics import SourceSpan
from guben.insight.whatif.levers import Lever
from guben.model.exact import plain_number
from guben.model.scheme import Part, Scheme
from guben.model.scoring import Band, Bands, Place, Rank

_Path = tuple[str | int, ...]
_LAST_NUMBER = re.compile(r"^(.*\.)(\d+)$")
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    words: str


class SchemeText:
    """The text of a scheme's own file, and where its values stand."""

    def __init__(self, scheme: Scheme) -> None:
        self.text = scheme.files[scheme.own_file].decode("utf-8-sig")
        root = yaml.compose(self.text, Loader=yaml.SafeLoader)
        assert root is not None
        self.root = root
        self.lines = self.text.splitlines(keepends=True)

    def has(self, path: _Path) -> bool:
        """Return whether something is written there."""
        return self._find(path) is not None

    def capped(self, scheme: Scheme) -> frozenset[str]:
        """Return the `path.cap` and `path.floor` of the parts that write them."""
        return frozenset(
            f"{part.path}.{key}"
            for part in scheme.all_parts()
            for key in ("cap", "floor")
            if self.has((*_path_of(part), key))
        )

    def edited(
        self, old: Scheme, new: Scheme, changes: Mapping[Lever, Fraction], version: str, as_of: int
    ) -> str:
        """Return the text with the numbers of `new` in place of those of `old`, and another version."""
        edits = [
            self._at(("version",), version),
            *self._points(old, new),
            *(edit for lever, value in changes.items() for edit in self._moved(old, lever, value, as_of)),
        ]
        text = self.text
        for edit in sorted(edits, key=lambda each: each.start, reverse=True):
            text = text[: edit.start] + edit.words + text[edit.end :]
        return text

    def _points(self, old: Scheme, new: Scheme) -> Iterator[_Edit]:
        if new.total != old.total:
            yield self._at(("total",), plain_number(new.total))
        for before, after in zip(old.all_parts(), new.all_parts(), strict=True):
            if after.points != before.points:
                yield self._at((*_path_of(before), "points"), plain_number(after.points))
            for number, (one, other) in enumerate(zip(_given(before), _given(after), strict=True)):
                if _written_points(one) != _written_points(other):
                    yield self._at(
                        (*_path_of(before), *_list_of(before), number, "points"), _written_points(other)
                    )

    def _moved(self, old: Scheme, lever: Lever, value: Fraction, as_of: int) -> Iterator[_Edit]:
        kind, _, name = lever.key.partition(".")
        if lever.span is not None:
            yield self._in_formula(lever.span, lever.written(value))
        elif kind == "parameter":
            path: _Path = ("parameters", name, "value")
            for start, _ in old.parameters[name].later:
                if start <= as_of:
                    day = str(start)
                    path = ("parameters", name, "from", f"{day[:4]}-{day[4:6]}-{day[6:]}")
            yield self._at(path, lever.written(value))
        elif kind == "quota":
            key = "share" if lever.is_percent else "number"
            yield self._at(("quotas", int(name) - 1, key), lever.written(value))

    def _in_formula(self, span: SourceSpan, words: str) -> _Edit:
        start = sum(len(line) for line in self.lines[: span.line - 1]) + span.column - 1
        return _Edit(start, start + span.width, words)

    def _at(self, path: _Path, words: str) -> _Edit:
        node = self._find(path)
        assert isinstance(node, yaml.ScalarNode), path
        quote = node.style if node.style in ("'", '"') else ""
        return _Edit(node.start_mark.index, node.end_mark.index, f"{quote}{words}{quote}")

    def _find(self, path: _Path) -> yaml.Node | None:
        node: yaml.Node | None = self.root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = next((value for key, value in node.value if key.value == step), None)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
            else:
                return None
        return node


def next_version(version: str, taken: Collection[str] = ()) -> str:
    """Return the version of a draft: the last number behind a dot goes up, or `.1` is added; none that is taken."""
    while True:
        found = _LAST_NUMBER.match(version)
        version = f"{found[1]}{int(found[2]) + 1}" if found else f"{version}.1"
        if version not in taken:
            return version


def _path_of(part: Part) -> _Path:
    path: list[str | int] = []
    for name in part.path.split("."):
        path += ["parts", name]
    return tuple(path)


def _given(part: Part) -> tuple[Band | Place, ...]:
    if isinstance(part.scoring, Bands):
        return part.scoring.bands
    return part.scoring.places if isinstance(part.scoring, Rank) else ()


def _list_of(part: Part) -> _Path:
    return ("bands",) if isinstance(part.scoring, Bands) else ("rank", "places")


def _written_points(given: Band | Place) -> str:
    if isinstance(given, Band) and given.most != given.points:
        return f"{plain_number(given.points)}..{plain_number(given.most)}"
    return plain_number(given.points)
