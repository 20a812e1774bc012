"""Values out of a list, with the words offices use for them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from guben.diagnostics import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a list; `aliases` are other words for it that are understood on input."""

    code: str
    title: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChoiceSet:
    """A closed list of values. In an ordered one each value is higher than those before it.

    The values of an open one are keys of other records; they can be told apart and counted, not named in formulas.
    """

    name: str
    title: Text
    choices: tuple[Choice, ...]
    is_ordered: bool = False
    is_open: bool = False
    _by_code: dict[str, Choice] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {choice.code: choice for choice in self.choices})

    def __iter__(self) -> Iterator[Choice]:
        return iter(self.choices)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Choice:
        return self._by_code[code]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes, lowest first when ordered."""
        return tuple(self._by_code)

    def rank(self, code: str) -> int:
        """Return the place of `code` in the list, counted from 0."""
        return self.codes.index(code)

    def codes_from(self, code: str) -> tuple[str, ...]:
        """Return `code` and the codes higher than it."""
        return self.codes[self.rank(code) :]

    def understood(self) -> dict[str, str]:
        """Return every word that stands for a value, with its code: titles, codes and aliases."""
        words: dict[str, str] = {}
        for choice in self.choices:
            for word in (choice.code, choice.title.zh, choice.title.en, *choice.aliases):
                words[word.casefold()] = choice.code
        return words
