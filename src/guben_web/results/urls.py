"""The addresses of evaluations and results."""

from django.urls import path

from guben_web.results import doubt_views, scheme_views, views, whatif_views

app_name = "results"
urlpatterns = [
    path("", views.evaluations, name="list"),
    path("schemes", scheme_views.schemes, name="schemes"),
    path("schemes/<slug:pack>/<slug:name>", scheme_views.scheme, name="scheme"),
    path("new", views.new, name="new"),
    path("<id:evaluation_id>", views.evaluation, name="evaluation"),
    path("<id:evaluation_id>/list.xlsx", views.results_book, name="book"),
    path("<id:evaluation_id>/again", views.again, name="again"),
    path("<id:evaluation_id>/show", views.show, name="show"),
    path("<id:evaluation_id>/take-back", views.take_back, name="take_back"),
    path("<id:evaluation_id>/discard", views.discard, name="discard"),
    path("<id:evaluation_id>/doubts", doubt_views.doubts, name="doubts"),
    path("<id:evaluation_id>/doubts.xlsx", doubt_views.doubts_book, name="doubts_book"),
    path("<id:evaluation_id>/doubts/inspect", doubt_views.draw, name="draw"),
    path("<id:evaluation_id>/inspections/<id:inspection_id>", doubt_views.inspection, name="inspection"),
    path("<id:evaluation_id>/what-if", whatif_views.what_if, name="what_if"),
    path("<id:evaluation_id>/robustness", whatif_views.robustness, name="robustness"),
    path("<id:evaluation_id>/what-if/save", whatif_views.save_draft, name="save_draft"),
    path("<id:evaluation_id>/drafts/<id:draft_id>", whatif_views.draft, name="draft"),
    path("<id:evaluation_id>/drafts/<id:draft_id>/<str:name>", whatif_views.draft_file, name="draft_file"),
    path("<id:evaluation_id>/files/<str:name>", views.download, name="download"),
    path("<id:evaluation_id>/organizations/<id:organization_id>", views.result, name="result"),
    path("<id:evaluation_id>/organizations/<id:organization_id>/why", views.why, name="why"),
    path(
        "<id:evaluation_id>/organizations/<id:organization_id>/records/<str:source>",
        views.record,
        name="record",
    ),
]
