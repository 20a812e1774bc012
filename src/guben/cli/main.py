"""Where the command line begins: finds the command, runs it, and lets no traceback through to a user."""

import gc
import os
import sys
import tempfile
import traceback
from importlib import import_module
from pathlib import Path

from guben import __version__
from guben.cli.catalogue import Command, all_commands, command_names, find_command
from guben.diagnostics import Language, Refusal, Text, nearest_names, preferred_language, print_findings

_INTERRUPTED = 130
# A command makes many objects, keeps them and ends; to look through them for cycles every 700 takes a fifth of its time.
_OBJECTS_BETWEEN_COLLECTIONS = 100_000
_USAGE = Text("用法：guben 命令 [选项]", "Usage: guben COMMAND [OPTIONS]")
_ABOUT = Text(
    "固本：让基层组织考核诚实、可算、可解释。",
    "Guben: honest, measured, explained evaluation of organizations.",
)
_MORE = Text(
    "“guben 命令 --help”显示该命令的选项。", "'guben COMMAND --help' shows the options of a command."
)
_UNKNOWN = Text("没有命令“{name}”。可用：{known}。", "There is no command '{name}'. Known: {known}.")
_STOPPED = Text("已停止，没有写入任何内容。", "Stopped; nothing was written.")
_CANNOT = Text("读写“{file}”时出错：{problem}。", "'{file}' could not be read or written: {problem}.")
_FAULT = Text(
    "固本内部出错，没有写入任何内容。详情在：{file}。请把它交给维护人员。",
    "Guben has a fault here; nothing was written. Details are in {file}. Please send it to whoever maintains guben.",
)


def main() -> None:
    """Run the command that the arguments name, and end the process with its code."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        # Whoever read what is printed has left.
        code = 1
    # All that a command opened it has closed. To give back what it holds in memory piece by piece, as Python does at its
    # end, takes a tenth of the time of a large evaluation.
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code: 0 well, 1 findings, 2 not understood, 130 interrupted, 70 a fault."""
    if not arguments or arguments[0] in ("--help", "-h", "help"):
        print(_overview())
        return 0
    if arguments[0] == "--version":
        print(f"guben {__version__}")
        return 0
    command = find_command(arguments[0])
    if command is None:
        known = nearest_names(arguments[0], command_names()) or command_names()
        _complain(_UNKNOWN.filled(name=arguments[0], known=known))
        return 2
    return _guarded(command, arguments[1:])


def _guarded(command: Command, arguments: list[str]) -> int:
    try:
        module = import_module(command.module)
        module.app(args=arguments, prog_name=f"guben {command.name}", standalone_mode=True)
    except SystemExit as end:
        # Typer turns an interrupt into this exit code.
        if end.code == _INTERRUPTED:
            _complain(_STOPPED)
        return end.code if isinstance(end.code, int) else 0
    except Refusal as refusal:
        print(print_findings(refusal.findings, _asked_language(arguments)), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        _complain(_STOPPED)
        return _INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        _complain(
            _CANNOT.filled(file=Path(str(error.filename or "?")).name, problem=error.strerror or str(error))
        )
        return 1
    except Exception:
        _complain(_FAULT.filled(file=_keep(traceback.format_exc())))
        return 70
    return 0


def _asked_language(arguments: list[str]) -> Language:
    """Return the language that `--lang` asks for, or that of the terminal."""
    words = [word for pair in arguments for word in pair.split("=", 1)]
    asked = words[words.index("--lang") + 1 :][:1] if "--lang" in words else []
    return "zh" if asked == ["zh"] else "en" if asked == ["en"] else preferred_language()


def _keep(details: str) -> str:
    """Keep the details of a fault in a file and return its name; if even that fails, return the details."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="guben-fault-", suffix=".txt", delete=False, encoding="utf-8"
        ) as file:
            file.write(details)
    except OSError:
        return details.splitlines()[-1]
    return file.name


def _overview() -> str:
    language = preferred_language()
    lines = [_ABOUT.say(language), "", _USAGE.say(language), ""]
    lines += [f"  {command.name:<11}{command.about.say(language)}" for command in all_commands()]
    return "\n".join([*lines, "", _MORE.say(language)])


def _complain(words: Text) -> None:
    print(words.say(preferred_language()), file=sys.stderr)
