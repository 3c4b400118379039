"""Registering a committee and keeping its seats."""

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.urls import reverse

from committees.forms import CommitteeForm
from committees.models import Committee, Member
from committees.services import SavedMeanwhile, keep_committee
from tests.factories import CommitteeFactory, MemberFactory, UpazilaFactory

pytestmark = pytest.mark.django_db
NEW = reverse("committees:new")


def seats(*rows, first=0):
    """Rows of the page as a browser sends them: (post, role, sex) or with the key before."""
    sent = {}
    for number, row in enumerate(rows, start=first):
        pk, post, role, sex = row if len(row) == 4 else ("", *row)
        fields = {"pk": pk, "post": post, "role": role, "sex": sex}
        sent |= {f"m{number}-{name}": value for name, value in fields.items()}
    return sent


CHAIR = ("উপজেলা নির্বাহী কর্মকর্তা", "chair", "female")
IMAM = ("ইমাম", "member", "male")
BLANK = ("", "member", "unrecorded")


def edit(committee):
    return reverse("committees:edit", args=[committee.pk])


@pytest.fixture
def signed_in(client, cast):
    def who(name):
        client.force_login(cast[name])
        return client

    return who


def test_an_officer_registers_the_committee_of_a_union_with_its_seats(signed_in, cast):
    place = f"union-{cast.mohamaya.pk}"

    response = signed_in("officer").post(
        NEW, {"place": place, "formed_on": "০৫/০৩/২০২৬"} | seats(CHAIR, IMAM, BLANK)
    )

    committee = Committee.objects.get()
    assert response.url == reverse("dashboards:committee", args=[committee.pk])
    assert (committee.project, committee.level) == (cast.project, "union")
    assert (committee.district, committee.upazila) == (cast.feni, cast.chhagalnaiya)
    assert (committee.union, committee.formed_on.isoformat()) == (cast.mohamaya, "2026-03-05")
    assert [(m.post, m.role, m.sex) for m in committee.members.all()] == [CHAIR, IMAM]


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("officer", {"BD20300029", "BD20300014", "union"}),
        ("manager", {"BD2030", "BD20300029", "BD20300014", "union"}),
        ("stranger", {"BD20120002"}),
        ("other_manager", {"BD2012", "BD20120002"}),
        (
            "administrator",
            {"BD2012", "BD20120002", "BD2030", "BD20300029", "BD20300014", "union"},
        ),
    ],
)
def test_the_places_offered_are_ones_own_and_a_districts_only_a_managers(
    signed_in, cast, who, offered
):
    UpazilaFactory(pcode="BD20300099", district=cast.feni)  # outside the work area

    form = signed_in(who).get(NEW).context["form"]

    assert {key.partition("-")[0] for key in form.places} == offered


@pytest.mark.parametrize("place", ["BD2030", "BD20120002", "union-0", ""])
def test_a_place_that_is_not_ones_own_is_refused(signed_in, cast, place):
    response = signed_in("officer").post(NEW, {"place": place} | seats(CHAIR))

    assert response.status_code == 422
    assert "place" in response.context["form"].errors
    assert not Committee.objects.exists()


def test_a_place_whose_committee_is_registered_is_not_offered_again(signed_in, cast):
    CommitteeFactory(project=cast.project, upazila=cast.chhagalnaiya)

    response = signed_in("officer").post(NEW, {"place": "BD20300014"} | seats(CHAIR))

    assert response.status_code == 422
    assert Committee.objects.count() == 1


def test_a_committee_registered_meanwhile_is_not_registered_twice(cast):
    data = {"place": "BD20300014"} | seats(CHAIR)
    form = CommitteeForm(cast.officer, cast.project, None, data)
    assert form.is_valid()
    CommitteeFactory(project=cast.project, upazila=cast.chhagalnaiya)

    with pytest.raises(SavedMeanwhile):
        keep_committee(form)

    assert Committee.objects.count() == 1
    assert not Member.objects.exists()


def test_an_edit_changes_adds_and_takes_away_seats(signed_in, cast):
    committee = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    chair = MemberFactory(committee=committee, role="chair", post="চেয়ারম্যান", sex="male")
    imam = MemberFactory(committee=committee, post="ইমাম", sex="male")
    teacher = MemberFactory(committee=committee, post="প্রধান শিক্ষক")
    sent = seats(
        (chair.pk, "চেয়ারম্যান", "member", "male"),
        (imam.pk, "", "member", "male"),
        (teacher.pk, "প্রধান শিক্ষক", "chair", "female"),
        ("নারী ইউপি সদস্য", "member", "female"),
    )

    response = signed_in("manager").post(
        edit(committee), sent | {"version": committee.version, "is_active": "on"}
    )

    kept = {m.pk: (m.post, m.role, m.sex) for m in committee.members.all()}
    assert response.status_code == 302
    assert kept[chair.pk] == ("চেয়ারম্যান", "member", "male")
    assert kept[teacher.pk] == ("প্রধান শিক্ষক", "chair", "female")
    assert imam.pk not in kept
    assert sorted(kept.values())[1] == ("নারী ইউপি সদস্য", "member", "female")
    assert len(kept) == 3


def test_who_wrote_changed_and_took_away_a_seat_is_kept(signed_in, cast):
    committee = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    imam = MemberFactory(committee=committee, post="ইমাম", sex="male")
    for version, post in enumerate(("পুরোহিত", ""), start=committee.version):
        signed_in("manager").post(
            edit(committee),
            seats((imam.pk, post, "member", "male")) | {"version": version, "is_active": "on"},
        )

    events = apps.get_model("committees", "MemberEvent").objects.order_by("pgh_id")

    kept = [
        (event.pgh_label, event.post, event.pgh_context and event.pgh_context.metadata["user"])
        for event in events.filter(pgh_obj_id=imam.pk).select_related("pgh_context")
    ]
    assert kept == [
        ("insert", "ইমাম", None),
        ("update", "পুরোহিত", cast.manager.pk),
        ("delete", "পুরোহিত", cast.manager.pk),
    ]


def test_two_chairs_are_refused_beside_the_second(signed_in, cast):
    response = signed_in("officer").post(
        NEW, {"place": "BD20300014"} | seats(CHAIR, ("ইমাম", "chair", "male"))
    )

    form = response.context["form"]
    assert response.status_code == 422
    assert "role" in form.members[1].errors
    assert [anchor for anchor, _message in form.error_list] == ["id_m1-role"]
    assert "ইমাম" in response.content.decode()


def test_a_phone_number_in_a_post_is_asked_about_and_kept_when_one_insists(signed_in, cast):
    sent = {"place": "BD20300014"} | seats(("ইমাম ০১৭১২-৩৪৫৬৭৮", "member", "male"))
    client = signed_in("officer")

    asked = client.post(NEW, sent)
    insisted = client.post(NEW, sent | {"names_nobody": "on"})

    assert asked.status_code == 422
    assert "০১৭১২-৩৪৫৬৭৮" in asked.content.decode()
    assert insisted.status_code == 302
    assert Member.objects.count() == 1


def test_a_retired_committee_stays_in_old_records(signed_in, cast):
    committee = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)

    signed_in("officer").post(edit(committee), {"version": committee.version})

    committee.refresh_from_db()
    assert not committee.is_active


def test_nobody_moves_a_committee_elsewhere_not_even_by_sql(cast):
    committee = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Committee.objects.filter(pk=committee.pk).update(upazila=cast.chhagalnaiya)

    committee.refresh_from_db()
    assert committee.upazila == cast.feni_sadar


def test_the_administration_shows_the_place_without_letting_it_be_changed(signed_in, cast):
    committee = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    page = reverse("admin:committees_committee_change", args=[committee.pk])

    response = signed_in("administrator").get(page)

    assert 'name="note"' in response.content.decode()
    assert 'name="upazila"' not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_a_fixed_number_of_times(
    signed_in, cast, django_assert_num_queries, count
):
    committee = CommitteeFactory(project=cast.project, upazila=cast.feni_sadar)
    MemberFactory.create_batch(count, committee=committee)
    client = signed_in("manager")

    with django_assert_num_queries(6):
        client.get(NEW)
    with django_assert_num_queries(5):
        client.get(edit(committee))
