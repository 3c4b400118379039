"""What each role may do, written out a second time: a change of the table is meant."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template

from accounts.models import User
from accounts.roles import POWERS, SEES, Power, Role

TABLE = """
power                           field_officer  manager  administrator

SEES_OWN_UPAZILAS               yes            -        -
SEES_OWN_DISTRICTS              -              yes      -
SEES_EVERYWHERE                 -              -        yes
LOGS                            yes            yes      yes
REVIEWS                         -              yes      yes
LOOKS_AFTER_PHONES              -              yes      yes
PLANS_DAYS                      yes            yes      yes
PLANS_MONTHS                    -              yes      yes
CARRIES_OUT_PLANS               yes            -        -
REGISTERS_COMMITTEES            yes            yes      yes
REGISTERS_DISTRICT_COMMITTEES   -              yes      yes
SETS_TARGETS                    -              yes      yes
TYPES_VALUES                    -              yes      yes
REPORTS                         -              yes      yes
FREEZES                         -              yes      yes
ADMINISTERS                     -              -        yes
"""


def test_the_table_says_what_each_role_may_do():
    heading, *rows = (line.split() for line in TABLE.split("\n") if line)
    roles = heading[1:]
    expected = {role: set() for role in roles}
    for name, *cells in rows:
        for role, cell in zip(roles, cells, strict=True):
            if cell == "yes":
                expected[role].add(Power[name])

    assert [name for name, *_cells in rows] == [power.name for power in Power]
    assert {str(role): set(powers) for role, powers in POWERS.items()} == expected
    assert roles == Role.values


@pytest.mark.parametrize("role", POWERS, ids=str)
def test_a_role_that_may_do_anything_sees_places_of_one_kind(role):
    assert len(POWERS[role].intersection(SEES)) == 1


def test_one_of_several_powers_is_enough():
    officer = User(role="field_officer")

    assert officer.may(Power.REVIEWS, Power.LOGS)
    assert not officer.may(Power.REVIEWS, Power.REPORTS)
    assert not officer.may()


@pytest.mark.parametrize("user", [User(role="donor"), User(role="manager", is_active=False)])
def test_an_unknown_role_and_a_closed_account_may_do_nothing(user):
    assert not user.may(*Power)
    assert not user.is_staff
    assert not user.is_superuser


def shown_to(user, power):
    page = Template('{% if user|may:"' + power + '" %}yes{% else %}no{% endif %}')
    return page.render(Context({"user": user}))


def test_a_template_asks_for_a_power():
    assert shown_to(User(role="manager"), "REVIEWS") == "yes"
    assert shown_to(User(role="field_officer"), "REVIEWS") == "no"
    assert shown_to(AnonymousUser(), "REVIEWS") == "no"


def test_a_template_that_asks_for_an_unknown_power_fails():
    with pytest.raises(KeyError):
        shown_to(User(role="manager"), "REVEIWS")
