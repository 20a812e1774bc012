"""The kinds of posts: those of the Party, which schemes count, and those that are kept beside them."""

from guben_web.engine.vocabulary import FURTHER_POSTS, list_of, posts_by_rank

PARTY_POSTS = posts_by_rank()
# Highest first.
POST_KINDS = {**{each.code: each.title for each in list_of("post")}, **FURTHER_POSTS}
