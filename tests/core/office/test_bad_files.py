"""Files that cannot be read as a workbook are refused in words."""

import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from office_workbooks import AS_OF, COUNTY, ORGANIZATION_HEADINGS, write_workbook

from guben.diagnostics import Refusal
from guben.office.county import read_county

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
PROTECTED = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("a.csv", b"a,b", "E502", 'Files ending in ".csv" are not read; .xlsx, .xlsm and .xls are.'),
        ("a.xlsx", b"", "E503", "The file is empty (0 bytes)."),
        ("a.xlsx", PROTECTED, "E504", "The file is protected by a password and cannot be read."),
        ("a.xlsx", PICTURE, "E505", 'This is not a workbook: by its content it is a picture (PNG), named ".xlsx".'),
        ("a.xls", OLE + b"\0" * 600, "E505", 'This is not a workbook: by its content it is a Word file or another old Office file, named ".xls".'),
        ("a.xlsx", b"PK\x03\x04 and no more", "E506", "The workbook is damaged and cannot be read."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_readable_workbook_is_refused(tmp_path, name, content, code, message):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(Refusal) as refusal:
        read_county(path, measures=[], period="2025", as_of=AS_OF)

    (finding,) = refusal.value.findings
    assert (finding.code.number, finding.message.en) == (code, message)
    assert (finding.place.label().zh, finding.hint is not None) == (name, True)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal) as refusal:
        read_county(tmp_path / "a.xlsx", measures=[], period="2025", as_of=AS_OF)

    assert [each.message.zh for each in refusal.value.findings] == ["没有找到这个文件。"]


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95])
def test_a_workbook_that_was_cut_off_is_refused(tmp_path, kept):
    path = write_workbook(tmp_path / "a.xlsx", {"组织": [ORGANIZATION_HEADINGS, COUNTY]})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    with pytest.raises(Refusal) as refusal:
        read_county(path, measures=[], period="2025", as_of=AS_OF)

    assert [each.code.number for each in refusal.value.findings] == ["E506"]


def test_a_workbook_with_damaged_bytes_inside_is_refused(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"组织": [ORGANIZATION_HEADINGS, COUNTY]})
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))

    with pytest.raises(Refusal) as refusal:
        read_county(path, measures=[], period="2025", as_of=AS_OF)

    assert [each.code.number for each in refusal.value.findings] == ["E506"]


def packed(path, *, parts, said=None):
    """Write a package of parts that hold so many zeros each; their headers say of each what is `said` in place of it."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, size in parts.items():
            package.writestr(name, bytes(size))
    content = bytearray(stream.getvalue())
    if said is not None:
        told = struct.pack("<I", zlib.crc32(bytes(said)))
        for mark, place in ((b"PK\x03\x04", 14), (b"PK\x01\x02", 16)):
            start = content.find(mark)
            while start >= 0:
                content[start + place : start + place + 4] = told
                content[start + place + 8 : start + place + 12] = struct.pack("<I", said)
                start = content.find(mark, start + 1)
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("packed_as", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_packed_as_none_is_packed_is_refused(tmp_path, packed_as):
    path = write_workbook(tmp_path / "a.xlsx", {"组织": [ORGANIZATION_HEADINGS, COUNTY]})
    stream = BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w", packed_as) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    path.write_bytes(stream.getvalue())

    with pytest.raises(Refusal) as refusal:
        read_county(path, measures=[], period="2025", as_of=AS_OF)

    assert [each.code.number for each in refusal.value.findings] == ["E506"]


def test_a_deflated_part_that_says_it_is_packed_otherwise_is_refused(tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"组织": [ORGANIZATION_HEADINGS, COUNTY]})
    content = bytearray(path.read_bytes())
    # The method stands ten bytes into the entry of the directory at the end, eight into the head of the part itself.
    entry = content.index(b"PK\x01\x02")
    content[entry + 10] = content[8] = zipfile.ZIP_BZIP2
    path.write_bytes(content)

    with pytest.raises(Refusal) as refusal:
        read_county(path, measures=[], period="2025", as_of=AS_OF)

    assert [each.code.number for each in refusal.value.findings] == ["E506"]


def test_a_small_file_that_unpacks_to_more_than_the_memory_holds_is_refused_before_it_is_unpacked(tmp_path):
    megabytes = 300 * 2**20
    parts = {"xl/workbook.xml": megabytes, "xl/sharedStrings.xml": megabytes, "a": megabytes, "b": megabytes}
    path = packed(tmp_path / "a.xlsx", parts=parts)

    with pytest.raises(Refusal) as refusal:
        read_county(path, measures=[], period="2025", as_of=AS_OF)

    (finding,) = refusal.value.findings
    assert finding.code.number == "E508"
    assert finding.message.en == "Unpacked, the workbook has 1200 MB; at most 1024 MB are read."


def test_a_file_that_unpacks_to_more_than_it_says_is_refused(tmp_path):
    path = packed(tmp_path / "a.xlsx", parts={"xl/workbook.xml": 100_000}, said=10)

    with pytest.raises(Refusal) as refusal:
        read_county(path, measures=[], period="2025", as_of=AS_OF)

    assert [each.code.number for each in refusal.value.findings] == ["E506"]


def test_a_stray_cell_at_the_far_end_of_the_sheet_is_refused(tmp_path):
    rows = [ORGANIZATION_HEADINGS, COUNTY]
    path = write_workbook(tmp_path / "a.xlsx", {"组织": rows + [[]] * 1_000_000 + [[""] * 16_000 + ["x"]]})

    with pytest.raises(Refusal) as refusal:
        read_county(path, measures=[], period="2025", as_of=AS_OF)

    assert [each.code.number for each in refusal.value.findings] == ["E507"]
