"""The addresses of evaluations and results."""

from django.urls import path

from guben_web.results import views

app_name = "results"
urlpatterns = [
    path("", views.evaluations, name="list"),
    path("new", views.new, name="new"),
    path("<id:evaluation_id>", views.evaluation, name="evaluation"),
    path("<id:evaluation_id>/list.xlsx", views.results_book, name="book"),
    path("<id:evaluation_id>/again", views.again, name="again"),
    path("<id:evaluation_id>/show", views.show, name="show"),
    path("<id:evaluation_id>/take-back", views.take_back, name="take_back"),
    path("<id:evaluation_id>/discard", views.discard, name="discard"),
    path("<id:evaluation_id>/files/<str:name>", views.download, name="download"),
    path("<id:evaluation_id>/organizations/<id:organization_id>", views.result, name="result"),
    path("<id:evaluation_id>/organizations/<id:organization_id>/why", views.why, name="why"),
    path(
        "<id:evaluation_id>/organizations/<id:organization_id>/records/<str:source>",
        views.record,
        name="record",
    ),
]
