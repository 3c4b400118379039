"""Every address of the site, and who may open it, by GET and by POST.

A cell is "what GET answers/what POST answers"; `in` is the way to the sign-in page. The activity
is the officer's, submitted, in a upazila of Feni; POST sends little. An address that is not in
here fails test_access.py: say who may open it.
"""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

EVERYBODY = ("anonymous", "officer", "stranger", "manager", "other_manager", "administrator")

TABLE = """
route                                anonymous officer   stranger  manager   other     administrator

dashboards:programme                  200/405   200/405   200/405   200/405   200/405   200/405
dashboards:home                       in/in     200/405   200/405   200/405   200/405   200/405
dashboards:project                    in/in     200/405   200/405   200/405   200/405   200/405
dashboards:project?format=csv         in/in     200/405   200/405   200/405   200/405   200/405
dashboards:district                   in/in     200/405   404/405   200/405   404/405   200/405
dashboards:district?format=csv        in/in     200/405   404/405   200/405   404/405   200/405
dashboards:upazila                    in/in     200/405   404/405   200/405   404/405   200/405
dashboards:upazila?format=csv         in/in     200/405   404/405   200/405   404/405   200/405
dashboards:targets                    in/in     200/405   200/405   200/405   200/405   200/405
dashboards:targets?format=csv         in/in     200/405   200/405   200/405   200/405   200/405

dashboards:committees                 in/in     200/405   200/405   200/405   200/405   200/405
dashboards:committees?format=csv      in/in     200/405   200/405   200/405   200/405   200/405
dashboards:committee                  in/in     200/405   404/405   200/405   404/405   200/405

committees:new                        in/in     200/422   200/422   200/422   200/422   200/422
committees:edit                       in/in     200/409   404/404   200/409   404/404   200/409
committees:edit#of_district           in/in     403/403   404/404   200/409   404/404   200/409

dashboards:reporting                  in/in     200/405   200/405   200/405   200/405   200/405
dashboards:reporting?format=csv       in/in     200/405   200/405   200/405   200/405   200/405
dashboards:reporting?place=BD2030     in/in     200/405   404/405   200/405   404/405   200/405
dashboards:plan                       in/in     200/405   200/405   200/405   200/405   200/405
dashboards:plan?place=BD20300014      in/in     200/405   404/405   200/405   404/405   200/405
plan:new                              in/in     200/422   200/422   200/422   200/422   200/422
plan:edit                             in/in     403/403   404/404   200/422   404/404   200/422
plan:delete                           in/in     403/403   404/404   200/302   404/404   200/302

activities:list                       in/in     200/405   200/405   200/405   200/405   200/405
activities:list?format=csv            in/in     200/405   200/405   200/405   200/405   200/405
activities:new                        in/in     200/422   200/422   200/422   200/422   200/422
activities:review                     in/in     403/405   403/405   200/405   200/405   200/405
activities:plausibility               in/in     403/405   403/405   200/405   200/405   200/405
activities:detail                     in/in     200/405   404/405   200/405   404/405   200/405
activities:detail#draft               in/in     200/405   404/405   404/405   404/405   404/405
activities:edit                       in/in     200/422   404/404   403/403   404/404   403/403
activities:edit#draft                 in/in     200/422   404/404   404/404   404/404   404/404
activities:edit#approved              in/in     403/422   404/404   403/403   404/404   403/403
activities:delete                     in/in     403/403   404/404   403/403   404/404   403/403
activities:delete#draft               in/in     200/302   404/404   404/404   404/404   404/404
activities:submit                     in/in     302/302   302/404   302/403   302/404   302/403
activities:submit#draft               in/in     302/302   302/404   302/404   302/404   302/404
activities:approve                    in/in     302/403   302/404   302/302   302/404   302/302
activities:return                     in/in     302/403   302/404   302/422   302/404   302/422
activities:reopen                     in/in     302/403   302/404   302/403   302/404   302/403
activities:reopen#approved            in/in     302/403   302/404   302/422   302/404   302/422
activities:nothing                    in/in     200/422   200/422   200/422   200/422   200/422
activities:nothing_withdraw           in/in     200/302   404/404   200/302   404/404   200/302
activities:decision_done              in/in     302/422   404/404   302/422   404/404   302/422
activities:evidence                   in/in     200/405   404/405   200/405   404/405   200/405
activities:evidence_delete            in/in     200/302   404/404   403/403   404/404   403/403

imports:new                           in/in     200/422   200/422   200/422   200/422   200/422
imports:template                      in/in     422/405   422/405   422/405   422/405   422/405
imports:detail                        in/in     200/405   404/405   404/405   404/405   404/405
imports:check                         in/in     302/302   404/404   404/404   404/404   404/404
imports:confirm                       in/in     302/302   404/404   404/404   404/404   404/404

reports:list                          in/in     403/405   403/405   200/405   200/405   200/405
reports:freeze                        in/in     403/403   403/403   200/422   200/422   200/422
reports:new                           in/in     403/403   403/403   200/422   200/422   200/422
reports:snapshot                      in/in     403/405   403/405   200/405   404/405   200/405
reports:report                        in/in     403/405   403/405   200/405   404/405   200/405
reports:edit                          in/in     403/403   403/403   200/422   404/404   200/422
reports:delete                        in/in     403/403   403/403   200/302   404/404   200/302
reports:file?lang=bn                   in/in     403/405   403/405   200/405   404/405   200/405
exchange:files                       in/in     200/405   200/405   200/405   200/405   200/405
exchange:file                        in/in     200/405   200/405   200/405   200/405   200/405
exchange:file?results                in/in     200/405   200/405   200/405   200/405   200/405

projects:targets                      in/in     403/403   403/403   403/403   403/403   200/302
projects:targets_file                 in/in     403/405   403/405   403/405   403/405   200/405
projects:targets_upload               in/in     403/403   403/403   403/403   403/403   200/422
projects:measurements                 in/in     403/405   403/405   200/405   200/405   200/405
projects:measurement                  in/in     403/403   403/403   200/409   404/404   200/409
projects:measurement_file             in/in     403/405   403/405   200/405   404/405   200/405

outbox:outbox                         in/401    200/415   200/415   200/415   200/415   200/415
outbox:hello                          401/405   200/405   200/405   200/405   200/405   200/405
outbox:receipts                       401/405   200/405   200/405   200/405   200/405   200/405
outbox:file                           405/405   405/405   405/405   405/405   405/405   405/405
outbox:receipt_find                   in/in     200/405   200/405   200/405   200/405   200/405
outbox:receipt                        in/in     200/405   404/405   200/405   404/405   200/405
outbox:quarantine                     in/in     403/405   403/405   200/405   200/405   200/405
outbox:quarantined                    in/in     403/403   404/404   200/422   404/404   200/422
outbox:reject                         in/in     403/403   404/404   302/422   404/404   302/422
outbox:try_again                      in/in     403/403   404/404   302/302   404/404   302/302
outbox:quarantined_file               in/in     200/405   404/405   200/405   404/405   200/405
outbox:devices                        in/in     403/405   403/405   200/405   200/405   200/405
outbox:copies                         in/in     200/422   200/422   200/422   200/422   200/422

manifest                              200/405   200/405   200/405   200/405   200/405   200/405
worker                                200/405   200/405   200/405   200/405   200/405   200/405
language                              405/302   405/302   405/302   405/302   405/302   405/302
healthz                               200/200   200/200   200/200   200/200   200/200   200/200

account_login                         200/200   302/302   302/302   302/302   302/302   302/302
account_logout                        in/in     200/in    200/in    200/in    200/in    200/in
account_inactive                      200/405   200/405   200/405   200/405   200/405   200/405
account_reauthenticate                in/in     200/200   200/200   200/200   200/200   200/200
account_change_password               in/in     200/200   200/200   200/200   200/200   200/200
account_set_password                  in/in     302/302   302/302   302/302   302/302   302/302
account_reset_password                200/200   200/200   200/200   200/200   200/200   200/200
account_reset_password_done           200/405   200/405   200/405   200/405   200/405   200/405
account_reset_password_from_key       200/200   200/200   200/200   200/200   200/200   200/200
account_reset_password_from_key_done  200/405   200/405   200/405   200/405   200/405   200/405
mfa_index                             in/in     200/405   200/405   200/405   200/405   200/405
mfa_authenticate                      in/in     302/302   302/302   302/302   302/302   302/302
mfa_reauthenticate                    in/in     302/302   302/302   302/302   302/302   302/302
mfa_activate_totp                     in/in     302/302   302/302   302/302   302/302   302/302
mfa_deactivate_totp                   in/in     404/404   404/404   404/404   404/404   404/404
mfa_view_recovery_codes               in/in     404/405   404/405   404/405   404/405   404/405
mfa_generate_recovery_codes           in/in     302/302   302/302   302/302   302/302   302/302
mfa_download_recovery_codes           in/in     404/404   404/404   404/404   404/404   404/404

admin:index                           in/in     403/403   403/403   403/403   403/403   200/200
admin:login                           in/in     403/403   403/403   403/403   403/403   302/302
admin:logout                          in/in     403/403   403/403   403/403   403/403   302/302
admin:password_change                 in/in     403/403   403/403   403/403   403/403   302/302
admin:password_change_done            in/in     403/403   403/403   403/403   403/403   200/405
admin:autocomplete                    in/in     403/403   403/403   403/403   403/403   200/405
admin:jsi18n                          in/in     403/403   403/403   403/403   403/403   200/405
admin:view_on_site                    in/in     403/403   403/403   403/403   403/403   302/302
admin:app_list                        in/in     403/403   403/403   403/403   403/403   200/200
admin:(?P<url>.*)$                    in/in     403/403   403/403   403/403   403/403   404/404
admin:auth_user_password_change       in/in     403/403   403/403   403/403   403/403   200/200
"""

# Of every model in the administration, for an administrator; all others are treated as above.
KEPT = {
    "changelist": "200/200",
    "add": "200/200",
    "history": "200/200",
    "delete": "200/200",
    "change": "200/200",
    "<path:object_id>/": "302/302",
}
FROM_FILES = {"import": "200/200", "process_import": "405/200", "export": "200/200"}
LOOKED_AT = KEPT | {"add": "403/403", "delete": "403/403", "change": "200/403"}


def rows():
    for line in TABLE.split("\n"):
        name, *cells = line.split() or [""]
        if cells and name != "route":
            yield name, dict(zip(EVERYBODY, cells, strict=True))


def administered():
    """For each model: what its pages answer to an administrator."""
    for model, page in admin.site._registry.items():
        looked_at = model._meta.model_name in (
            "activity",
            "participation",
            "distribution",
            "decision",
            "evidence",
            "plannedactivity",
            "nothingtoreport",
            "device",
            "delivery",
            "deliveredfile",
            "snapshot",
            "report",
        )
        pages = LOOKED_AT if looked_at else KEPT
        if hasattr(page, "import_action"):
            pages = pages | FROM_FILES
        yield model, pages


def admin_route(model, page):
    return (
        f"admin:{page}"
        if "<" in page
        else f"admin:{model._meta.label_lower.replace('.', '_')}_{page}"
    )


def admin_address(model, page, things):
    thing = things[model._meta.model_name]
    if "<" in page:
        return f"{reverse(admin_route(model, 'changelist'))}{thing.pk}/"
    on_one = page in ("history", "delete", "change")
    return reverse(admin_route(model, page), args=[thing.pk] if on_one else [])


def address(name, things):
    route, _question, query = name.partition("?")
    route, _hash, state = route.partition("#")
    activity = things[state or "activity"]
    measurement = things["measurement"]
    typed = [
        things["indicator"].code,
        things["upazila"].pk,
        measurement.quarter.year,
        (measurement.quarter.month + 2) // 3,
    ]
    if name.startswith("admin:("):
        return "/admin/nothing/"
    if route == "admin:autocomplete":
        return reverse(route) + "?app_label=projects&model_name=project&field_name=upazilas&term=fe"
    arguments = {
        "dashboards:district": [things["district"].pk],
        "dashboards:committee": [things["committee"].pk],
        "committees:edit": [things[state or "committee"].pk],
        "dashboards:upazila": [things["upazila"].pk],
        "plan:edit": [things["plannedactivity"].pk],
        "plan:delete": [things["plannedactivity"].pk],
        "activities:nothing": [],
        "activities:plausibility": [],
        "activities:nothing_withdraw": [things["nothingtoreport"].pk],
        "activities:decision_done": [activity.pk, things["decision"].pk],
        "imports:detail": [things["import"].pk],
        "imports:check": [things["import"].pk],
        "imports:confirm": [things["import"].pk],
        "activities:evidence": [activity.pk, things["evidence"].pk],
        "activities:evidence_delete": [activity.pk, things["evidence"].pk],
        "reports:snapshot": [things["snapshot"].pk],
        "reports:report": [things["report"].pk],
        "reports:edit": [things["report"].pk],
        "reports:delete": [things["report"].pk],
        "reports:file": [things["report"].pk, "xlsx"],
        "exchange:file": ["iati.xml" if query == "results" else "activities.csv"],
        "outbox:file": [things["delivery"].pk, things["deliveredfile"].uuid],
        "outbox:receipt": [things["delivery"].receipt],
        "outbox:quarantined": [things["delivery"].pk],
        "outbox:reject": [things["delivery"].pk],
        "outbox:try_again": [things["delivery"].pk],
        "outbox:quarantined_file": [things["delivery"].pk, things["deliveredfile"].uuid],
        "projects:measurement": typed,
        "projects:measurement_file": typed,
        "account_reset_password_from_key": ["1", "set-password"],
        "admin:view_on_site": [ContentType.objects.get_for_model(activity).pk, activity.pk],
        "admin:app_list": ["districts"],
        "admin:auth_user_password_change": [things["user"].pk],
    }
    if route.startswith("activities:") and route.partition(":")[2] not in ("list", "new", "review"):
        arguments.setdefault(route, [activity.pk])
    path = reverse(route, args=arguments.get(route, []))
    if query and route.startswith("dashboards:"):
        query += "&table=parts" if route == "dashboards:targets" else "&table=months"
    return f"{path}?{query}" if query else path
