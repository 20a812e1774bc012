"""The engines that run statements, and what each can do."""

from guben.backends.duck import Duck, DuckError

__all__ = ["Duck", "DuckError"]
