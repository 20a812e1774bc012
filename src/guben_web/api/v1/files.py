"""The public archive of an evaluation and the workbook of its results, to take away."""

from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import Router

from guben_web.api.enums import Right
from guben_web.api.v1.evaluations import seen_evaluation
from guben_web.api.v1.service import PROBLEMS, Number, need_right, record
from guben_web.results import access, actions, folders
from guben_web.results.archives import FILES, open_file

router = Router(tags=["files"])
_ARCHIVE, _WORKBOOK = FILES["public.zip"], FILES["results.xlsx"]


def _answer(media_type: str) -> dict[str, Any]:
    binary = {"schema": {"type": "string", "format": "binary"}}
    return {"responses": {200: {"description": "The file", "content": {media_type: binary}}}}


@router.get(
    "/evaluations/{evaluation_id}/public.zip",
    url_name="archive",
    summary="下载公开存档 · Take the public archive",
    response={200: None, **PROBLEMS},
    openapi_extra=_answer(_ARCHIVE.media_type),
)
def archive(request: HttpRequest, evaluation_id: Number) -> FileResponse:
    """Take scheme, figures that rest on enough people, results and manifest, to check with `guben verify --from measures`."""
    return _taken(request, evaluation_id, _ARCHIVE.name)


@router.get(
    "/evaluations/{evaluation_id}/results.xlsx",
    url_name="workbook",
    summary="下载结果工作簿 · Take the workbook of results",
    response={200: None, **PROBLEMS},
    openapi_extra=_answer(_WORKBOOK.media_type),
)
def workbook(request: HttpRequest, evaluation_id: Number) -> FileResponse:
    """Take the workbook of results."""
    return _taken(request, evaluation_id, _WORKBOOK.name)


def _taken(request: HttpRequest, evaluation_id: int, name: str) -> FileResponse:
    account = need_right(request, Right.ARCHIVE)
    access.need_computer(account)
    _, row, _ = seen_evaluation(account, evaluation_id)
    file = FILES[name]
    folders.open_folder(row)
    content = open_file(row, file)
    now = record(request, f"evaluations/{row.pk}/{name}")
    actions.record_download(evaluation=row, file=name, by=account, now=now)
    said = f"{row.scheme.replace('/', '-')}-{row.period}-{row.pk}-{name}"
    return FileResponse(content, as_attachment=True, filename=said, content_type=file.media_type)
