"""The addresses of the administrators' pages, and of one's own account."""

from django.urls import path

from guben_web.administration import system_views, views

app_name = "administration"
urlpatterns = [
    path("account", views.me, name="me"),
    path("account/sessions/<id:session_id>/end", views.end_own_session, name="end_own_session"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/pick", views.pick, name="pick"),
    path("accounts/invite", views.invite, name="invite"),
    path("accounts/<id:account_id>/invitation", views.invitation, name="invitation"),
    path("accounts/new", views.new, name="new"),
    path("accounts/<id:account_id>", views.account, name="account"),
    path("accounts/<id:account_id>/roles/new", views.new_role, name="new_role"),
    path("accounts/<id:account_id>/roles/<id:role_id>/end", views.end_role, name="end_role"),
    path("accounts/<id:account_id>/hand-over", views.hand_over, name="hand_over"),
    path("accounts/<id:account_id>/link", views.link, name="link"),
    path("accounts/<id:account_id>/deactivate", views.deactivate, name="deactivate"),
    path("accounts/<id:account_id>/activate", views.activate, name="activate"),
    path("accounts/<id:account_id>/unlock", views.unlock, name="unlock"),
    path("accounts/<id:account_id>/second-factor", views.release, name="release"),
    path(
        "accounts/<id:account_id>/passkeys/<id:passkey_id>/remove",
        views.release_passkey,
        name="release_passkey",
    ),
    path("accounts/<id:account_id>/sessions/<id:session_id>/end", views.end_session, name="end_session"),
    path("system/", system_views.system, name="system"),
    path("system/runs", system_views.runs, name="runs"),
]
