"""The folder of one installation: its mark, its keys, its database file and its working files."""

import json
import os
import secrets
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

_NEXT_KEY = "field.key.next"
Kind = Literal["demo", "real"]


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Where things lie in the data folder of an installation."""

    path: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.path / "guben.sqlite3"

    @property
    def files(self) -> Path:
        """The folder of files that people brought in or that runs wrote."""
        return self.path / "files"

    @property
    def static(self) -> Path:
        """The folder that style sheets and scripts are collected into."""
        return self.path / "static"

    @property
    def mark(self) -> Path:
        """The file that says that this folder holds an installation, and of which kind."""
        return self.path / "installation.json"

    def kind(self) -> Kind | None:
        """Return whether this is a demo or a real installation; None where there is none yet."""
        if not self.mark.exists():
            return None
        return "demo" if json.loads(self.mark.read_text(encoding="utf-8"))["kind"] == "demo" else "real"

    def is_fresh(self) -> bool:
        """Return whether nothing that belongs to an installation lies here."""
        return not (self.mark.exists() or self.database.exists())

    def write_mark(self, kind: Kind) -> None:
        """Mark the folder as an installation of this kind."""
        self.mark.write_text(json.dumps({"kind": kind}) + "\n", encoding="utf-8")

    def secret_key(self) -> str:
        """Return the key that signs cookies, made at the first call."""
        return self._key("secret.key", lambda: secrets.token_urlsafe(64))

    def field_key(self) -> str:
        """Return the key that encrypts identity numbers and phones, made at the first call."""
        return self._key("field.key", lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode())

    def next_field_key(self) -> str:
        """Return the key that a rotation goes over to, made at the first call and kept until it is finished."""
        return self._key(_NEXT_KEY, lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode())

    def is_rotating(self) -> bool:
        """Return whether a rotation has begun and not been finished."""
        return (self.path / _NEXT_KEY).exists()

    def finish_rotation(self) -> None:
        """Let the next key be the key; the old one is gone."""
        os.replace(self.path / _NEXT_KEY, self.path / "field.key")

    def _key(self, name: str, make: Callable[[], str]) -> str:
        file = self.path / name
        if not file.exists():
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write_once(file, make())
        return file.read_text(encoding="ascii").strip()


def _write_once(file: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all; another process may have been first."""
    handle, draft = tempfile.mkstemp(dir=file.parent)  # mkstemp gives mode 0600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(text + "\n")
        try:
            os.link(draft, file)
        except FileExistsError:
            return
    finally:
        os.unlink(draft)
