"""The addresses of evaluations and results."""

from django.urls import path

from guben_web.results import views

app_name = "results"
urlpatterns = [
    path("", views.evaluations, name="list"),
    path("new", views.new, name="new"),
    path("<int:evaluation_id>", views.evaluation, name="evaluation"),
    path("<int:evaluation_id>/again", views.again, name="again"),
    path("<int:evaluation_id>/show", views.show, name="show"),
    path("<int:evaluation_id>/take-back", views.take_back, name="take_back"),
    path("<int:evaluation_id>/discard", views.discard, name="discard"),
    path("<int:evaluation_id>/files/<str:name>", views.download, name="download"),
    path("<int:evaluation_id>/organizations/<int:organization_id>", views.result, name="result"),
    path("<int:evaluation_id>/organizations/<int:organization_id>/why", views.why, name="why"),
    path(
        "<int:evaluation_id>/organizations/<int:organization_id>/records/<str:source>",
        views.record,
        name="record",
    ),
]
