from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from activities.urls import plan as planning
from trafficking_program import installable, views

urlpatterns = [
    path("", include("dashboards.urls")),
    path("", include("reports.urls")),
    path("exports/", include("exchange.urls")),
    path("committees/", include("committees.urls")),
    path("activities/", include("activities.urls")),
    path("outbox/", include("outbox.urls")),
    path("import/", include("activities.excel.urls")),
    path("targets/", include("projects.urls")),
    path("plan/", include(planning)),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("sw.js", installable.worker, name="worker"),
]
if settings.DEBUG:
    urlpatterns.append(path("__debug__/", include("debug_toolbar.urls")))

handler400 = "trafficking_program.views.bad_request"
handler403 = "trafficking_program.views.permission_denied"
handler404 = "trafficking_program.views.page_not_found"
handler500 = "trafficking_program.views.server_error"
