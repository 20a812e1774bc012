"""The stages joined: check a scheme, evaluate a snapshot with it, verify what was written."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guben.evaluation.checking import Checked, check_scheme, check_scheme_text
    from guben.evaluation.folder import ResultFolder, open_results
    from guben.evaluation.needed_columns import needed_columns
    from guben.evaluation.running import Evaluation, evaluate
    from guben.evaluation.verifying import Verification, verify

__all__ = [
    "Checked",
    "Evaluation",
    "ResultFolder",
    "Verification",
    "check_scheme",
    "check_scheme_text",
    "evaluate",
    "needed_columns",
    "open_results",
    "verify",
]
_MODULES = {
    "checking": ("Checked", "check_scheme", "check_scheme_text"),
    "folder": ("ResultFolder", "open_results"),
    "needed_columns": ("needed_columns",),
    "running": ("Evaluation", "evaluate"),
    "verifying": ("Verification", "verify"),
}


def __getattr__(name: str) -> object:
    """Import what is asked for when it is: who only checks a scheme does not wait for an engine and a workbook."""
    for module, names in _MODULES.items():
        if name in names:
            found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
