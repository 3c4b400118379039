from django.urls import path

from committees import views

app_name = "committees"
urlpatterns = [
    path("new/", views.committee_new, name="new"),
    path("<int:pk>/edit/", views.committee_edit, name="edit"),
]
