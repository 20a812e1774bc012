"""The addresses of the tree of organizations."""

from django.urls import path

from guben_web.org import views

app_name = "org"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("pick", views.pick, name="pick"),
    path("<id:organization_id>/below", views.below, name="below"),
]
