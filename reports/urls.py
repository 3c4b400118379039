from django.urls import path

from reports.exports import views as exports

app_name = "reports"
urlpatterns = [
    path("exports/", exports.exports, name="exports"),
    path("exports/<str:name>", exports.export, name="export"),
]
