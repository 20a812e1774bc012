"""What a token may."""

from django.http import HttpRequest
from ninja import Router

from guben_web.api.v1.service import PROBLEMS, token_of
from guben_web.api.v1.shapes import TokenShape

router = Router(tags=["token"])


@router.get(
    "/token",
    url_name="token",
    summary="看令牌的权限 · What the token may",
    response={200: TokenShape, **PROBLEMS},
)
def token(request: HttpRequest) -> TokenShape:
    """Say what the token that was shown may read, and until when."""
    shown = token_of(request)
    return TokenShape(name=shown.name, rights=shown.rights, last_day=shown.last_day)
