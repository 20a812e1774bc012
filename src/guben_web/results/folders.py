"""Where the folders of evaluations lie: each attempt has its own, and only the one that the rows are of stays."""

import shutil
from pathlib import Path

from django.conf import settings

from guben_web.engine.results import ResultFolder, open_results
from guben_web.results.models import Evaluation


def name_of_attempt(evaluation: Evaluation) -> str:
    """Return the name of the folder that the evaluation's present attempt writes into."""
    return f"{evaluation.pk}-{evaluation.attempt}"


def path_of(name: str) -> Path:
    """Return where the folder of this name lies."""
    return _all() / name


def open_folder(evaluation: Evaluation) -> ResultFolder:
    """Return the folder of a computed evaluation; raises the core's Refusal if it is not there any more."""
    return open_results(path_of(evaluation.folder))


def remove_others(evaluation: Evaluation) -> None:
    """Remove what other attempts left, whole or half."""
    for pattern in (f"{evaluation.pk}-*", f".{evaluation.pk}-*"):
        for path in _all().glob(pattern):
            if path.name != evaluation.folder:
                shutil.rmtree(path, ignore_errors=True)


def _all() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "results"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
