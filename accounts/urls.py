from django.urls import include, path

from accounts import views

urlpatterns = [
    path("language/", views.language, name="language"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
