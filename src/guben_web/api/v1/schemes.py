"""The schemes in force: their files, and the digest that evaluations by them carry."""

from django.http import Http404, HttpRequest
from ninja import Router

from guben_web.api.enums import Right
from guben_web.api.v1.service import PROBLEMS, SchemeName, need_right, record
from guben_web.api.v1.shapes import Page, SchemeShape, WholeSchemeShape, words_of
from guben_web.engine.schemes import Program, get_program, known_schemes, scheme_copy
from guben_web.results.access import need_reader

router = Router(tags=["schemes"])


@router.get(
    "/schemes",
    url_name="schemes",
    summary="列出现行制度 · List schemes in force",
    response={200: Page[SchemeShape], **PROBLEMS},
)
def schemes(request: HttpRequest) -> Page[SchemeShape]:
    """List the schemes in force by name; they are few, so that all are there at once."""
    need_reader(need_right(request, Right.SCHEMES))
    record(request, "schemes")
    return Page(items=[_shown(get_program(name)) for name in known_schemes()], next=None)


@router.get(
    "/schemes/{pack}/{name}",
    url_name="scheme",
    summary="一个现行制度 · A scheme in force",
    response={200: WholeSchemeShape, **PROBLEMS},
)
def scheme(request: HttpRequest, pack: SchemeName, name: SchemeName) -> WholeSchemeShape:
    """Give a scheme in force as it is written."""
    need_reader(need_right(request, Right.SCHEMES))
    called = f"{pack}/{name}"
    if called not in known_schemes():
        raise Http404
    program = get_program(called)
    record(request, f"schemes/{called}")
    files = {each: content.decode() for each, content in program.scheme.files.items()}
    return WholeSchemeShape(**_shown(program).model_dump(), own_file=program.scheme.own_file, files=files)


def _shown(program: Program) -> SchemeShape:
    own = program.scheme
    return SchemeShape(
        name=own.name, title=words_of(own.title), version=own.version, digest=scheme_copy(program).digest
    )
