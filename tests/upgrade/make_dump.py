"""How the database beside this file was made, by the code of commit 0addae8.

In a checkout of that commit, after `make pytest ARGS=--version` (which installs what is needed and
compiles the catalogues), with FOLDER for where this file lies:

    . .venv/bin/activate; export PYTHONPATH=.
    python -m trafficking_program.launcher exec --throwaway -- python FOLDER/make_dump.py

It was run on 1 December 2026, beside a new and empty database of PostgreSQL 18, and wrote:

* database_0addae8.sql.gz: the whole demonstration, after its people had worked as below, by the
  pages. Only sessions and the cache are left out. It is plain SQL for psql 15 or newer and for
  PostgreSQL 15 or newer: lines that only newer ones know are taken out.
* database_0addae8.json: what plain SQL counted in it, with the SQL.
* outbox_key_test_only.pem: the key of its records from phones. It was made for this and opens
  nothing else; another run takes the one it finds.

Photos and scans are not kept: rows of evidence, and of one typed value, name files that are not
there.
"""

import base64
import datetime
import gzip
import io
import json
import os
import subprocess
import tempfile
import uuid
from pathlib import Path

import django

django.setup()

from activities.tests.sheets import Office  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402
from outbox.sealing import keys, new_key, read_keys  # noqa: E402
from PIL import Image  # noqa: E402
from trafficking_program.embedded import embedded_programs  # noqa: E402

from accounts.models import User  # noqa: E402
from activities.models import Activity, ActivityType, Import  # noqa: E402
from beneficiaries.models import TargetGroup  # noqa: E402
from districts.models import Union, Upazila  # noqa: E402
from outbox.models import Delivery  # noqa: E402
from outbox.services import Envelope, receive  # noqa: E402
from outbox.tests.phone import Phone  # noqa: E402
from projects.models import Project  # noqa: E402
from reports.models import Report, Snapshot  # noqa: E402

HERE = Path(__file__).parent
KEY = HERE / "outbox_key_test_only.pem"
QUARTER = datetime.date(2026, 7, 1)
FENI, CHHAGALNAIYA, AKHAURA, ADARSHA_SADAR = "BD2030", "BD20300014", "BD20120002", "BD20190067"
ONLY_NEWER_KNOW = ("SET transaction_timeout", "\\restrict", "\\unrestrict")

FACTS = {
    "activities by status": """
        SELECT a.status, count(DISTINCT a.id), sum(p.people), sum(p.first_time),
            sum(p.with_disability)
        FROM activities_activity a LEFT JOIN activities_participation p ON p.activity_id = a.id
        GROUP BY 1 ORDER BY 1""",
    "approved contacts by upazila and month": """
        SELECT a.upazila_id, to_char(a.starts_on, 'YYYY-MM'), count(DISTINCT a.id), sum(p.people)
        FROM activities_activity a LEFT JOIN activities_participation p ON p.activity_id = a.id
        WHERE a.status = 'approved' GROUP BY 1, 2 ORDER BY 1, 2""",
    "materials by status": """
        SELECT a.status, m.code, sum(d.quantity) FROM activities_distribution d
        JOIN activities_activity a ON a.id = d.activity_id
        JOIN activities_material m ON m.id = d.material_id GROUP BY 1, 2 ORDER BY 1, 2""",
    "history of activities": """
        SELECT pgh_label, status, count(*) FROM activities_activityevent
        GROUP BY 1, 2 ORDER BY 1, 2""",
    "decisions of committees": """
        SELECT c.level, count(*), count(d.done_on) FROM activities_decision d
        JOIN activities_activity a ON a.id = d.activity_id
        JOIN committees_committee c ON c.id = a.committee_id GROUP BY 1 ORDER BY 1""",
    "targets": """
        SELECT p.slug, i.code, count(*), sum(t.value) FROM projects_target t
        JOIN projects_indicator i ON i.id = t.indicator_id
        JOIN projects_project p ON p.id = i.project_id GROUP BY 1, 2 ORDER BY 1, 2""",
    "typed values": """
        SELECT i.code, m.upazila_id, m.quarter, m.value, m.source, m.file_name
        FROM projects_measurement m JOIN projects_indicator i ON i.id = m.indicator_id
        ORDER BY 1, 2, 3""",
    "months with nothing to report": """
        SELECT upazila_id, month, reason, note FROM activities_nothingtoreport ORDER BY 1, 2""",
    "plan": """
        SELECT upazila_id, month, count(day), sum(number) FROM activities_plannedactivity
        GROUP BY 1, 2 ORDER BY 1, 2""",
    "uploaded sheets": """
        SELECT i.id, u.username, i.upazila_id, i.month, i.file_name, i.confirmed_at,
            md5(i.rows::text), md5(i.results::text)
        FROM activities_import i JOIN accounts_user u ON u.id = i.user_id ORDER BY 1""",
    "frozen quarters": """
        SELECT s.id, coalesce(s.district_id, ''), s.quarter, s.revision, u.username, s.sha256,
            upper(left(s.sha256, 4) || '-' || substr(s.sha256, 5, 4)) AS check_code,
            md5(s.contents::text), md5(s.places::text)
        FROM reports_snapshot s JOIN accounts_user u ON u.id = s.frozen_by_id ORDER BY 1""",
    "reports": """
        SELECT r.id, r.title, r.snapshot_id, coalesce(r.district_id, r.upazila_id, ''),
            r.first_quarter, string_agg(n.text, '|' ORDER BY n.id)
        FROM reports_report r LEFT JOIN reports_narrative n ON n.report_id = r.id
        GROUP BY r.id ORDER BY 1""",
    "records from phones": """
        SELECT d.receipt, d.id, d.state, d.trouble, d.note, a.username, carrier.username,
            decided.username, d.activity_id, d.upazila_id, d.sha256,
            encode(sha256(d.body), 'hex') = d.sha256
        FROM outbox_delivery d JOIN accounts_user a ON a.id = d.author_id
        LEFT JOIN accounts_user carrier ON carrier.id = d.carried_by_id
        LEFT JOIN accounts_user decided ON decided.id = d.decided_by_id ORDER BY 1""",
    "photos of records": """
        SELECT d.receipt, f.uuid, f.size, f.received_at IS NOT NULL,
            encode(sha256(f.content), 'hex') = f.sha256, f.became_evidence_at IS NOT NULL,
            f.left_out
        FROM outbox_deliveredfile f JOIN outbox_delivery d ON d.id = f.delivery_id
        ORDER BY 1, 2""",
    "activities made from a copy that somebody carried": """
        SELECT a.id, a.status, officer.username, carrier.username, decided.username,
            reviewer.username
        FROM activities_activity a JOIN outbox_delivery d ON d.activity_id = a.id
        JOIN accounts_user officer ON officer.id = a.officer_id
        JOIN accounts_user carrier ON carrier.id = d.carried_by_id
        LEFT JOIN accounts_user decided ON decided.id = d.decided_by_id
        LEFT JOIN accounts_user reviewer ON reviewer.id = a.reviewed_by_id ORDER BY 2, 1""",
    "people": """
        SELECT u.username, u.role, u.language, u.is_active,
            string_agg(coalesce(ud.district_id, uu.upazila_id), ' '
                ORDER BY ud.district_id, uu.upazila_id)
        FROM accounts_user u LEFT JOIN accounts_user_districts ud ON ud.user_id = u.id
        LEFT JOIN accounts_user_upazilas uu ON uu.user_id = u.id GROUP BY u.id ORDER BY 1""",
}


def main():
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    call_command("load_demo")
    call_command("load_reference")
    world = World()
    world.freeze_and_report()
    world.type_and_plan()
    world.upload_a_sheet()
    world.send_from_phones()
    dump()
    (HERE / "database_0addae8.json").write_text(counted())


class World:
    """The demonstration's people, each in a browser of their own."""

    def __init__(self):
        self.project = Project.objects.get(slug="demo")
        names = ("officer", "officer2", "manager", "manager.all", "admin")
        self.people = {name: User.objects.get(username=name) for name in names}
        self.browsers = {name: Client() for name in names}
        for name, browser in self.browsers.items():
            browser.force_login(self.people[name])
            browser.get("/home/?project=demo")

    def post(self, who, address, data=None, expected=302, **options):
        answer = self.browsers[who].post(address, data or {}, **options)
        assert answer.status_code == expected, (address, answer.status_code)
        return answer

    def freeze_and_report(self):
        """The whole project once; Feni twice, since an activity was sent back in between."""
        quarter = QUARTER.isoformat()
        self.post("admin", "/reports/freeze/", {"place": "all", "quarter": quarter})
        self.post("manager", "/reports/freeze/", {"place": FENI, "quarter": quarter})
        whole, feni = Snapshot.objects.order_by("pk")
        text = "আগের চেয়ে বেশি উঠান বৈঠক হয়েছে।"
        self.report("admin", whole, "all", "Third quarter of 2026", text)
        self.report("manager", feni, FENI, "ফেনী, তৃতীয় প্রান্তিক", "")
        live = {"title": "Chhagalnaiya so far", "first": quarter, "last": "2026-10-01"}
        self.post("manager", "/reports/new/", live | {"place": CHHAGALNAIYA})

        counted = Activity.objects.filter(project=self.project, status="approved")
        in_feni = counted.filter(upazila__district=FENI, starts_on__gte=QUARTER)
        wrong = in_feni.order_by("starts_on", "pk")[0]
        said = {"version": wrong.version, "note": "সংখ্যা আবার দেখুন।"}
        self.post("manager", f"/activities/{wrong.pk}/reopen/", said)
        self.post("manager", "/reports/freeze/", {"place": FENI, "quarter": quarter})

    def report(self, who, snapshot, place, title, text):
        """With a narrative, if there is one, to introduce it and of the first outcome."""
        self.post(who, f"/reports/new/?snapshot={snapshot.pk}", {"title": title, "place": place})
        made = Report.objects.latest("pk")
        if text:
            number = self.project.outcomes.first().number
            words = {"text-0": f"ভূমিকা। {text}", f"text-{number}": text}
            said = {"version": made.version, "title": title} | words
            self.post(who, f"/reports/{made.pk}/edit/", said)

    def type_and_plan(self):
        """What the demonstration has as well, but typed on the pages."""
        scan = SimpleUploadedFile("register.pdf", b"%PDF-1.4 %%EOF", "application/pdf")
        where = f"/targets/measurements/cases-registered/{ADARSHA_SADAR}/2026/3/"
        typed = {"value": "৪", "source": "থানার মামলার রেজিস্টার", "seen": "", "upload": scan}
        self.post("manager.all", where, typed)
        planned = {
            "activity_type": kind("courtyard-meeting").pk,
            "upazila": CHHAGALNAIYA,
            "month": "2027-03",
            "number": "৩",
        }
        self.post("manager", "/plan/new/", planned)
        assert self.project.committees.filter(activities__committee_decisions__isnull=False)

    def upload_a_sheet(self):
        """Checked, not confirmed: a row that is right, one of a day to come, one without people."""
        officer, where = self.people["officer"], Upazila.objects.get(pk=CHHAGALNAIYA)
        month = datetime.date(2026, 11, 1)
        office = Office(self.browsers["officer"], officer, self.project, where, month)
        group = TargetGroup.objects.filter(projects=self.project).first()
        row = {
            "activity_type": kind("courtyard-meeting").name_bn,
            "union": union().name_en,
            "venue": "মাদ্রাসার মাঠ",
            "starts_on": datetime.date(2026, 11, 12),
            "count_method": "head_count",
            "target_group": group.name_en,
            "girls": "৯",
            "women": 19,
            "first_time": "12",
        }
        wrong = [{"starts_on": datetime.date(2027, 11, 12)}, {"girls": None, "women": None}]
        office.upload(row, *({**row, "venue": "হাট"} | change for change in wrong))
        upload = Import.objects.get()
        assert {result["outcome"] for result in upload.results} == {"new", "wrong"}

    def send_from_phones(self):
        """Each state that a record from a phone may be in, and each way out of it."""
        phone = Phone(self.people["officer"].pk, keys()[0].shown)
        foreign = Phone(self.people["officer"].pk, read_keys(new_key(2048))[0].shown)
        foreign.device, foreign.sequence = phone.device, 100

        def keep(*, on=phone, photos=0, envelope=None, **changes):
            taken = [picture(number) for number in range(photos)]
            fields = [[name, value] for name, value in meeting(**changes).items()]
            return on.seal(fields, project="demo", photos=taken, **(envelope or {}))

        def send(record, *, files=True):
            text = {"content_type": "application/json"}
            self.post("officer", "/outbox/", record.body, 201, **text)
            for file, sealed in record.files.items() if files else ():
                self.put_file(record, file, sealed)
            return f"/outbox/quarantine/{record.uuid}/"

        def carry(record, who):
            files = [
                {"uuid": file, "base64": base64.b64encode(sealed).decode()}
                for file, sealed in record.files.items()
            ]
            text = json.dumps({"sutro": 1, "record": record.body.decode(), "files": files})
            copy = SimpleUploadedFile("record.json", text.encode())
            self.post(who, "/outbox/copies/", {"copy": copy})
            return f"/outbox/quarantine/{record.uuid}/"

        send(keep(photos=2))  # logged
        carry(keep(photos=1), "officer")  # the author's own copy: as if the phone had sent it
        send(keep(venue="", photos=1))  # quarantined: form
        send(keep(upazila=AKHAURA, union=""))  # rights
        send(keep(on=foreign))  # sealed for a key that is not here
        send(keep(envelope={"form": 99}))  # newer
        send(phone.seal("?", project="demo"))  # unreadable
        taken = Activity.objects.filter(officer=self.people["officer"], status="approved")
        send(keep(envelope={"pk": str(taken.earliest("starts_on", "pk").pk)}))  # taken
        send(keep(photos=2), files=False)  # waiting for both photos
        half = keep(photos=2)
        send(half, files=False)  # waiting for one of them
        self.put_file(half, *next(iter(half.files.items())))

        left_out = keep(venue="", photos=2)
        page = send(left_out)  # mended by a reviewer, who leaves a photo out
        mended = meeting(venue="স্কুলের বারান্দা", leave_out=next(iter(left_out.files)))
        self.post("manager", page, mended)
        page = send(keep(venue=""))
        self.post("manager", f"{page}reject/", {"note": "একই বৈঠক আগে পাঠানো হয়েছে।"})

        carry(keep(photos=1), "manager")  # a copy that nobody has decided about
        page = carry(keep(photos=1), "manager")  # one that another reviewer accepted
        self.post("manager.all", page, meeting())
        page = carry(keep(venue=""), "manager")  # one that was mended, and a third person approved
        self.post("manager.all", page, meeting(venue="ইউনিয়ন পরিষদ"))
        made = Delivery.objects.get(pk=page.split("/")[-2]).activity
        self.post("admin", f"/activities/{made.pk}/approve/", {"version": made.version})

        other = Phone(self.people["officer2"].pk, keys()[0].shown)
        said = {"device": other.device, "waiting": 3}
        assert self.browsers["officer2"].get("/outbox/hello", said).status_code == 200
        # Received, and the server was killed before it was read; nothing of the officer's after it.
        receive(Envelope.read(keep(venue="হাটের পাশে").body), self.people["officer"])
        states = set(Delivery.objects.values_list("state", flat=True))
        troubles = set(Delivery.objects.values_list("trouble", flat=True))
        assert states == set(Delivery.State.values), states
        assert troubles == {"", *Delivery.Trouble.values}, troubles

    def put_file(self, record, file, sealed):
        address = f"/outbox/{record.uuid}/files/{file}"
        answer = self.browsers["officer"].put(address, sealed, "application/octet-stream")
        assert answer.status_code == 201, answer.status_code


def meeting(**changes):
    """The fields of a courtyard meeting of the officer's."""
    group = TargetGroup.objects.get(code="women-girls-and-children-at-risk-of-trafficking")
    fields = {
        "id": str(uuid.uuid4()),
        "version": "0",
        "activity_type": str(kind("courtyard-meeting").pk),
        "day": timezone.localdate().isoformat(),
        "upazila": CHHAGALNAIYA,
        "union": str(union().pk),
        "venue": "পশ্চিম পাড়া, স্কুলের পাশের উঠান",
        "count_method": "head_count",
        f"g{group.pk}-girls": "৯",
        f"g{group.pk}-women": "১৯",
        f"g{group.pk}-first_time": "12",
        "summary": "পাচারের কৌশল নিয়ে কথা হয়েছে।",
        "is_another": "on",
        "has_consent": "on",
        "submit": "1",
    }
    return fields | changes


def kind(code):
    return ActivityType.objects.get(code=code)


def union():
    return Union.objects.filter(upazila=CHHAGALNAIYA, is_active=True).earliest("pk")


def picture(number):
    drawn = io.BytesIO()
    Image.new("RGB", (40 + number, 30), "teal").save(drawn, "JPEG")
    return (f"উঠান {number}.jpg", drawn.getvalue())


def dump():
    left_out = [f"--exclude-table-data={table}" for table in ("django_session", "cache")]
    command = [embedded_programs() / "pg_dump", "--no-owner", "--no-privileges", *left_out]
    command.append(os.environ["DATABASE_URL"])
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = [line for line in text.splitlines(True) if not line.startswith(ONLY_NEWER_KNOW)]
    packed = gzip.compress("".join(lines).encode(), 9, mtime=0)
    (HERE / "database_0addae8.sql.gz").write_bytes(packed)


def counted():
    def rows_of(sql):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    tables = rows_of("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    left_out = ("django_session", "cache")
    sizes = {
        name: rows_of(f'SELECT count(*) FROM "{name}"')[0][0]
        for (name,) in tables
        if name not in left_out
    }
    found = {
        "commit": "0addae8",
        "postgresql": rows_of("SHOW server_version")[0][0],
        "migrations": rows_of("SELECT app, name FROM django_migrations ORDER BY id"),
        "rows": sizes,
        "facts": {
            name: {"sql": " ".join(sql.split()), "rows": rows_of(sql)}
            for name, sql in FACTS.items()
        },
    }
    return as_text(found) + "\n"


def as_text(value, depth=0):
    """JSON with a line for each row."""
    plain = json.dumps(value, ensure_ascii=False, default=str)
    if len(plain) < 100 or not isinstance(value, dict | list):
        return plain
    inner = " " * (depth + 1)
    if isinstance(value, list):
        lines = [json.dumps(row, ensure_ascii=False, default=str) for row in value]
        brackets = "[]"
    else:
        lines = [f"{json.dumps(k)}: {as_text(v, depth + 1)}" for k, v in value.items()]
        brackets = "{}"
    return f"{brackets[0]}\n{inner}" + f",\n{inner}".join(lines) + f"\n{' ' * depth}{brackets[1]}"


if __name__ == "__main__":
    if not KEY.exists():
        KEY.write_text(new_key())
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setup_test_environment()
    with (
        tempfile.TemporaryDirectory() as media,
        override_settings(
            MEDIA_ROOT=media,
            OUTBOX_KEYS=KEY.read_text(),
            STORAGES=settings.STORAGES | {"staticfiles": static},
            WHITENOISE_AUTOREFRESH=True,
        ),
    ):
        main()
