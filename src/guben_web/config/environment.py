"""What is set from outside: environment variables and the data folder they name."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from guben_web.config.data_folder import DataFolder

_OIDC = {
    "ISSUER": "",
    "CLIENT_ID": "",
    "CLIENT_SECRET": "",
    "CLAIM": "preferred_username",
    "TITLE": "统一认证 · Single sign-on",
}
_HOSTS = "localhost,127.0.0.1,[::1]"
# PRAGMAs of every connection. Measured with concurrent writers; see docs/decisions/0020.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one installation.

    Without `GUBEN_DATA` there is no installation: keys are thrown away and the database is in memory, which is
    what tests, the type checker and `make migrations` need.
    """

    data: DataFolder | None
    database_url: str
    allowed_hosts: list[str]
    is_https: bool
    is_demo: bool
    job_workers: int
    second_factor: str
    oidc: dict[str, str]

    def database(self) -> dict[str, object]:
        """Return the settings of the database: PostgreSQL where `GUBEN_DATABASE_URL` names one, else SQLite."""
        if self.database_url:
            return _postgresql(self.database_url)
        name = str(self.data.database) if self.data else ":memory:"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(_SQLITE_OPTIONS)}


def read_environment() -> Environment:
    """Return what the environment variables say."""
    folder = os.environ.get("GUBEN_DATA", "")
    data = DataFolder(Path(folder).resolve()) if folder else None
    return Environment(
        data=data,
        database_url=os.environ.get("GUBEN_DATABASE_URL", ""),
        allowed_hosts=[host for host in os.environ.get("GUBEN_ALLOWED_HOSTS", _HOSTS).split(",") if host],
        is_https=_is_on("GUBEN_HTTPS"),
        is_demo=_is_on("GUBEN_DEMO"),
        job_workers=int(os.environ.get("GUBEN_JOB_WORKERS", "2")),
        second_factor=_one_of("GUBEN_SECOND_FACTOR", ("", "administrators", "everybody", "nobody")),
        oidc={name: os.environ.get(f"GUBEN_OIDC_{name}", default) for name, default in _OIDC.items()},
    )


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _one_of(name: str, known: tuple[str, ...]) -> str:
    value = os.environ.get(name, "").lower()
    if value not in known:
        raise ValueError(f"{name} should be one of {', '.join(filter(None, known))}, not {value}.")
    return value


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(
            "GUBEN_DATABASE_URL should begin with postgresql://, for example postgresql://guben@localhost/guben."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
