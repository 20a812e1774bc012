"""Every kind of finding that the code base can make."""

import importlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import guben
from guben.diagnostics import Code

_ROOT = Path(guben.__file__).parent


def all_codes() -> dict[str, Code]:
    """Return every code of guben by its number; a number that two codes have is an AssertionError."""
    found: dict[str, Code] = {}
    for module in _modules():
        for value in vars(module).values():
            if isinstance(value, Code) and found.setdefault(value.number, value) != value:
                raise AssertionError(f"{value.number} is used twice, once in {module.__name__}")
    return dict(sorted(found.items(), key=lambda item: item[0][1:] + item[0][0]))


def _modules() -> Iterator[ModuleType]:
    for path in sorted(_ROOT.rglob("*.py")):
        parts = path.relative_to(_ROOT.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        try:
            yield importlib.import_module(name)
        except ModuleNotFoundError as error:
            # A package that is not whole yet hides its findings; they stand alone and are read alone.
            if not (error.name or "").startswith("guben."):
                raise
            if path.name == "findings.py":
                yield _alone(path)


def _alone(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"alone_{path.parent.name}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
