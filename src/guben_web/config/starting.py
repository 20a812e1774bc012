"""Starting Django for a command on a data folder."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import django
import typer
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone, translation

from guben_web.config.data_folder import DataFolder, Kind
from guben_web.config.supervisor import Notices
from guben_web.engine.terminal import helped
from guben_web.engine.texts import Language, Text
from guben_web.shared.refusals import Refusal

DEFAULT_FOLDER = Path("guben-data")
DEFAULT_DEMO_FOLDER = Path("guben-demo")
DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help=helped("数据文件夹，默认GUBEN_DATA或guben-data", "Data folder; GUBEN_DATA or guben-data"),
    ),
]
AddressOption = Annotated[
    str,
    typer.Option(
        "--address",
        help=helped("浏览器中的地址，用于登录链接", "What the browser calls this server, for links"),
    ),
]
DEFAULT_ADDRESS = "http://localhost:8000"


class FolderIsOfOtherKind(Refusal):
    """A demo was asked for where real data lie, or the other way round."""

    code = "config.folder-is-of-other-kind"
    message = Text(
        "数据文件夹“{folder}”里是{kind}系统，没有做任何改动。",
        "The data folder '{folder}' holds a {kind} installation; nothing was changed.",
    )
    hint = Text(
        "请用--data换一个文件夹。演示数据和正式数据不能放在一起。",
        "Choose another folder with --data. Demo data and real data cannot share one.",
    )


class NothingInstalled(Refusal):
    """The data folder holds no installation."""

    code = "config.nothing-installed"
    message = Text(
        "数据文件夹“{folder}”里还没有系统。", "The data folder '{folder}' holds no installation yet."
    )
    hint = Text(
        "正式使用请先运行guben init，试用请先运行guben demo。",
        "Run guben init first for your own data, or guben demo to try it out.",
    )


class RotationIsNotFinished(Refusal):
    """Part of the data is under the next key already."""

    code = "config.rotation-is-not-finished"
    message = Text(
        "数据文件夹“{folder}”的加密密钥正在更换，还没有完成。",
        "The encryption key of the data folder '{folder}' is being replaced; that is not finished.",
    )
    hint = Text("请先运行guben rotate，把它做完。", "Run guben rotate first; it goes on where it was.")


class DatabaseIsAway(Refusal):
    """The database server does not answer, or lets nobody in."""

    code = "config.database-is-away"
    message = Text(
        "连接不上GUBEN_DATABASE_URL指定的数据库“{name}”（{host}）。",
        "The database '{name}' at {host}, which GUBEN_DATABASE_URL names, cannot be connected to.",
    )
    hint = Text(
        "请检查数据库服务是否运行、数据库和用户是否存在。数据库说：{reason}",
        "See whether the server runs and whether database and user exist. It says: {reason}",
    )


_READY = Text(
    "固本运行在 {address}/ ，按Ctrl-C停止。",
    "Guben runs at {address}/; stop it with Ctrl-C.",
)
_STOPPING = Text(
    "正在停止，先等后台程序收尾，最多20秒……",
    "Stopping; waiting for the background worker, 20 seconds at most …",
)
_KILLED = Text(
    "有程序没有按时停下，已强制结束；没做完的工作下次启动后从头再来。",
    "A process did not stop in time and was killed; unfinished work begins anew at the next start.",
)
_STOPPED = Text("固本已停止。", "Guben has stopped.")
_KINDS = {"demo": Text("演示", "demo"), "real": Text("正式", "real")}


def folder_of(asked: Path | None, default: Path = DEFAULT_FOLDER) -> DataFolder:
    """Return the data folder that was asked for, or that of `GUBEN_DATA`, or the default."""
    named = os.environ.get("GUBEN_DATA")
    return DataFolder((asked or (Path(named) if named else default)).resolve())


def need_kind(folder: DataFolder, kind: Kind) -> None:
    """Raise FolderIsOfOtherKind if the folder holds the other kind of installation."""
    found = folder.kind()
    if found is not None and found != kind:
        raise FolderIsOfOtherKind(folder=folder.path.name, kind=_KINDS[found])


def need_installation(folder: DataFolder) -> None:
    """Raise NothingInstalled if the folder is not marked as an installation, RotationIsNotFinished if it is half done."""
    need_anything_installed(folder)
    if folder.is_rotating():
        raise RotationIsNotFinished(folder=folder.path.name)


def need_anything_installed(folder: DataFolder) -> None:
    """Raise NothingInstalled if the folder is not marked as an installation."""
    if folder.kind() is None:
        raise NothingInstalled(folder=folder.path.name)


def start_django(folder: DataFolder, language: Language) -> None:
    """Start Django on the folder. Models can be imported only after it.

    Raises DatabaseIsAway.
    """
    os.environ["GUBEN_DATA"] = str(folder.path)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guben_web.config.settings")
    django.setup()
    translation.activate("en" if language == "en" else "zh-hans")
    if connection.vendor != "sqlite":
        _need_database()


def bring_database_up_to_date() -> None:
    """Apply the migrations that are missing, and take the packs that are new or changed."""
    call_command("migrate", interactive=False, verbosity=0)
    from guben_web.packs.actions import read_packs  # noqa: PLC0415 - models can be imported only now

    read_packs(own=settings.PACKS_FOLDER, by=None, now=timezone.now())


def collect_static_files() -> None:
    """Put style sheets and scripts where the web server finds them, compressed."""
    call_command("collectstatic", interactive=False, verbosity=0)


def _need_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        parts = connection.settings_dict
        raise DatabaseIsAway(
            name=parts["NAME"],
            host=parts["HOST"] or parts["OPTIONS"].get("host", "localhost"),
            reason=str(error).strip().splitlines()[0],
        ) from error


@contextmanager
def refusals_in_words(language: Language) -> Iterator[None]:
    """Print a refusal of the application as a command prints it, and end with exit code 1."""
    try:
        yield
    except Refusal as refusal:
        typer.echo(refusal.words.say(language), err=True)
        if refusal.advice:
            typer.echo("  " + refusal.advice.say(language), err=True)
        raise typer.Exit(1) from refusal


def print_address(address: str, language: Language) -> None:
    """Print that the application is there, and where."""
    typer.echo(_READY.filled(address=address).say(language))


def notices_in(language: Language, when_ready: Callable[[], None]) -> Notices:
    """Return what the terminal is told while the servers run."""
    return Notices(
        ready=when_ready,
        stopping=lambda: typer.echo(_STOPPING.say(language)),
        killed=lambda: typer.echo(_KILLED.say(language)),
    )


def print_stopped(language: Language) -> None:
    """Print that the application has ended."""
    typer.echo(_STOPPED.say(language))


def print_links(links: list[tuple[str, str]], address: str) -> None:
    """Print who signs in with which one-time link."""
    for name, token in links:
        typer.echo(f"  {name}\n    {address.rstrip('/')}/link/{token}")
