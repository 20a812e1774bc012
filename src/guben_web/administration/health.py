"""How the system is, in words: what an administrator would ask first, and nothing about what is in it."""

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

from guben_web.audit.queries import sealed
from guben_web.engine.texts import Text
from guben_web.jobs.enums import State
from guben_web.jobs.queries import count_by_state, last_pulse

# A worker says every five seconds that it lives; on a busy machine somewhat later.
_SILENCE = timedelta(seconds=30)
_GIGABYTE = 10**9
_MEGABYTE = 10**6
# Snapshots and imports need room; below this an import may fail half way.
_LITTLE_GIGABYTES, _TOO_LITTLE_GIGABYTES = 10, 2
_MANY_WAITING = 100

_DATABASE = Text("数据库", "Database")
_WORKER = Text("后台程序", "Background worker")
_QUEUE = Text("后台工作", "Background work")
_DISK = Text("磁盘", "Disk")
_SEALS = Text("操作记录", "Record of acts")
_BACKUP = Text("备份", "Backup")
_ANSWERS = Text("正常，占用{size}。", "It answers and takes {size}.")
_NEVER_SEEN = Text("还没有运行过。", "It has never run.")
_SILENT = Text("已有{n}分钟没有动静。", "It has been silent for {n} minutes.")
_START_IT = Text(
    "导入和计算会一直排队。请用guben serve启动，它同时启动网站和后台程序。",
    "Imports and computations wait. Start it with guben serve, which runs web server and worker together.",
)
_IN_QUEUE = Text(
    "排队{waiting}项，进行中{running}项，失败{failed}项。",
    "Waiting: {waiting}; running: {running}; failed: {failed}.",
)
_FREE = Text("剩余{free} GB，共{whole} GB。", "{free} GB of {whole} GB are free.")
_MAKE_ROOM = Text(
    "空间不足，导入可能中断。请清理磁盘。", "An import may stop half way. Make room on the disk."
)
_WAITING = Text("{n}条操作记录等待封存。", "{n} acts wait to be sealed.")
_SEALER = Text(
    "由后台程序封存，请检查它是否在运行。", "The background worker seals them; see whether it runs."
)
_UNKNOWN_BACKUP = Text("系统不知道最近一次备份。", "The system knows of no backup.")
_MAKE_BACKUP = Text(
    "请定期备份数据文件夹；两个密钥文件分开保管，没有它们，加密的内容无法恢复。",
    "Back the data folder up regularly, and keep its two key files apart: without them what is encrypted is lost.",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the system: what it is, how it stands, and what to do where it does not stand well."""

    about: Text
    colour: str
    words: Text
    advice: Text | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A piece of software and which one it is."""

    name: Text
    number: str


def findings(now: datetime) -> list[Finding]:
    """Return how the database, the worker, its queue, the disk, the record's seals and the backup stand."""
    return [_database(), _worker(now), _queue(), _disk(_folder()), _seals(), _backup()]


def versions() -> list[Version]:
    """Return which software is running."""
    return [
        Version(Text("固本", "Guben"), version("guben")),
        Version(Text("数据库", "Database"), _database_version()),
        Version(Text("Django", "Django"), django.get_version()),
        Version(Text("Python", "Python"), platform.python_version()),
        Version(Text("操作系统", "Operating system"), f"{platform.system()} {platform.release()}"),
    ]


def _database() -> Finding:
    return Finding(_DATABASE, "green", _ANSWERS.filled(size=f"{_database_size() / _MEGABYTE:,.1f} MB"))


def _worker(now: datetime) -> Finding:
    seen = last_pulse()
    if seen is None:
        return Finding(_WORKER, "red", _NEVER_SEEN, _START_IT)
    if now - seen <= _SILENCE:
        return Finding(_WORKER, "green", Text("正在工作。", "It is at work."))
    minutes = max(1, (now - seen) // timedelta(minutes=1))
    return Finding(_WORKER, "red", _SILENT.filled(n=minutes), _START_IT)


def _queue() -> Finding:
    counts = count_by_state()
    words = _IN_QUEUE.filled(
        waiting=counts.get(State.QUEUED, 0),
        running=counts.get(State.RUNNING, 0),
        failed=counts.get(State.FAILED, 0),
    )
    return Finding(_QUEUE, "amber" if counts.get(State.FAILED) else "green", words)


def _disk(folder: Path) -> Finding:
    usage = shutil.disk_usage(folder)
    free = usage.free // _GIGABYTE
    words = _FREE.filled(free=f"{usage.free / _GIGABYTE:,.1f}", whole=f"{usage.total / _GIGABYTE:,.1f}")
    if free < _TOO_LITTLE_GIGABYTES:
        return Finding(_DISK, "red", words, _MAKE_ROOM)
    return Finding(_DISK, "amber" if free < _LITTLE_GIGABYTES else "green", words)


def _seals() -> Finding:
    state = sealed()
    if state.waiting > _MANY_WAITING:
        return Finding(_SEALS, "amber", _WAITING.filled(n=state.waiting), _SEALER)
    return Finding(_SEALS, "green", Text("操作记录及时封存。", "The record of acts is sealed in time."))


def _backup() -> Finding:
    # No backup is written by the product yet, so it cannot know of one; that must not look like "all is well".
    return Finding(_BACKUP, "amber", _UNKNOWN_BACKUP, _MAKE_BACKUP)


def _folder() -> Path:
    """Return the nearest folder above the working files that is there."""
    folder = Path(settings.MEDIA_ROOT or ".").resolve()
    return next(each for each in (folder, *folder.parents) if each.exists())


def _database_size() -> int:
    if connection.vendor == "postgresql":
        return int(_asked("SELECT pg_database_size(current_database())"))
    return int(_asked("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"))


def _database_version() -> str:
    if connection.vendor == "postgresql":
        return f"PostgreSQL {_asked('SHOW server_version')}"
    return f"SQLite {_asked('SELECT sqlite_version()')}"


def _asked(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
