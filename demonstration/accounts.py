"""The users of the demonstration: five can sign in, and five are only authors."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from accounts.models import User
from demonstration import PASSWORD
from districts.models import District, Upazila

FENI, CUMILLA, BRAHMANBARIA = "BD2030", "BD2019", "BD2012"
FENI_SADAR, CHHAGALNAIYA = "BD20300029", "BD20300014"
ADARSHA_SADAR, SADAR_DAKSHIN = "BD20190067", "BD20190033"
BRAHMANBARIA_SADAR, AKHAURA = "BD20120013", "BD20120002"


@dataclass(frozen=True)
class Account:
    username: str
    first_name: str
    last_name: str = ""
    role: User.Role = User.Role.FIELD_OFFICER
    places: tuple[str, ...] = ()
    can_sign_in: bool = False


OFFICER, MANAGER = "নমুনা মাঠকর্মী", "নমুনা ব্যবস্থাপক"
ACCOUNTS = (
    Account("officer", OFFICER, "ফেনী", places=(FENI_SADAR, CHHAGALNAIYA), can_sign_in=True),
    Account("officer2", OFFICER, "আখাউড়া", places=(AKHAURA,), can_sign_in=True),
    Account("manager", MANAGER, "ফেনী", User.Role.MANAGER, (FENI,), can_sign_in=True),
    Account(
        "manager.all",
        MANAGER,
        "তিন জেলা",
        User.Role.MANAGER,
        (FENI, CUMILLA, BRAHMANBARIA),
        can_sign_in=True,
    ),
    Account("admin", "নমুনা প্রশাসক", role=User.Role.ADMINISTRATOR, can_sign_in=True),
    Account("demo.feni", OFFICER, "ফেনী সদর", places=(FENI_SADAR,)),
    Account("demo.chhagalnaiya", OFFICER, "ছাগলনাইয়া", places=(CHHAGALNAIYA,)),
    Account("demo.adarsha", OFFICER, "কুমিল্লা আদর্শ সদর", places=(ADARSHA_SADAR,)),
    Account("demo.dakshin", OFFICER, "কুমিল্লা সদর দক্ষিণ", places=(SADAR_DAKSHIN,)),
    Account("demo.brahmanbaria", OFFICER, "ব্রাহ্মণবাড়িয়া সদর", places=(BRAHMANBARIA_SADAR,)),
)
# Who logs activities in each upazila. A name that stands twice logs about twice as many.
AUTHORS = {
    FENI_SADAR: ("officer", "officer", "demo.feni"),
    CHHAGALNAIYA: ("officer", "officer", "demo.chhagalnaiya"),
    ADARSHA_SADAR: ("demo.adarsha",),
    SADAR_DAKSHIN: ("demo.dakshin",),
    BRAHMANBARIA_SADAR: ("demo.brahmanbaria",),
    AKHAURA: ("officer2",),
}
# Who reviews in each district, in the same way.
REVIEWERS = {
    FENI: ("manager", "manager", "manager", "manager", "manager.all"),
    CUMILLA: ("manager.all",),
    BRAHMANBARIA: ("manager.all",),
}


class NameTaken(Exception):
    """A demonstration account would take over the name of a real one."""


def create_accounts() -> dict[str, int]:
    """Create the accounts, or activate those that an earlier removal has kept.

    Returns the primary key of each account by its user name. Raises NameTaken with the user names
    if real accounts have some of them.
    """
    names = [account.username for account in ACCOUNTS]
    real = User.objects.filter(username__in=names, is_demonstration=False)
    if real.exists():
        raise NameTaken(", ".join(real.values_list("username", flat=True)))
    password = make_password(PASSWORD)
    keys = {}
    for account in ACCOUNTS:
        user, _ = User.objects.update_or_create(
            username=account.username,
            defaults={
                "first_name": account.first_name,
                "last_name": account.last_name,
                "role": account.role,
                "password": password if account.can_sign_in else make_password(None),
                "is_demonstration": True,
                "is_active": True,
            },
        )
        user.upazilas.set(Upazila.objects.filter(pk__in=account.places))
        user.districts.set(District.objects.filter(pk__in=account.places))
        keys[account.username] = user.pk
    return keys
