"""One process at a time fills or serves a data folder."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from guben_web.config.data_folder import DataFolder
from guben_web.engine.texts import Text, both
from guben_web.shared.refusals import Refusal

_REASONS = {
    errno.EACCES: Text("没有写入权限", "you may not write there"),
    errno.EPERM: Text("没有写入权限", "you may not write there"),
    errno.ENOENT: Text("那里不能建立文件夹", "no folder can be made there"),
    errno.ENOTDIR: Text("路径里有一段是文件，不是文件夹", "part of the path is a file, not a folder"),
    errno.EEXIST: Text("这是一个文件，不是文件夹", "it is a file, not a folder"),
    errno.EROFS: Text("那里是只读的", "it is read-only there"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
}


class FolderIsNotWritable(Refusal):
    """Nothing can be stored in the data folder."""

    code = "config.folder-is-not-writable"
    message = Text(
        "数据文件夹“{folder}”不能写入：{reason}。",
        "The data folder '{folder}' cannot be written to: {reason}.",
    )
    hint = Text(
        "请用--data换一个文件夹，或者请系统管理员开放写入权限。",
        "Choose another folder with --data, or ask whoever runs this machine to let you write there.",
    )


class FolderIsInUse(Refusal):
    """Another process serves the folder or makes it ready."""

    code = "config.folder-is-in-use"
    message = Text(
        "数据文件夹“{folder}”正由另一个guben进程使用。",
        "Another guben process is using the data folder '{folder}'.",
    )
    hint = Text(
        "请先停止那个进程（在它的终端里按Ctrl-C），或者用--data换一个文件夹。",
        "Stop that one first (Ctrl-C in its terminal), or choose another folder with --data.",
    )


@contextmanager
def hold(folder: DataFolder) -> Iterator[None]:
    """Keep other processes from filling or serving the folder; it is made if it is not there.

    The system lets go of it even when this process is killed. Raises FolderIsNotWritable and FolderIsInUse.
    """
    try:
        folder.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        need_writable(folder)
        handle = os.open(folder.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _not_writable(folder, error.errno) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        raise FolderIsInUse(folder=folder.path.name) from error
    try:
        yield
    finally:
        os.close(handle)


def need_writable(folder: DataFolder) -> None:
    """Raise FolderIsNotWritable unless the folder, and the database in it, can be written to."""
    for path in (folder.path, folder.database):
        if path.exists() and not os.access(path, os.W_OK):
            raise _not_writable(folder, errno.EACCES)


def _not_writable(folder: DataFolder, number: int | None) -> FolderIsNotWritable:
    known = _REASONS.get(number) if number else None
    return FolderIsNotWritable(
        folder=folder.path, reason=known or both(os.strerror(number) if number else "?")
    )
