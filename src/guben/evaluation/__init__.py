"""The stages joined: check a scheme, evaluate a snapshot with it, verify what was written."""

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
