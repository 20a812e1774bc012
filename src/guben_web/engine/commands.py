"""How a command makes itself known to `guben`, without being imported."""

from guben.cli.catalogue import Command

__all__ = ["Command"]
