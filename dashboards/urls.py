from django.urls import path

from dashboards import views

app_name = "dashboards"
urlpatterns = [
    path("", views.programme, name="programme"),
    path("home/", views.home, name="home"),
    path("committees/", views.committees, name="committees"),
    path("committees/<int:pk>/", views.committee, name="committee"),
    path("dashboard/", views.project, name="project"),
    path("dashboard/targets/", views.targets, name="targets"),
    path("dashboard/coverage/", views.reporting, name="reporting"),
    path("plan/", views.plan, name="plan"),
    path("dashboard/districts/<str:pcode>/", views.district, name="district"),
    path("dashboard/upazilas/<str:pcode>/", views.upazila, name="upazila"),
]
