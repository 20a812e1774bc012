"""A refusal: a person asked for something that cannot be done now."""

from typing import ClassVar

from guben_web.engine.texts import Text


class Refusal(Exception):
    """The base of every refusal of the application.

    A refusal is a class beside the action that raises it: `code` names it for ever, `message` says what is wrong and
    `hint` what to do next; both name the facts that the action gives: `raise LinkIsUsed(used_at=…)`.
    """

    code: ClassVar[str]
    message: ClassVar[Text]
    hint: ClassVar[Text | None] = None
    status: ClassVar[int] = 409

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(f"{self.code}: {self.words.en}")

    @property
    def words(self) -> Text:
        """The whole sentence that says what is wrong."""
        return self.message.filled(**self.facts)

    @property
    def details(self) -> dict[str, object]:
        """What a page may look up to say more, as JSON: keys, never names, since it is kept with a run."""
        return {}

    @property
    def advice(self) -> Text | None:
        """The sentence that says what to do next, where there is one."""
        return self.hint.filled(**self.facts) if self.hint else None
