"""Taking the county's own schemes: what is right is copied to where it is in force, what is wrong is said and changes nothing."""

import os
from pathlib import Path

from guben_web.engine.in_force import folder_in_force, say_taken
from guben_web.engine.schemes import read_schemes
from guben_web.engine.texts import Text, both
from guben_web.packs.reading import ReadPacks, has_title, refuse

_OTHER_NAME = Text(
    "文件在“{file}”的位置，制度却叫“{name}”。",
    "The file is that of '{file}', but the scheme is called '{name}'.",
)
_SAME = Text("两处改成一样。", "Let them be the same.")


def take_schemes(own: Path | None, found: ReadPacks) -> list[str]:
    """Take the schemes of the county's own packs; return those that are new or changed. What keeps others from it is noted in `found`.

    What was in force stays where its file is wrong now, and where it is gone: appraisals may stand on it.
    """
    if own is None or not own.is_dir():
        return []
    changed = []
    for scheme in read_schemes(own):
        if not has_title(own / scheme.name.partition("/")[0], found):
            continue
        if scheme.says is None:
            refuse(found, scheme.name, scheme.findings)
            found.refused[scheme.name] = [_inside(each, own) for each in found.refused[scheme.name]]
        elif scheme.says != scheme.name:
            found.refused[scheme.name] = [_other_name(scheme.name, scheme.says)]
        elif _copy(scheme.name, own):
            changed.append(scheme.name)
    if changed:
        say_taken()
    return changed


def _inside(finding: dict[str, object], own: Path) -> dict[str, object]:
    """Return a finding whose place is said from the folder of packs on, not from the root of the machine."""
    place = {language: words.removeprefix(f"{own}/") for language, words in dict(finding["place"]).items()}  # type: ignore[call-overload]
    return {**finding, "place": place}


def _other_name(file: str, name: str) -> dict[str, object]:
    said, place = _OTHER_NAME.filled(file=file, name=name), f"{file}.yaml"
    return {"code": "", "place": _data(both(place)), "message": _data(said), "hint": _data(_SAME)}


def _copy(name: str, own: Path) -> bool:
    """Copy a scheme with all of its pack but the other schemes; return whether anything was new."""
    pack, _, scheme = name.partition("/")
    is_new = False
    for file in sorted((own / pack).rglob("*.yaml")):
        inside = file.relative_to(own)
        if inside.parts[1] == "schemes" and file.stem != scheme:
            continue
        target, content = folder_in_force() / inside, file.read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            _write(target, content)
            is_new = True
    return is_new


def _write(target: Path, content: bytes) -> None:
    """Put a file in its place whole: a process that reads meanwhile finds the old one or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = target.with_name(f".{target.name}.new")
    made.write_bytes(content)
    os.replace(made, target)


def _data(words: Text) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
