"""Which people come to an activity of each type, and how many of each sex and age."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from activities.cells import CELLS

WOMEN = {
    "female_18_59": 62,
    "female_0_17": 21,
    "female_60_plus": 9,
    "male_0_17": 5,
    "male_18_59": 3,
}
NEIGHBOURS = {
    "male_18_59": 48,
    "female_18_59": 26,
    "male_60_plus": 15,
    "female_60_plus": 6,
    "male_0_17": 5,
}
MARKET = {"male_18_59": 74, "male_60_plus": 13, "male_0_17": 6, "female_18_59": 7}
CROWD = {
    "female_18_59": 25,
    "male_18_59": 30,
    "female_0_17": 18,
    "male_0_17": 17,
    "female_60_plus": 4,
    "male_60_plus": 6,
}
OFFICIALS = {"male_18_59": 76, "female_18_59": 24}
ELECTED = {"male_18_59": 62, "female_18_59": 29, "male_60_plus": 9}
TEACHERS = {"female_18_59": 48, "male_18_59": 52}
ELDERS = {"male_18_59": 60, "male_60_plus": 40}
TRAINEES = {"female_18_59": 82, "female_0_17": 18}
SURVIVED = "trafficked-women-girls-and-children"
AT_RISK = "women-girls-and-children-at-risk-of-trafficking"
EVERYBODY = "people-of-every-class-and-profession"
LOCAL, CIVIL = "local-government-representatives", "civil-society"
OFFICIAL, POLICE, NGO = "government-officials", "law-enforcement-agencies", "ngo-staff"
COMMUNITY, RELIGIOUS = "community-members", "religious-leaders"


@dataclass(frozen=True)
class Share:
    """A target group that comes to an activity with the probability `chance`.

    Then `fewest` to `most` people come; `mix` has the weight of each sex and age band.
    """

    group: str
    fewest: int
    most: int
    mix: dict[str, int]
    chance: float = 1.0


SHARES = {
    "courtyard-meeting": (
        Share(AT_RISK, 15, 36, WOMEN),
        Share(COMMUNITY, 2, 8, NEIGHBOURS, 0.55),
        Share(EVERYBODY, 2, 7, NEIGHBOURS, 0.15),
        Share(RELIGIOUS, 1, 2, ELDERS, 0.06),
    ),
    "bazaar-meeting": (
        Share(EVERYBODY, 30, 90, MARKET),
        Share(COMMUNITY, 5, 22, NEIGHBOURS, 0.5),
        Share(LOCAL, 1, 3, ELECTED, 0.25),
        Share(RELIGIOUS, 1, 2, ELDERS, 0.15),
    ),
    "ctc-strengthening": (
        Share(LOCAL, 3, 7, ELECTED),
        Share(OFFICIAL, 1, 4, OFFICIALS, 0.9),
        Share("teachers", 1, 3, TEACHERS, 0.7),
        Share(RELIGIOUS, 1, 2, ELDERS, 0.6),
        Share(CIVIL, 1, 4, NEIGHBOURS, 0.7),
        Share(NGO, 1, 3, OFFICIALS, 0.8),
        Share(POLICE, 1, 2, OFFICIALS, 0.5),
        Share("lawyers", 1, 1, OFFICIALS, 0.15),
    ),
    "local-representatives-meeting": (
        Share(LOCAL, 9, 20, ELECTED),
        Share(CIVIL, 1, 5, NEIGHBOURS, 0.5),
        Share(COMMUNITY, 2, 6, NEIGHBOURS, 0.4),
    ),
    "cultural-event": (
        Share(EVERYBODY, 60, 210, CROWD),
        Share(AT_RISK, 15, 60, WOMEN, 0.7),
        Share(COMMUNITY, 10, 40, NEIGHBOURS, 0.4),
    ),
    "executive-officer-meeting": (
        Share(OFFICIAL, 4, 9, OFFICIALS),
        Share(POLICE, 1, 3, OFFICIALS, 0.7),
        Share(LOCAL, 1, 4, ELECTED, 0.8),
        Share(NGO, 1, 3, OFFICIALS, 0.8),
    ),
    "official-workshop": (
        Share(OFFICIAL, 7, 15, OFFICIALS),
        Share(NGO, 3, 8, OFFICIALS, 0.9),
        Share(POLICE, 1, 4, OFFICIALS, 0.7),
        Share("lawyers", 1, 3, OFFICIALS, 0.4),
        Share("judges", 1, 2, OFFICIALS, 0.2),
        Share(LOCAL, 1, 4, ELECTED, 0.5),
    ),
    "income-training": (Share(AT_RISK, 12, 24, TRAINEES), Share(SURVIVED, 1, 3, TRAINEES, 0.15)),
    "teacher-training": (Share("teachers", 16, 30, TEACHERS), Share(RELIGIOUS, 1, 2, ELDERS, 0.1)),
}


@dataclass(frozen=True)
class People:
    """The counts of one participation; `cells` has the counts by the name of their column."""

    group: str
    cells: dict[str, int]
    first_time: int
    with_disability: int

    @property
    def total(self) -> int:
        return sum(self.cells.values())


def people_at(
    kind: str, first_time_share: float, is_estimate: bool, random: Random
) -> list[People]:
    """All people at one activity; `first_time_share` (0 to 1) of them come for the first time."""
    come = [share for share in SHARES[kind] if random.random() < share.chance]
    return [people_of(share, first_time_share, is_estimate, random) for share in come]


def people_of(share: Share, first_time_share: float, is_estimate: bool, random: Random) -> People:
    count = random.randint(share.fewest, share.most)
    if is_estimate and count > 20:
        count = 5 * round(count / 5)
    cells = Counter(random.choices(list(share.mix), list(share.mix.values()), k=count))
    if is_estimate and random.random() < 0.4:
        forget_ages(cells, random)
    if count > 12 and random.random() < 0.05:
        age = random.choices(("18_59", "0_17"), (4, 1))[0]
        cells[f"third_gender_{age}"] += random.randint(1, 2)
    total = cells.total()
    first_time = sum(random.random() < first_time_share for _ in range(total))
    with_disability = 0
    if random.random() < 0.3:
        with_disability = sum(random.random() < 0.04 for _ in range(total))
    in_order = {name: cells[name] for name in CELLS.values() if cells[name]}
    return People(share.group, in_order, first_time, with_disability)


def forget_ages(cells: Counter[str], random: Random) -> None:
    """Move some people to "not recorded": in a crowd not every age and sex is written down."""
    for sex in ("female", "male"):
        unknown = cells[f"{sex}_18_59"] * random.randint(10, 35) // 100
        cells[f"{sex}_18_59"] -= unknown
        cells[f"{sex}_unrecorded"] += unknown
    if cells["male_unrecorded"] > 6 and random.random() < 0.4:
        cells["male_unrecorded"] -= 5
        cells["unrecorded_unrecorded"] += 5
