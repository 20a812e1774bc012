"""The addresses of signing in and out."""

from django.urls import path

from guben_web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("link/<str:token>", views.link, name="link"),
    path("password", views.set_password, name="set_password"),
]
