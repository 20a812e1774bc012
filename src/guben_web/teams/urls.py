"""The addresses of posts and terms."""

from django.urls import path

from guben_web.teams import views

app_name = "teams"
urlpatterns = [
    path("posts", views.posts, name="posts"),
    path("posts.xlsx", views.posts_book, name="posts_book"),
    path("posts/<id:post_id>/end", views.end, name="end"),
    path("<id:organization_id>/team", views.team, name="team"),
    path("<id:organization_id>/team/hold", views.hold, name="hold"),
    path("<id:organization_id>/team/term", views.term, name="term"),
]
