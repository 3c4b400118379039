import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from activities.tests.excel.sheets import Office
from activities.tests.meetings import rows
from tests.factories import (
    ActivityFactory,
    ActivityTypeFactory,
    CommitteeFactory,
    PlannedActivityFactory,
)


@pytest.fixture
def logged(cast):
    """Make an activity of the officer's in Feni Sadar; any field can be given."""

    def make(**fields):
        return ActivityFactory(
            **{
                "project": cast.project,
                "activity_type": cast.courtyard,
                "upazila": cast.feni_sadar,
                "officer": cast.officer,
                "women": 12,
                "group": cast.women_at_risk,
                "reviewer": cast.manager,
                **fields,
            }
        )

    return make


@pytest.fixture
def sent(cast):
    """A courtyard meeting as the officer's browser sends it."""
    group = f"g{cast.women_at_risk.pk}"

    def build(**changes):
        data = {
            "id": str(uuid.uuid4()),
            "version": "0",
            "activity_type": cast.courtyard.pk,
            "day": timezone.localdate().isoformat(),
            "upazila": cast.chhagalnaiya.pk,
            "union": cast.mohamaya.pk,
            "venue": "পশ্চিম পাড়া, স্কুলের পাশের উঠান",
            "count_method": "head_count",
            f"{group}-girls": "৯",
            f"{group}-women": "১৯",
            f"{group}-women_60": "4",
            f"{group}-first_time": "12",
            "summary": "পাচারের কৌশল নিয়ে কথা হয়েছে।",
            "submit": "1",
        }
        data.update({key.replace("people_", f"{group}-"): value for key, value in changes.items()})
        return {key: value for key, value in data.items() if value is not None}

    return build


@pytest.fixture
def photo(settings, tmp_path):
    """A new upload at each call; `photo(n)` are different pictures."""
    settings.MEDIA_ROOT = tmp_path

    def make(number=0):
        drawn = io.BytesIO()
        Image.new("RGB", (40 + number, 30), "teal").save(drawn, "PNG")
        return SimpleUploadedFile(f"{number}.png", drawn.getvalue())

    return make


@pytest.fixture
def officer(client, cast):
    """A browser the officer has signed in with."""
    client.force_login(cast.officer)
    return client


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.manager)
    return client


@pytest.fixture
def office(officer, cast):
    """The officer, who reads English, and the sheets of Chhagalnaiya of last month."""
    cast.officer.language = "en"
    cast.officer.save()
    return Office(officer, cast.officer, cast.project, cast.chhagalnaiya)


@pytest.fixture
def planned(cast):
    """Put something into the plan of Chhagalnaiya, today unless a day is given."""

    def make(**fields):
        held_on = fields.setdefault("day", timezone.localdate())
        return PlannedActivityFactory(
            **{
                "project": cast.project,
                "activity_type": cast.courtyard,
                "upazila": cast.chhagalnaiya,
                "month": (held_on or timezone.localdate()).replace(day=1),
                "planned_by": cast.manager,
                **fields,
            }
        )

    return make


@pytest.fixture
def ctc(db):
    return ActivityTypeFactory(code="ctc", is_of_committee=True)


@pytest.fixture
def committee(cast):
    return CommitteeFactory(project=cast.project, upazila=cast.chhagalnaiya)


@pytest.fixture
def held(sent, ctc, committee):
    """A meeting of the committee as the officer's browser sends it."""

    def build(*decisions, **changes):
        about = {"activity_type": ctc.pk, "committee": committee.pk, "had_quorum": "True"}
        return sent(**{**about, **changes}) | rows(*decisions)

    return build
