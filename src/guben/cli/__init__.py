"""The command line: `guben check`, `guben evaluate` and the others, one module a command."""

from guben.cli.main import main

__all__ = ["main"]
