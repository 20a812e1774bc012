"""The address of an organization's page."""

from django.urls import path

from guben_web.ledgers import views

app_name = "ledgers"
urlpatterns = [path("<id:organization_id>", views.organization, name="organization")]
