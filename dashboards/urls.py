from django.urls import path

from dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.programme, name="programme"),
    path("home/", views.home, name="home"),
    path("dashboard/", views.project, name="project"),
    path("dashboard/districts/<str:pcode>/", views.district, name="district"),
    path("dashboard/upazilas/<str:pcode>/", views.upazila, name="upazila"),
]
