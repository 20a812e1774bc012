"""Which schemes a word on the command line means."""

from pathlib import Path

from guben.diagnostics import Finding
from guben.resolve.loading import load_pack


def schemes_of(word: str) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the schemes that a scheme's name, a file, a pack's name or a pack's folder stands for.

    Beside them stand findings about the pack's own file. Raises Refusal for a pack that is not known.
    """
    is_scheme = word.endswith((".yaml", ".yml")) or ("/" in word and not Path(word).is_dir())
    if is_scheme:
        return (word,), ()
    pack = load_pack(word)
    return pack.schemes, pack.findings
