"""The commands and what each does, known without importing any of them."""

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from guben.diagnostics import Text

# Other packages add commands under this name: `demo = package.module:DEMO`, where DEMO is a Command.
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
        ("lint", Text("说出细心的同事会提的意见", "Say what a careful colleague would say about a scheme")),
        (
            "diff",
            Text(
                "比较两份制度：改了什么，谁的等次会变",
                "Compare two schemes: what changed, whose grade would change",
            ),
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
        (
            "whatif",
            Text(
                "改动分值、界线、比例，看谁的等次会变",
                "Move points, lines and quotas, see whose grade would change",
            ),
        ),
        (
            "robustness",
            Text(
                "估计换一套权重后等次会不会变",
                "Estimate whether grades would stay the same with other weights",
            ),
        ),
        ("doubts", Text("列出可疑的数据，供核实", "List the figures that should be looked at again")),
        (
            "scheme",
            Text(
                "制度写成Excel表，再读回来；公布一个版本；供编辑器用的JSON Schema",
                "A scheme as an Excel sheet and back; publish a version; the JSON Schema for editors",
            ),
        ),
        ("bulletin", Text("打印统计公报的各张表", "Print the tables of the statistics bulletin")),
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
            return _loaded(entry)
    return None


def all_commands() -> list[Command]:
    """Return every command: those of this package in order, then those of others by name."""
    others = (_loaded(entry) for entry in entry_points(group=ENTRY_POINTS))
    return [*COMMANDS, *sorted(others, key=lambda command: command.name)]


def command_names() -> list[str]:
    """Return the names of all commands."""
    return [command.name for command in COMMANDS] + [entry.name for entry in entry_points(group=ENTRY_POINTS)]


def _loaded(entry: EntryPoint) -> Command:
    command = entry.load()
    assert isinstance(command, Command), f"{entry.value} is not a Command"
    return command
