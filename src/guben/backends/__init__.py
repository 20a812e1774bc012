"""The engines that run statements, and what each can do."""

from guben.backends.duck import Duck, DuckError, in_parquet
from guben.backends.engine import Engine, open_engine

__all__ = ["Duck", "DuckError", "Engine", "in_parquet", "open_engine"]
