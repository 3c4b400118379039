"""The rows that the golden payloads speak of, under the primary keys they speak of."""

import datetime

from accounts.models import User
from activities.models import ActivityType
from tests.factories import (
    ActivityTypeFactory,
    CommitteeFactory,
    DistrictFactory,
    MaterialFactory,
    ProjectFactory,
    TargetGroupFactory,
    UnionFactory,
    UpazilaFactory,
    UserFactory,
)

OFFICER, COURTYARD, UNION, GROUPS = 7001, 7002, 7003, (7004, 7005)
MATERIAL, COMMITTEE = 7006, 7007
SITTING, LEAFLETS = 7008, 7009


def village() -> User:
    """The officer who logs there."""
    feni = DistrictFactory(pcode="BD2030", name_en="Feni", name_bn="ফেনী")
    upazila = UpazilaFactory(
        pcode="BD20300014", district=feni, name_en="Chhagalnaiya", name_bn="ছাগলনাইয়া"
    )
    UnionFactory(pk=UNION, upazila=upazila, name_en="Mohamaya", name_bn="মহামায়া")
    project = ProjectFactory(
        slug="courtyards",
        title_en="Courtyards",
        title_bn="উঠান",
        starts_on=datetime.date(2024, 1, 1),
        ends_on=datetime.date(2099, 12, 31),
    )
    project.upazilas.add(upazila)
    names = (("women-at-risk", "ঝুঁকিতে থাকা নারী"), ("parents", "অভিভাবক"))
    for position, (pk, (code, name)) in enumerate(zip(GROUPS, names, strict=True)):
        project.target_groups.add(
            TargetGroupFactory(pk=pk, code=code, name_en=code, name_bn=name, position=position)
        )
    ActivityTypeFactory(
        pk=COURTYARD, code="courtyard-meeting", name_en="Courtyard meeting", name_bn="উঠান বৈঠক"
    )
    ActivityTypeFactory(pk=SITTING, code="sitting", name_bn="কমিটির সভা", is_of_committee=True)
    leaflets = ActivityTypeFactory(
        pk=LEAFLETS, code="leaflets", name_bn="লিফলেট", counts=ActivityType.Counts.MATERIALS
    )
    MaterialFactory(pk=MATERIAL, code="leaflet", activity_type=leaflets)
    CommitteeFactory(pk=COMMITTEE, project=project, upazila=upazila)
    return UserFactory(pk=OFFICER, username="officer", first_name="নাসরিন", upazilas=[upazila])
