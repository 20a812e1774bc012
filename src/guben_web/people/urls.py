"""The addresses of members."""

from django.urls import path

from guben_web.people import views

app_name = "people"
urlpatterns = [
    path("members", views.everybody, name="list"),
    path("<id:organization_id>/members", views.members, name="members"),
]
