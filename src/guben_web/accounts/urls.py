"""The addresses of signing in and out, second factors, and the record of acts."""

from django.urls import path

from guben_web.accounts import factor_views, views

app_name = "accounts"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/code", views.code, name="code"),
    path("sign-in/provider", views.provider_there, name="provider_there"),
    path("sign-in/provider/back", views.provider_back, name="provider_back"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("link/<str:token>", views.link, name="link"),
    path("password", views.set_password, name="set_password"),
    path("second-factor", factor_views.second_factor, name="second_factor"),
    path("second-factor/recovery-codes", factor_views.recovery_codes, name="recovery_codes"),
    path("second-factor/off", factor_views.second_factor_off, name="second_factor_off"),
    path("second-factor/passkeys", factor_views.passkeys_page, name="passkeys"),
    path("second-factor/passkeys/<id:passkey_id>/remove", factor_views.remove_passkey, name="remove_passkey"),
    path("record", views.record, name="record"),
    path("record/verify", views.verify_record, name="verify_record"),
]
