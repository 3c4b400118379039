"""Officers with their phones, who send until there is a receipt; and what is in the log then."""

from __future__ import annotations

import datetime
import http.client
import io
import json
import random
import secrets
import time
import uuid
from collections import Counter

import django
from django.db import connection
from PIL import Image

from outbox.tests.phone import Phone, Record

OFFICERS = 20
PATIENCE = 300  # seconds until a record must have been acknowledged


class Officer:
    """Somebody signed in on a phone, who sends until there is a receipt."""

    def __init__(self, port: int, session: str, author: int, key: dict[str, str]) -> None:
        self.port = port
        self.session = session
        self.phone = Phone(author, key)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> dict:
        """Raises OSError, HTTPException or ValueError for whatever is no answer of the outbox."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        token = secrets.token_hex(16)
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={token}",
            "X-CSRFToken": token,
            "Accept": "application/json",
            "Content-Type": kind,
        }
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return json.loads(answer.read()) | {"http": answer.status}
        finally:
            connection.close()

    def send(self, record: Record) -> dict:
        """One try: the receipt, if this is one."""
        receipt = self.ask("POST", "/outbox/", record.body, "application/json")
        for file, sealed in record.files.items():
            if file in receipt.get("missing", ()):
                path = f"/outbox/{record.uuid}/files/{file}"
                receipt = self.ask("PUT", path, sealed, "application/octet-stream")
        if (receipt.get("uuid"), receipt.get("sha256")) != (record.uuid, record.sha256):
            raise ValueError(f"no receipt: {receipt}")
        return receipt

    def deliver(self, record: Record) -> dict:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                receipt = self.send(record)
                if not receipt["missing"]:
                    return receipt
            except (OSError, http.client.HTTPException, ValueError):
                if time.monotonic() > deadline:
                    raise
            time.sleep(random.uniform(0.05, 0.5))


class World:
    """The places, the project and the officers; and what the database holds in the end."""

    def __init__(self, port: int) -> None:
        django.setup()
        from django.core.management import call_command
        from django.test import Client

        from districts.models import Upazila
        from outbox.encryption import keys
        from projects.models import Project
        from tests.factories import ProjectFactory, UserFactory

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("load_reference", verbosity=0)
        programme = Project.objects.get(slug="pvht-2007")
        self.project = ProjectFactory(slug="soak")
        self.project.upazilas.set(programme.upazilas.all())
        self.project.target_groups.set(programme.target_groups.all())
        self.upazila = Upazila.objects.get(pcode="BD20300029")
        self.officers = []
        for number in range(OFFICERS):
            user = UserFactory(username=f"officer{number}", upazilas=[self.upazila])
            client = Client()
            client.force_login(user)
            session = client.cookies["sessionid"].value
            self.officers.append(Officer(port, session, user.pk, keys()[0].shown))

    def record(self, officer: Officer, *, with_photo: bool = False) -> Record:
        from activities.models import ActivityType
        from beneficiaries.models import TargetGroup

        pk = str(uuid.uuid4())
        group = TargetGroup.objects.filter(projects=self.project).values_list("pk", flat=True)[0]
        fields = {
            "activity_type": str(ActivityType.objects.get(code="courtyard-meeting").pk),
            "day": time.strftime("%Y-%m-%d"),
            "upazila": self.upazila.pk,
            "union": "none",
            "venue": venue_of(pk),
            "count_method": "head_count",
            f"g{group}-women": "১৯",
            "is_another": "on",
            "submit": "1",
        }
        photos = [("উঠান.jpg", photo())] if with_photo else []
        sent = [[name, value] for name, value in fields.items()]
        return officer.phone.seal(sent, project=self.project.slug, photos=photos, pk=pk)

    def in_the_log(self, records: list[Record]) -> Counter:
        """How often each record is in the log with all its photos and numbers, whatever the number
        of its activity, after what was cut short has been read.
        """
        from django.db.models import Count

        from activities.models import Activity
        from outbox import querysets
        from outbox.models import Delivery
        from outbox.processing import read_into_log

        connection.close()  # the server it was opened to may have been killed
        querysets.READING_TAKES_AT_MOST = datetime.timedelta(0)
        for pk in Delivery.objects.filter(state="received").values_list("pk", flat=True):
            read_into_log(pk)
        sent = {venue_of(record.uuid): record for record in records}
        found = (
            Activity.objects.filter(venue__in=sent, participations__people=19)
            .annotate(photos=Count("evidence"))
            .values_list("venue", "photos")
        )
        return Counter(
            sent[venue].uuid for venue, photos in found if photos == len(sent[venue].files)
        )


def venue_of(pk: str) -> str:
    """A name of its own for each; in letters, since numbers could be somebody's."""
    return pk.translate(str.maketrans("0123456789", "ghijklmnop"))


def photo() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 240), secrets.choice(["teal", "navy", "olive"])).save(drawn, "JPEG")
    return drawn.getvalue()
