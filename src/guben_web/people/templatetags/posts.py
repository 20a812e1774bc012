"""The words for posts on pages."""

from django import template

from guben_web.people.posts import post_title
from guben_web.words.language import say

register = template.Library()


@register.filter
def post_words(code: str) -> str:
    """Return the words for a post: `{{ post.post|post_words }}`."""
    return say(post_title(code))
