"""Evaluating a snapshot, and what the results say."""

from guben.evaluation import Evaluation, ResultFolder, evaluate, open_results
from guben.evaluation.folder import (
    CHILDREN,
    MANIFEST,
    MEASURES,
    RESULTS,
    SCHEME,
    SNAPSHOT,
    WORKBOOK,
    whole_or_nothing,
)
from guben.evaluation.public_archive import write_public_archive
from guben.evaluation.verifying import altered_inputs
from guben.insight import Branch, Figure, explain
from guben.office.result_book import ResultRow
from guben.snapshot.rows import find_record

__all__ = [
    "CHILDREN",
    "MANIFEST",
    "MEASURES",
    "RESULTS",
    "SCHEME",
    "SNAPSHOT",
    "WORKBOOK",
    "Branch",
    "Evaluation",
    "Figure",
    "ResultFolder",
    "ResultRow",
    "altered_inputs",
    "evaluate",
    "explain",
    "find_record",
    "open_results",
    "whole_or_nothing",
    "write_public_archive",
]
