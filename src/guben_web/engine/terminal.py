"""What the commands of the application share with those of the core."""

from guben.cli.options import LanguageOption, chosen_language, command, helped

__all__ = ["LanguageOption", "chosen_language", "command", "helped"]
