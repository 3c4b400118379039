from django.urls import path

from activities import views

app_name = "activities"
urlpatterns = [
    path("", views.activity_list, name="list"),
    path("new/", views.activity_new, name="new"),
    path("review/", views.activity_review, name="review"),
    path("plausibility/", views.activity_plausibility, name="plausibility"),
    path("nothing-to-report/", views.nothing_new, name="nothing"),
    path("nothing-to-report/<int:pk>/withdraw/", views.nothing_withdraw, name="nothing_withdraw"),
    path("<uuid:pk>/", views.activity_detail, name="detail"),
    path("<uuid:pk>/edit/", views.activity_edit, name="edit"),
    path("<uuid:pk>/delete/", views.activity_delete, name="delete"),
    path("<uuid:pk>/submit/", views.activity_submit, name="submit"),
    path("<uuid:pk>/approve/", views.activity_approve, name="approve"),
    path("<uuid:pk>/return/", views.activity_return, name="return"),
    path("<uuid:pk>/reopen/", views.activity_reopen, name="reopen"),
    path("<uuid:pk>/decisions/<int:decision_pk>/done/", views.decision_done, name="decision_done"),
    path("<uuid:pk>/evidence/<uuid:evidence_pk>/", views.evidence_file, name="evidence"),
    path(
        "<uuid:pk>/evidence/<uuid:evidence_pk>/delete/",
        views.evidence_delete,
        name="evidence_delete",
    ),
]

plan = (
    [
        path("new/", views.plan_new, name="new"),
        path("<int:pk>/edit/", views.plan_edit, name="edit"),
        path("<int:pk>/delete/", views.plan_delete, name="delete"),
    ],
    "plan",
)
