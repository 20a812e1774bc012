"""The text of a file."""

from pathlib import Path

from guben.diagnostics import FilePlace, Refusal, Text, both
from guben.reading import findings as codes

_PROBLEMS: dict[type[Exception], Text] = {
    FileNotFoundError: Text("没有这个文件", "there is no such file"),
    IsADirectoryError: Text("这是一个文件夹", "it is a folder"),
    PermissionError: Text("没有读取它的权限", "reading it is not permitted"),
    UnicodeDecodeError: Text("不是UTF-8编码的文本", "it is not text in the encoding UTF-8"),
}


def text_of(path: Path, shown: str) -> tuple[bytes, str]:
    """Return the bytes and the text of a file. Raises Refusal if there is none or it is not UTF-8."""
    try:
        content = path.read_bytes()
        return content, content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        problem = _PROBLEMS.get(type(error)) or both(str(getattr(error, "strerror", error)))
        raise Refusal(codes.FILE_NOT_READ.at(FilePlace(shown), problem=problem)) from None
