"""Progress on a terminal."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from guben.diagnostics import Language, Text


class Bars:
    """One line on the terminal: what is being done, a bar where its length is known, the time it took."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.bars.add_task("", total=None)

    def __enter__(self) -> "Bars":
        self.bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bars.stop()

    def step(self, words: Text) -> None:
        """Say what is being done now."""
        self.bars.update(self.task, description=words.say(self.language), total=None)

    def progress(self, words: Text, done: int, of: int) -> None:
        """Say how far it has come."""
        self.bars.update(self.task, description=words.say(self.language), completed=done, total=of)
