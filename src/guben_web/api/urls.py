"""The addresses of the pages about tokens."""

from django.urls import path

from guben_web.api import views

app_name = "api"
urlpatterns = [
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/all", views.everybodys, name="all"),
    path("tokens/all/<id:token_id>/revoke", views.revoke_for_holder, name="revoke_for_holder"),
    path("tokens/new", views.new, name="new"),
    path("tokens/<id:token_id>/revoke", views.revoke, name="revoke"),
]
