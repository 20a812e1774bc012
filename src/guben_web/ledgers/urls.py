"""The addresses of an organization's page, of ledgers and of their entries."""

from django.urls import path

from guben_web.ledgers import about_views, book_views, closing_views, person_views, switch_views, views

app_name = "ledgers"
urlpatterns = [
    path("organizations/<id:organization_id>", views.organization, name="organization"),
    path("ledgers/", views.index, name="index"),
    path("ledger-switches", switch_views.switches, name="switches"),
    path("ledger-switches/<ledger:name>", switch_views.switch, name="switch"),
    path("ledgers/<ledger:name>/", views.entries, name="list"),
    path("ledgers/<ledger:name>/new", views.new, name="new"),
    path("ledgers/<ledger:name>/pick/<slug:field>", views.pick, name="pick"),
    path("ledgers/<ledger:name>/entries.xlsx", book_views.book, name="book"),
    path("ledgers/<ledger:name>/template.xlsx", book_views.template, name="template"),
    path("ledgers/<ledger:name>/closing", closing_views.closing, name="closing"),
    path(
        "ledgers/<ledger:name>/closing/<id:organization_id>/<slug:period>/close",
        closing_views.close,
        name="close",
    ),
    path(
        "ledgers/<ledger:name>/closing/<id:organization_id>/<slug:period>/reopen",
        closing_views.reopen,
        name="reopen",
    ),
    path("ledgers/<ledger:name>/people", person_views.people, name="people"),
    path("ledgers/<ledger:name>/figures", views.figures, name="figures"),
    path("ledgers/<ledger:name>/import", book_views.bring_in, name="bring_in"),
    path("ledger-books/<id:upload_id>", book_views.upload, name="upload"),
    path("ledger-books/<id:upload_id>/apply", book_views.apply, name="apply"),
    path("ledger-books/<id:upload_id>/discard", book_views.discard, name="discard"),
    path("ledger-books/<id:upload_id>/undo", book_views.undo, name="undo"),
    path("my-record/entries", about_views.about_me, name="about_me"),
    path("organizations/members/<uuid:key>/entries", about_views.about_member, name="about"),
    path("entries/<id:entry_id>", views.entry, name="entry"),
    path("entries/<id:entry_id>/change", views.change, name="change"),
    path("entries/<id:entry_id>/moves/<slug:move>", views.move, name="move"),
    path("entries/<id:entry_id>/remove", views.remove, name="remove"),
    path("entries/<id:entry_id>/evidence", views.add_evidence, name="add_evidence"),
    path("evidence/<id:evidence_id>", views.evidence, name="evidence"),
    path("evidence/<id:evidence_id>/remove", views.remove_evidence, name="remove_evidence"),
]
