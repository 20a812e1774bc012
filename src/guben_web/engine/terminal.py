"""What the commands of the application share with those of the core."""

from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.cli.waiting import Waiting, waiting

__all__ = ["LanguageOption", "Waiting", "chosen_language", "command", "helped", "waiting"]
