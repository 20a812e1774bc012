"""The addresses of signing in and out, and of the record of acts."""

from django.urls import path

from guben_web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("link/<str:token>", views.link, name="link"),
    path("password", views.set_password, name="set_password"),
    path("record", views.record, name="record"),
    path("record/verify", views.verify_record, name="verify_record"),
]
