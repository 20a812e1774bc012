"""Files of evidence: known by their bytes, limited, kept under names that say nothing, for those who see the entry."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from web.builders import make_account
from web.ledgers.ledgers import add, meeting, reader_of

from guben_web.ledgers.models import Evidence

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF"


def package(*names):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return stream.getvalue()


def put(client, entry, name, content):
    return client.post(f"/entries/{entry.pk}/evidence", {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_put_beside_an_entry_given_out_as_an_attachment_and_taken_away(
    sign_in, ledgers, tree, settings, django_capture_on_commit_callbacks
):
    keeper = reader_of("secretary", organization=tree["V1"])
    entry = add(ledgers["meetings"], meeting(tree["V1"]), keeper)
    client = sign_in(account=keeper.account)
    before = set(settings.MEDIA_ROOT.rglob("*"))

    put(client, entry, "../../签到 表.exe", PDF)

    row = Evidence.objects.get()
    assert (row.name, row.kind, row.size) == ("签到 表.pdf", "pdf", len(PDF))
    [path] = [each for each in set(settings.MEDIA_ROOT.rglob("*")) - before if each.is_file()]
    assert (path.name, oct(path.stat().st_mode)[-3:]) == (row.stored_as, "600")
    given = client.get(f"/evidence/{row.pk}")
    assert given.content == PDF
    assert {
        name: given[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Security-Policy")
    } == {
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    assert given["Content-Disposition"].startswith("attachment; ")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/evidence/{row.pk}/remove")
    assert (client.get(f"/evidence/{row.pk}").status_code, path.exists()) == (404, False)


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.docx", package("word/document.xml"), 302),
        ("a.xlsx", package("xl/workbook.xml"), 302),
        ("a.jpg", b"\xff\xd8\xff\xe0", 302),
        ("a.png", b"\x89PNG\r\n\x1a\n", 302),
        ("a.docx", package("word/document.xml", "word/vbaProject.bin"), 409),
        ("a.pdf", b"<html><script>alert(1)</script>", 409),
        ("a.pdf", b"MZ", 409),
        ("a.docx", b"PK\x03\x04broken", 409),
        ("a.zip", package("a.txt"), 409),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 409),
    ],
)
def test_what_a_file_is_its_bytes_say(sign_in, ledgers, tree, name, content, status):
    keeper = reader_of("secretary", organization=tree["V1"])
    entry = add(ledgers["meetings"], meeting(tree["V1"]), keeper)

    response = put(sign_in(account=keeper.account), entry, name, content)

    assert (response.status_code, Evidence.objects.count()) == (status, 1 if status == 302 else 0)


def test_a_file_that_is_too_large_is_refused_with_the_limit(sign_in, ledgers, tree, settings):
    settings.LARGEST_EVIDENCE = 2**20
    keeper = reader_of("secretary", organization=tree["V1"])
    entry = add(ledgers["meetings"], meeting(tree["V1"]), keeper)

    response = put(sign_in(account=keeper.account), entry, "a.pdf", PDF + bytes(2**20))

    assert response.status_code == 409
    assert "最大可以放1MB" in response.content.decode()


def test_a_file_is_for_those_only_who_see_the_entry(sign_in, ledgers, tree):
    keeper = reader_of("secretary", organization=tree["V1"])
    entry = add(ledgers["meetings"], meeting(tree["V1"]), keeper)
    put(sign_in(account=keeper.account), entry, "a.pdf", PDF)
    row = Evidence.objects.get()

    elsewhere = sign_in(account=make_account("secretary", organization_id=tree["V2"].pk))
    answers = [
        elsewhere.get(f"/evidence/{row.pk}").status_code,
        elsewhere.post(f"/evidence/{row.pk}/remove").status_code,
    ]
    viewer = sign_in(account=make_account("viewer", organization_id=tree["T1"].pk))
    answers += [viewer.get(f"/evidence/{row.pk}").status_code, put(viewer, entry, "b.pdf", PDF).status_code]

    assert answers == [404, 404, 200, 403]
