"""Who may open what: every address of the site, for everybody, by GET and by POST.

A cell is "what GET answers/what POST answers"; `in` is the way to the sign-in page. The activity
is the officer's, submitted, in a upazila of Feni; POST sends little. An address that is not in
here fails the first test: say who may open it.
"""

from http.cookies import SimpleCookie

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from outbox.envelope import Envelope
from outbox.reading import read_into_log
from outbox.sealing import keys
from outbox.services import receive, receive_file
from outbox.tests.phone import Phone
from trafficking_program.tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    DecisionFactory,
    DistributionFactory,
    EvidenceFactory,
    ImportFactory,
    IndicatorFactory,
    MaterialFactory,
    MeasurementFactory,
    NothingToReportFactory,
    OrganisationFactory,
    OutcomeFactory,
    ParticipationFactory,
    PlannedActivityFactory,
    ReportFactory,
    SnapshotFactory,
    TargetFactory,
)

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

dashboards:coverage                   in/in     200/405   200/405   200/405   200/405   200/405
dashboards:coverage?format=csv        in/in     200/405   200/405   200/405   200/405   200/405
dashboards:coverage?place=BD2030      in/in     200/405   404/405   200/405   404/405   200/405
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
reports:exports                       in/in     200/405   200/405   200/405   200/405   200/405
reports:export                        in/in     200/405   200/405   200/405   200/405   200/405
reports:export?results                in/in     200/405   200/405   200/405   200/405   200/405

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


def route_of(name):
    return name if name.startswith("admin:(") else name.partition("?")[0].partition("#")[0]


def routes(resolver=None, namespaces=()):
    """The name of every address; where there is none, its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from routes(pattern, inner)
        else:
            yield ":".join([*namespaces, pattern.name or str(pattern.pattern)])


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


@pytest.fixture
def things(cast):
    """One of everything; the activity is the officer's, submitted, in Chhagalnaiya."""
    where = {"project": cast.project, "upazila": cast.chhagalnaiya, "officer": cast.officer}
    submitted = ActivityFactory(**where, activity_type=cast.courtyard)
    ParticipationFactory(activity=submitted, target_group=cast.women_at_risk)
    evidence = EvidenceFactory(activity=submitted)
    decision = DecisionFactory(activity=submitted)
    type(submitted).objects.filter(pk=submitted.pk).update(
        status="submitted", submitted_at=submitted.created_at
    )
    material = MaterialFactory(activity_type__code="distribution")
    handed_out = ActivityFactory(**where, activity_type=material.activity_type)
    distribution = DistributionFactory(activity=handed_out, material=material)
    type(submitted).objects.filter(pk=handed_out.pk).update(
        status="submitted", submitted_at=submitted.created_at
    )
    delivery = quarantined(cast)
    return {
        "activity": submitted,
        "draft": ActivityFactory(**where, activity_type=cast.courtyard, women=3),
        "approved": ActivityFactory(
            **where, activity_type=cast.courtyard, women=3, status="approved"
        ),
        "evidence": evidence,
        "decision": decision,
        "nothingtoreport": NothingToReportFactory(**where),
        "import": ImportFactory(project=cast.project, upazila=cast.chhagalnaiya, user=cast.officer),
        "plannedactivity": PlannedActivityFactory(
            project=cast.project,
            activity_type=cast.courtyard,
            upazila=cast.chhagalnaiya,
            planned_by=cast.manager,
        ),
        "participation": submitted.participations.get(),
        "distribution": distribution,
        "material": material,
        "activitytype": cast.courtyard,
        "division": cast.feni.division,
        "district": cast.feni,
        "committee": CommitteeFactory(project=cast.project, upazila=cast.chhagalnaiya),
        "of_district": CommitteeFactory(
            project=cast.project, level="district", district=cast.feni, upazila=None
        ),
        "upazila": cast.chhagalnaiya,
        "union": cast.mohamaya,
        "user": cast.officer,
        "targetgroup": cast.women_at_risk,
        "project": cast.project,
        "organisation": OrganisationFactory(),
        "outcome": (outcome := OutcomeFactory(project=cast.project)),
        "indicator": (typed := IndicatorFactory(outcome=outcome, measure="typed")),
        "target": TargetFactory(indicator=typed, upazila=cast.chhagalnaiya),
        "measurement": MeasurementFactory(
            indicator=typed,
            upazila=cast.chhagalnaiya,
            file=SimpleUploadedFile("scan.pdf", b"%PDF-1.4"),
        ),
        "snapshot": (
            snapshot := SnapshotFactory(
                project=cast.project, district=cast.feni, frozen_by=cast.manager
            )
        ),
        "report": ReportFactory(
            project=cast.project,
            district=cast.feni,
            snapshot=snapshot,
            first_quarter=snapshot.quarter,
            created_by=cast.manager,
        ),
        "device": delivery.device,
        "delivery": delivery,
        "deliveredfile": delivery.files.get(),
    }


def quarantined(cast):
    """A record of the officer's that says nothing, with a scan, for a person to look at."""
    phone = Phone(cast.officer.pk, keys()[0].shown)
    scan = ("scan.pdf", b"%PDF-1.4 %%EOF")
    record = phone.seal([["submit", "1"]], project=cast.project.slug, photos=[scan])
    delivery, _is_new = receive(Envelope.read(record.body), cast.officer)
    file = delivery.files.get()
    receive_file(file, record.files[str(file.uuid)])
    read_into_log(delivery.pk)
    return delivery


def address(name, things):
    from django.contrib.contenttypes.models import ContentType

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
        "reports:export": ["iati.xml" if query == "results" else "activities.csv"],
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


def answer(client, method, path):
    """What the address answers; whatever it did is undone."""
    with transaction.atomic():
        sent = {"version": "1"} if path.startswith("/activities/") else {}
        response = getattr(client, method)(path, sent if method == "post" else {})
        for _chunk in response if response.streaming else ():
            pass
        transaction.set_rollback(True)
    location = response.headers.get("Location", "")
    to_sign_in = location.startswith((reverse("account_login"), reverse("admin:login")))
    return "in" if to_sign_in else str(response.status_code)


@pytest.fixture(scope="module")
def browser():
    """One for all: a new one would start the whole site anew."""
    return Client(raise_request_exception=False)


@pytest.fixture
def ask(browser, cast):
    """`ask("officer", path)`: what GET and POST answer to the officer."""
    cookies = {}
    for who in EVERYBODY:
        browser.cookies.clear()
        if who != "anonymous":
            browser.force_login(cast[who])
        cookies[who] = browser.cookies.output(header="").strip()

    def ask(who, path):
        answers = []
        for method in ("get", "post"):
            browser.cookies = SimpleCookie(cookies[who])
            answers.append(answer(browser, method, path))
        return "/".join(answers)

    return ask


def test_every_address_is_in_the_table():
    known = {route_of(name) for name, _cells in rows()}
    known |= {admin_route(model, page) for model, pages in administered() for page in pages}

    there = set(routes())

    assert there - known == set(), "say in TABLE who may open these"
    assert known - there == set(), "these are gone"


def test_an_address_that_is_not_in_the_table_is_noticed(settings):
    settings.ROOT_URLCONF = "accounts.urls"

    assert set(routes()) < {route_of(name) for name, _cells in rows()}
    assert "healthz" not in set(routes())


@pytest.mark.parametrize(("name", "expected"), list(rows()), ids=[name for name, _cells in rows()])
def test_who_may_open_it(ask, things, name, expected):
    path = address(name, things)

    found = {who: ask(who, path) for who in EVERYBODY}

    assert found == expected


@pytest.mark.parametrize(
    ("model", "pages"), list(administered()), ids=lambda value: getattr(value, "__name__", "")
)
def test_who_may_administer_it(ask, things, model, pages):
    thing = things[model._meta.model_name]
    found, expected = {}, {}
    for page, status in pages.items():
        if "<" in page:
            path = f"{reverse(admin_route(model, 'changelist'))}{thing.pk}/"
        else:
            on_one = page in ("history", "delete", "change")
            path = reverse(admin_route(model, page), args=[thing.pk] if on_one else [])
        for who in EVERYBODY:
            expected[page, who] = {"anonymous": "in/in", "administrator": status}.get(
                who, "403/403"
            )
            found[page, who] = ask(who, path)

    assert found == expected
