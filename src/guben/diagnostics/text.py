"""A text in Chinese and English; every word a user reads exists in both."""

import os
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Simplified Chinese and in English."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """Return the words in `language`."""
        return self.zh if language == "zh" else self.en

    def filled(self, **facts: object) -> "Text":
        """Return this text with its `{names}` filled in; a fact may itself be a Text."""
        return Text(
            self.zh.format(**{name: _said(fact, "zh") for name, fact in facts.items()}),
            self.en.format(**{name: _said(fact, "en") for name, fact in facts.items()}),
        )


def both(words: str) -> Text:
    """Return a text that is the same in both languages: a code, a name, a number."""
    return Text(words, words)


def _said(fact: object, language: Language) -> object:
    if isinstance(fact, Text):
        return fact.say(language)
    if isinstance(fact, (tuple, list)):
        comma = "、" if language == "zh" else ", "
        return comma.join(str(_said(item, language)) for item in fact)
    return fact


def preferred_language() -> Language:
    """Return the language of this terminal: `GUBEN_LANG`, else the locale; Chinese unless it says otherwise."""
    asked = os.environ.get("GUBEN_LANG", "")
    if asked[:2] in {"zh", "en"}:
        return "zh" if asked.startswith("zh") else "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        locale = os.environ.get(name, "")
        if locale:
            return "en" if locale.startswith("en") else "zh"
    return "zh"
