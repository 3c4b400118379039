from django.urls import path

from exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.exports, name="files"),
    path("<str:name>", views.export, name="file"),
]
