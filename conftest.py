"""What every test may ask for: a small cast and the places they work in."""

import datetime
import gc
import os
import pickle
import random
from dataclasses import dataclass

import hypothesis
import pgtrigger
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.template import engines
from django.test import TransactionTestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from zeal.constants import initialize_app_registry
from zeal.patch import patch

from accounts.models import User
from activities.models import ActivityType
from beneficiaries.models import TargetGroup
from districts.models import District, Division, Union, Upazila
from outbox.encryption import new_key
from projects.models import Project
from tests.factories import (
    ActivityTypeFactory,
    DistrictFactory,
    ProjectFactory,
    TargetGroupFactory,
    UnionFactory,
    UpazilaFactory,
    UserFactory,
)
from trafficking_program.tests.unknown import Unknown

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile(
    "any machine",
    hypothesis.settings(),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("any machine")


@dataclass
class Cast:
    """Feni has two upazilas, Brahmanbaria one; each has its people."""

    feni: District
    feni_sadar: Upazila
    chhagalnaiya: Upazila
    mohamaya: Union
    brahmanbaria: District
    akhaura: Upazila
    project: Project
    courtyard: ActivityType
    women_at_risk: TargetGroup
    officer: User
    manager: User
    stranger: User
    other_manager: User
    administrator: User

    def __getitem__(self, name: str) -> User:
        return getattr(self, name)


MODELS_OF_THE_CAST = (
    Division,
    District,
    Upazila,
    Union,
    TargetGroup,
    ActivityType,
    Project,
    Project.upazilas.through,
    Project.target_groups.through,
    User,
    User.upazilas.through,
    User.districts.through,
)
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def stored_cast(django_db_setup, django_db_blocker):
    """The cast as the factories make it, pickled; and SQL that stores its rows once more."""
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=QUICK_HASHERS),
        transaction.atomic(),
    ):
        made = pickle.dumps(make_cast())
        rows = [list(model._base_manager.all()) for model in MODELS_OF_THE_CAST]
        transaction.set_rollback(True)
    with django_db_blocker.unblock(), transaction.atomic():
        with CaptureQueriesContext(connection) as said:
            for model, several in zip(MODELS_OF_THE_CAST, rows, strict=True):
                model._base_manager.bulk_create(several)
        transaction.set_rollback(True)
    return made, ";".join(query["sql"] for query in said if query["sql"].startswith("INSERT"))


@pytest.fixture
def cast(stored_cast, db) -> Cast:
    """Stored at once instead of in 40 statements, since most tests ask for it."""
    if District.objects.exists():  # the reference data, which have places of it already
        return make_cast()
    made, rows = stored_cast
    with connection.cursor() as cursor:
        cursor.execute(rows)
    return pickle.loads(made)


def make_cast() -> Cast:
    feni = DistrictFactory(pcode="BD2030", name_en="Feni", name_bn="ফেনী")
    feni_sadar = UpazilaFactory(
        pcode="BD20300029", district=feni, name_en="Feni Sadar", name_bn="ফেনী সদর"
    )
    chhagalnaiya = UpazilaFactory(
        pcode="BD20300014", district=feni, name_en="Chhagalnaiya", name_bn="ছাগলনাইয়া"
    )
    brahmanbaria = DistrictFactory(pcode="BD2012", name_en="Brahmanbaria", name_bn="ব্রাহ্মণবাড়িয়া")
    akhaura = UpazilaFactory(
        pcode="BD20120002", district=brahmanbaria, name_en="Akhaura", name_bn="আখাউড়া"
    )
    # It ends last, though a project of a test that runs after midnight ends a day later than usual:
    # of those that run, the last to end is the one that a page shows.
    project = ProjectFactory(
        slug="courtyards",
        title_en="Courtyards",
        title_bn="উঠান",
        ends_on=timezone.localdate() + datetime.timedelta(days=402),
    )
    project.upazilas.add(feni_sadar, chhagalnaiya, akhaura)
    women_at_risk = TargetGroupFactory(
        code="women-at-risk", name_en="Women at risk", name_bn="ঝুঁকিতে থাকা নারী"
    )
    project.target_groups.add(women_at_risk)
    return Cast(
        feni=feni,
        feni_sadar=feni_sadar,
        chhagalnaiya=chhagalnaiya,
        mohamaya=UnionFactory(upazila=chhagalnaiya, name_en="Mohamaya", name_bn="মহামায়া"),
        brahmanbaria=brahmanbaria,
        akhaura=akhaura,
        project=project,
        courtyard=ActivityTypeFactory(
            code="courtyard-meeting", name_en="Courtyard meeting", name_bn="উঠান বৈঠক"
        ),
        women_at_risk=women_at_risk,
        officer=UserFactory(username="officer", upazilas=[feni_sadar, chhagalnaiya]),
        manager=UserFactory(username="manager", role="manager", districts=[feni]),
        stranger=UserFactory(username="stranger", upazilas=[akhaura]),
        other_manager=UserFactory(
            username="other_manager", role="manager", districts=[brahmanbaria]
        ),
        administrator=UserFactory(username="administrator", role="administrator"),
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """`launcher exec --migrated` migrates once, and each worker begins with a copy of that."""
    if "MIGRATED_DATABASE" in os.environ:
        connection.settings_dict["TEST"]["TEMPLATE"] = os.environ["MIGRATED_DATABASE"]


@pytest.fixture
def measured(record_property):
    """`measured(what, how_much, found)` adds a line to the table that `make test-slow` ends with.

    The seconds are those of the whole test, unless they are given.
    """

    def note(what, how_much, found, seconds=None):
        record_property("measured", [what, how_much, found, seconds])

    return note


def pytest_terminal_summary(terminalreporter):
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if "slow" in report.keywords and report.when == "call"
    ]
    lines = [
        (what, how_much, found, f"{report.duration if seconds is None else seconds:.0f}")
        for report in reports
        for name, (what, how_much, found, seconds) in report.user_properties
        if name == "measured"
    ]
    if lines:
        terminalreporter.section("at full size")
        for what, how_much, found, seconds in [("what", "how much", "found", "seconds"), *lines]:
            terminalreporter.line(f"{what:60} {how_much:>28} {found:>28} {seconds:>8}")


def pytest_addoption(parser):
    parser.addoption("--shuffle", metavar="SEED", help="run the tests in an order of this number")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Every worker has its share of the browser tests, and begins with them.

    They take longest: the last of them would keep one worker busy while the others have nothing.
    """
    if seed := config.getoption("shuffle"):
        random.Random(seed).shuffle(items)
    workers = getattr(config, "workerinput", {"workercount": 1})["workercount"]
    browsers = [item for item in items if item.get_closest_marker("browser")]
    others = [item for item in items if not item.get_closest_marker("browser")]
    items[:] = [
        item
        for worker in range(workers)
        for some in (browsers, others)
        for item in some[len(some) * worker // workers : len(some) * (worker + 1) // workers]
    ]


def pytest_collection_finish():
    """What was imported stays. To look through it for garbage takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def unknown_variables_fail():
    """Those that our own templates write."""
    options = settings.TEMPLATES[0]["OPTIONS"]
    options["string_if_invalid"] = engines["django"].engine.string_if_invalid = Unknown()


@pytest.fixture(scope="session", autouse=True)
def zeal_listens():
    """What the app does when it is installed; production has no use for it."""
    initialize_app_registry()
    patch()


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied():
    """After a test with transactions of its own; a frozen quarter goes only for that."""
    with pytest.MonkeyPatch.context() as tests:
        set_aside = pgtrigger.ignore("reports.Snapshot:is_not_emptied")
        emptied = TransactionTestCase._fixture_teardown
        tests.setattr(TransactionTestCase, "_fixture_teardown", set_aside(emptied))
        yield


@pytest.fixture(scope="session")
def outbox_key():
    return new_key(2048)


@pytest.fixture(autouse=True)
def settings_for_tests(settings, outbox_key):
    """Hashing passwords slowly and naming static files by their content are for production.

    So is reading all static files before the first request, which here is that of each test.
    Every request is listened to for related rows fetched one by one.
    """
    listening = "tests.listening.listening_middleware"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, listening]
    settings.OUTBOX_KEYS = outbox_key
    settings.PASSWORD_HASHERS = QUICK_HASHERS
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True
