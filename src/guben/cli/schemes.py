"""Which schemes a word on the command line means."""

from pathlib import Path

from guben.diagnostics import FilePlace, Refusal
from guben.diagnostics.nearest import nearest_names
from guben.resolve.findings import UNKNOWN_SCHEME
from guben.resolve.loading import known_schemes, scheme_files


def schemes_of(word: str) -> list[str]:
    """Return the schemes that a scheme's name, a file, a pack's name or a pack's folder stands for.

    Raises Refusal for a pack that is not known.
    """
    if word.endswith((".yaml", ".yml")) or ("/" in word and not Path(word).is_dir()):
        return [word]
    files = scheme_files(word)
    if not files:
        known = known_schemes()
        raise Refusal(
            UNKNOWN_SCHEME.at(FilePlace(word), name=word, known=nearest_names(word, known) or known)
        )
    if Path(word).is_dir():
        return [str(path) for path in files]
    return [f"{word}/{path.stem}" for path in files]
