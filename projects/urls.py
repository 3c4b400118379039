from django.urls import path

from projects import views

app_name = "projects"
urlpatterns = [
    path("", views.targets, name="targets"),
    path("targets.xlsx", views.targets_file, name="targets_file"),
    path("upload/", views.targets_upload, name="targets_upload"),
    path("measurements/", views.measurement_list, name="measurements"),
    path(
        "measurements/<slug:code>/<str:pcode>/<int:year>/<int:number>/",
        views.measurement_edit,
        name="measurement",
    ),
    path(
        "measurements/<slug:code>/<str:pcode>/<int:year>/<int:number>/file/",
        views.measurement_file,
        name="measurement_file",
    ),
]
