"""Which language a page speaks, and words that wait for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils.functional import lazystr
from django.utils.translation import get_language, override

from guben_web.engine.texts import Language, Text

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def current_language() -> Language:
    """Return the language of the page that is being made; Chinese where there is none."""
    return "en" if (get_language() or "").startswith("en") else "zh"


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Let what is said in the block be in a language, for what is made after its page was."""
    with override("en" if language == "en" else "zh-hans"):
        yield


def say(text: Text) -> str:
    """Return the words in the language of the page that is being made."""
    return text.say(current_language())


class _Waiting:
    """Words that are said when they are shown."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __str__(self) -> str:
        return say(self.text)


def label(zh: str, en: str) -> "StrPromise":
    """Return words for labels of fields and choices, which choose their language when they are shown."""
    return lazystr(_Waiting(Text(zh, en)))


def text_of(words: "StrPromise | str") -> Text:
    """Return what a label says in both languages."""
    with override("zh-hans"):
        chinese = str(words)
    with override("en"):
        return Text(chinese, str(words))
