"""The addresses of corrections."""

from django.urls import path

from guben_web.corrections import views

app_name = "corrections"
urlpatterns = [
    path("my-record", views.own, name="own"),
    path("corrections/", views.corrections, name="list"),
    path("corrections/<uuid:key>", views.correction, name="correction"),
    path("corrections/accounts/<uuid:key>", views.link, name="link"),
]
