"""The addresses of members."""

from django.urls import path

from guben_web.people import views

app_name = "people"
urlpatterns = [
    path("members", views.everybody, name="list"),
    path("members/new", views.new, name="new"),
    path("members/export", views.export, name="export"),
    path("members/filters", views.save_filter, name="save_filter"),
    path("members/filters/<id:filter_id>/remove", views.remove_filter, name="remove_filter"),
    path("members/<uuid:key>", views.member, name="member"),
    path("members/<uuid:key>/edit", views.edit, name="edit"),
    path("members/<uuid:key>/move", views.move, name="move"),
    path("members/<uuid:key>/status", views.status, name="status"),
    path("members/<uuid:key>/numbers/<slug:field>", views.number, name="number"),
    path("<id:organization_id>/members", views.members, name="members"),
]
