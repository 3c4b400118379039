"""The last quarter that is over, as the programme's people filled it."""

import datetime
from types import SimpleNamespace

from activities.models import Activity
from common.calendar import Period, quarter_of
from projects.models import Indicator
from tests.factories import (
    ActivityFactory,
    DistributionFactory,
    IndicatorFactory,
    MaterialFactory,
    MeasurementFactory,
    OrganisationFactory,
    OutcomeFactory,
    ParticipationFactory,
    PartnershipFactory,
    TargetFactory,
    first_of_quarter,
)


def last_quarter() -> Period:
    return quarter_of(first_of_quarter() - datetime.timedelta(days=1))


def approve(activity, by):
    """Hand in a draft made by hand and let it count."""
    activity.submit(version=activity.version)
    activity.approve(by=by, version=activity.version)


def fill_quarter(cast):
    """Feni: two meetings and leaflets approved, a meeting awaiting. Akhaura: a meeting approved."""
    quarter = last_quarter()
    PartnershipFactory(
        project=cast.project, organisation=OrganisationFactory(name_en="YPSA", name_bn="ইপসা")
    )
    outcome = OutcomeFactory(project=cast.project, number=1)
    leaflets = MaterialFactory(code="leaflet", name_en="Leaflets", name_bn="লিফলেট")
    by_hand = IndicatorFactory(outcome=outcome, code="referrals", measure=Indicator.Measure.TYPED)
    meetings = IndicatorFactory(outcome=outcome, code="meetings", activity_types=[cast.courtyard])
    contacts = IndicatorFactory(
        outcome=outcome, code="contacts", measure=Indicator.Measure.CONTACTS
    )
    TargetFactory(indicator=meetings, upazila=cast.feni_sadar, quarter=quarter.start, value=4)
    MeasurementFactory(
        indicator=by_hand, upazila=cast.feni_sadar, quarter=quarter.start, value="2.5"
    )
    feni = {"project": cast.project, "officer": cast.officer, "activity_type": cast.courtyard}

    def meeting(days, **fields):
        held_on = quarter.start + datetime.timedelta(days=days)
        return ActivityFactory(**(feni | {"upazila": cast.feni_sadar} | fields), starts_on=held_on)

    first = meeting(3)
    ParticipationFactory(
        activity=first,
        target_group=cast.women_at_risk,
        female_18_59=12,
        female_0_17=3,
        unrecorded_unrecorded=2,
        first_time=7,
    )
    second = meeting(40, upazila=cast.chhagalnaiya, union=cast.mohamaya)
    ParticipationFactory(
        activity=second, target_group=cast.women_at_risk, female_18_59=20, first_time=5
    )
    handed_out = meeting(50, activity_type=leaflets.activity_type)
    DistributionFactory(activity=handed_out, material=leaflets, quantity=500)
    far = meeting(60, upazila=cast.akhaura, officer=cast.stranger)
    ParticipationFactory(activity=far, target_group=cast.women_at_risk, female_18_59=30)
    for activity in (first, second, handed_out):
        approve(activity, cast.manager)
    approve(far, cast.other_manager)
    awaiting = meeting(70)
    ParticipationFactory(activity=awaiting, target_group=cast.women_at_risk, female_18_59=4)
    awaiting.submit(version=awaiting.version)
    meeting(71, women=99, group=cast.women_at_risk)
    return SimpleNamespace(
        quarter=quarter,
        outcome=outcome,
        meetings=meetings,
        contacts=contacts,
        first=first,
        second=second,
        handed_out=handed_out,
        far=far,
        awaiting=awaiting,
    )


def correct(activity, cast, women):
    """Reopened, its women counted anew, and approved again."""
    activity.refresh_from_db()
    activity.reopen(by=cast.manager, version=activity.version, note="আবার গুনুন")
    activity.participations.update(female_18_59=women, first_time=0)
    approve(Activity.objects.get(pk=activity.pk), cast.manager)
