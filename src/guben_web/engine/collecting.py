"""Much work on small objects, without the garbage collector."""

from guben.model.collecting import without_collecting

__all__ = ["without_collecting"]
