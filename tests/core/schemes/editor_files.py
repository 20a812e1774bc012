"""Scheme files as an editor sees them: YAML 1.2, where `yes` and a day are words."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[3]


class _Loader(yaml.SafeLoader):
    """Reads scalars as editors do, by the core schema of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789")
)


def as_an_editor_sees(text: str) -> object:
    """Return what a file holds; all keys are words."""
    return _with_words_as_keys(yaml.load(text, Loader=_Loader))


def _with_words_as_keys(held: object) -> object:
    if isinstance(held, dict):
        return {str(key): _with_words_as_keys(value) for key, value in held.items()}
    return [_with_words_as_keys(each) for each in held] if isinstance(held, list) else held


def good_files() -> list[Path]:
    """Return every scheme that is shipped, valid, or a real sheet."""
    folders = ("src/guben/packs/*/schemes", "tests/core/schemes/valid/*/schemes", "tests/core/sheets/schemes")
    return sorted(file for folder in folders for file in ROOT.glob(f"{folder}/*.yaml"))


def ledger_files() -> list[Path]:
    """Return every ledger that is shipped."""
    return sorted(ROOT.glob("src/guben/packs/*/ledgers/*.yaml"))
