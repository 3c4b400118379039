"""Sample committees with their seats, and the decisions that they made at their meetings."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from beneficiaries.models import Sex
from committees.models import Committee, Member
from demonstration import SEED
from demonstration.accounts import ADARSHA_SADAR, AUTHORS, BRAHMANBARIA_SADAR, FENI_SADAR
from demonstration.activities import Planned
from demonstration.moves import SampleDecision
from demonstration.schedule import Period

COMMITTEE_MEETING = "ctc-strengthening"
UNIONS_WITH_A_COMMITTEE = 3
DISTRICT_HEADQUARTERS = (FENI_SADAR, ADARSHA_SADAR, BRAHMANBARIA_SADAR)
DISTRICT, UPAZILA, UNION = Committee.Level.values
CHAIR, SECRETARY, MEMBER = Member.Role.values
FEMALE, MALE = Sex.FEMALE.value, Sex.MALE.value
POSTS = {
    DISTRICT: (
        "জেলা প্রশাসক", "জেলা মহিলা বিষয়ক কর্মকর্তা", "পুলিশ সুপারের প্রতিনিধি", "জেলা সমাজসেবা কর্মকর্তা",
        "জেলা শিক্ষা কর্মকর্তা", "জেলা আইনজীবী সমিতির প্রতিনিধি", "প্রেসক্লাবের প্রতিনিধি", "এনজিও প্রতিনিধি",
        "ইমাম সমিতির প্রতিনিধি",
    ),
    UPAZILA: (
        "উপজেলা নির্বাহী অফিসার", "উপজেলা মহিলা বিষয়ক কর্মকর্তা", "থানার ভারপ্রাপ্ত কর্মকর্তা",
        "উপজেলা মহিলা ভাইস চেয়ারম্যান", "উপজেলা সমাজসেবা কর্মকর্তা", "মাধ্যমিক শিক্ষা কর্মকর্তা",
        "এনজিও প্রতিনিধি", "প্রধান শিক্ষক",
    ),
    UNION: (
        "ইউনিয়ন পরিষদ চেয়ারম্যান", "ইউনিয়ন পরিষদ সচিব", "সংরক্ষিত আসনের নারী সদস্য", "ওয়ার্ড সদস্য",
        "প্রধান শিক্ষক", "ইমাম", "গ্রাম পুলিশ", "এনজিও মাঠকর্মী", "নারী দলের প্রতিনিধি",
    ),
}  # fmt: skip
POSTS_OF_WOMEN = ("উপজেলা মহিলা ভাইস চেয়ারম্যান", "সংরক্ষিত আসনের নারী সদস্য", "নারী দলের প্রতিনিধি")
POSTS_OF_MEN = ("ইমাম", "ইমাম সমিতির প্রতিনিধি")
DECISIONS = (
    ("প্রতিটি ওয়ার্ডে একজন করে যোগাযোগকারী ঠিক করা হবে।", "ইউনিয়ন পরিষদ সচিব"),
    ("নিখোঁজ মানুষের তালিকা থানার সঙ্গে মিলিয়ে দেখা হবে।", "থানার ভারপ্রাপ্ত কর্মকর্তা"),
    ("বিদ্যালয়ে অভিভাবক সভায় পাচারের ঝুঁকি নিয়ে কথা বলা হবে।", "প্রধান শিক্ষক"),
    ("জুমার আলোচনায় নিরাপদ অভিবাসনের কথা বলা হবে।", "ইমাম"),
    ("ঝুঁকিপূর্ণ পরিবারকে সরকারি ভাতার জন্য সুপারিশ করা হবে।", "উপজেলা সমাজসেবা কর্মকর্তা"),
    ("বিদেশযাত্রার আগে কাগজ যাচাইয়ের নিয়ম ইউনিয়ন পরিষদে টাঙানো হবে।", "ইউনিয়ন পরিষদ চেয়ারম্যান"),
    ("কমিটির শূন্য পদ পূরণের প্রস্তাব পাঠানো হবে।", "উপজেলা মহিলা বিষয়ক কর্মকর্তা"),
    ("সীমান্তের কাছের বাজারে মাইকে প্রচার হবে।", "এনজিও প্রতিনিধি"),
)
DONE = ("করা হয়েছে, পরের সভায় জানানো হয়েছে।", "ইউনিয়ন পরিষদ অফিসে কাগজ রাখা আছে।", "")
MONTHS_OF_DECISIONS = 14
LATE = 0.12
EARLY = 0.2

Place = tuple[str, str | int]
"""The level of a committee, and the P-code of its place or the primary key of its union."""


@dataclass(frozen=True)
class Seat:
    role: str
    post: str
    sex: str


@dataclass(frozen=True)
class SampleCommittee:
    """A sample committee; `upazila` is "" for a committee of a district."""

    place: Place
    upazila: str
    formed_on: datetime.date
    seats: tuple[Seat, ...]


def sample_committees(planned: Sequence[Planned], period: Period) -> list[SampleCommittee]:
    """The committees. Every committee meeting among `planned` gets a committee and decisions."""
    random = Random(SEED)
    meetings = [activity for activity in planned if activity.kind == COMMITTEE_MEETING]
    places = places_of(meetings)
    for meeting in meetings:
        meeting.committee = committee_of(meeting, places, random)
        meeting.had_quorum = random.choices((True, False, None), (82, 12, 6))[0]
        meeting.decided = decisions_at(meeting, period.today, random)
        if meeting.decided:
            meeting.decisions = ""
    return [
        SampleCommittee(
            place,
            upazila,
            period.starts_on - datetime.timedelta(days=random.randint(20, 700)),
            tuple(seats(place[0], random)),
        )
        for place, upazila in places.items()
    ]


def places_of(meetings: Iterable[Planned]) -> dict[Place, str]:
    """The places that have a committee, each with its upazila ("" for a district).

    These are all districts and upazilas, and the unions of each upazila with the most meetings.
    """
    found: dict[Place, str] = {}
    for upazila in AUTHORS:
        found[DISTRICT, upazila[:6]] = ""
        found[UPAZILA, upazila] = upazila
        met = Counter(m.union for m in meetings if m.upazila == upazila and m.union)
        often = sorted(met, key=lambda union: (-met[union], union))
        found |= {(UNION, union): upazila for union in often[:UNIONS_WITH_A_COMMITTEE]}
    return found


def committee_of(meeting: Planned, places: dict[Place, str], random: Random) -> Place:
    if meeting.union and (UNION, meeting.union) in places:
        return UNION, meeting.union
    if meeting.upazila in DISTRICT_HEADQUARTERS and random.random() < 0.35:
        return DISTRICT, meeting.district
    return UPAZILA, meeting.upazila


def seats(level: str, random: Random) -> Iterable[Seat]:
    """The seats of a committee: the chair, the secretary, and most of the other posts."""
    for number, post in enumerate(POSTS[level]):
        role = (CHAIR, SECRETARY)[number] if number < 2 else MEMBER
        if role == MEMBER and random.random() < 0.15:
            continue
        sex = FEMALE if post in POSTS_OF_WOMEN or random.random() < 0.22 else MALE
        yield Seat(role, post, MALE if post in POSTS_OF_MEN else sex)


def decisions_at(meeting: Planned, today: datetime.date, random: Random) -> list[SampleDecision]:
    """The decisions of a meeting: up to three in the last MONTHS_OF_DECISIONS months, else none."""
    count = random.choices((0, 1, 2, 3), (2, 4, 3, 1))[0]
    chosen = random.sample(DECISIONS, count)
    decided = [decision(text, owner, meeting, today, random) for text, owner in chosen]
    return decided if (today - meeting.starts_on).days < 30 * MONTHS_OF_DECISIONS else []


def decision(
    text: str, owner: str, meeting: Planned, today: datetime.date, random: Random
) -> SampleDecision:
    due_on = meeting.starts_on + datetime.timedelta(days=random.randint(14, 75))
    likely = 1 - LATE if due_on < today else EARLY
    is_done, note = random.random() < likely, random.choice(DONE)
    written_on = meeting.created_at.date()
    done_on = written_on + datetime.timedelta(days=random.randint(3, 40))
    if not is_done or done_on >= today:
        return SampleDecision(text, owner, due_on)
    return SampleDecision(text, owner, due_on, done_on, note)
