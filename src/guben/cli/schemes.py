"""Which schemes a word on the command line means."""

from pathlib import Path

from guben.diagnostics import FilePlace, Refusal
from guben.resolve.loading import scheme_files, unknown_scheme


def schemes_of(word: str) -> list[str]:
    """Return the schemes that a scheme's name, a file, a pack's name or a pack's folder stands for.

    Raises Refusal for a pack that is not known.
    """
    if word.endswith((".yaml", ".yml")) or ("/" in word and not Path(word).is_dir()):
        return [word]
    files = scheme_files(word)
    if not files:
        raise Refusal(unknown_scheme(word, FilePlace(word)))
    if Path(word).is_dir():
        return [str(path) for path in files]
    return [f"{word}/{path.stem}" for path in files]
