"""The commands and what each does, known without importing any of them."""

from dataclasses import dataclass
from importlib.metadata import entry_points

from guben.diagnostics import Text

# Other distributions add commands under this name: `demo = package.module`, with an `about` Text in the module.
ENTRY_POINTS = "guben.commands"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the module that has its Typer app in `app`, and one line about it."""

    name: str
    module: str
    about: Text


COMMANDS = tuple(
    Command(name, f"guben.cli.commands.{name}", about)
    for name, about in (
        (
            "check",
            Text("检查一个制度或方案包，列出全部问题", "Check a scheme or a pack and list every problem"),
        ),
        ("test", Text("运行方案包里手算的算例", "Run the hand-worked cases of a pack")),
        ("template", Text("生成供填写的空白工作簿", "Write the empty workbook to fill in for a scheme")),
        (
            "evaluate",
            Text("由工作簿或快照算出等次，写出结果", "Turn a workbook or snapshot into explained grades"),
        ),
        (
            "explain",
            Text("说明一个等次或得分的来历，直到原始行", "Trace a grade or a figure down to the rows"),
        ),
        (
            "verify",
            Text("重新计算并核对结果，指出任何改动", "Recompute results and name whatever was altered"),
        ),
        ("synth", Text("生成虚构的演示县", "Make a synthetic demo county")),
    )
)


def find_command(name: str) -> Command | None:
    """Return the command of this name, from this package or another distribution."""
    for command in COMMANDS:
        if command.name == name:
            return command
    for entry in entry_points(group=ENTRY_POINTS):
        if entry.name == name:
            return Command(name, entry.value, Text("", ""))
    return None


def all_commands() -> list[Command]:
    """Return every command with its line about it; those of other distributions are imported for theirs."""
    others = (
        Command(entry.name, entry.value, entry.load().about) for entry in entry_points(group=ENTRY_POINTS)
    )
    return [*COMMANDS, *sorted(others, key=lambda command: command.name)]


def command_names() -> list[str]:
    """Return the names of all commands."""
    return [command.name for command in COMMANDS] + [entry.name for entry in entry_points(group=ENTRY_POINTS)]
