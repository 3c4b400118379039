from django.urls import path

from activities.excel import views

app_name = "imports"
urlpatterns = [
    path("", views.import_new, name="new"),
    path("template/", views.template_file, name="template"),
    path("<uuid:pk>/", views.import_detail, name="detail"),
    path("<uuid:pk>/check/", views.import_check, name="check"),
    path("<uuid:pk>/confirm/", views.import_confirm, name="confirm"),
]
