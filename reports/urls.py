from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.reports, name="list"),
    path("reports/freeze/", views.freeze, name="freeze"),
    path("reports/new/", views.report_new, name="new"),
    path("reports/snapshots/<int:pk>/", views.snapshot, name="snapshot"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/edit/", views.report_edit, name="edit"),
    path("reports/<int:pk>/delete/", views.report_delete, name="delete"),
    path("reports/<int:pk>/report.<str:kind>", views.report_file, name="file"),
]
