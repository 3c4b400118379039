import datetime
from typing import Any, TypeAlias

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.roles import Power, powers_of
from districts.models import District, Upazila


class AccountManager(UserManager["User"]):
    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        """Create an administrator. `manage.py createsuperuser` calls this."""
        fields.setdefault("role", User.Role.ADMINISTRATOR)
        return self.create_user(username, email, password, **fields)

    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(
            username=self.model.normalize_username(username),
            email=self.normalize_email(email),
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """One person who signs in.

    The role alone decides what they may do; their places decide where they may do it.
    """

    Role: TypeAlias = roles.Role

    class Language(models.TextChoices):
        BANGLA = "bn", "বাংলা"
        ENGLISH = "en", "English"

    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.FIELD_OFFICER)
    upazilas = models.ManyToManyField(
        Upazila,
        related_name="officers",
        blank=True,
        verbose_name=_("upazilas"),
        help_text=_("Where a field officer works."),
    )
    districts = models.ManyToManyField(
        District,
        related_name="managers",
        blank=True,
        verbose_name=_("districts"),
        help_text=_("Which districts a manager looks after."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.BANGLA
    )
    reminded_on = models.DateField(_("reminded on"), null=True, editable=False)
    is_demonstration = models.BooleanField(
        _("demonstration account"), default=False, editable=False
    )

    objects = AccountManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("username",)
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="username_once_whatever_its_case",
                violation_error_message=_("A user with that username already exists."),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=tuple(roles.Role.values)),
                name="user_has_a_known_role",
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=("bn", "en")), name="user_has_a_known_language"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def note_reminder(self, day: datetime.date) -> bool:
        """Store that this user is reminded on `day`. Returns False if that is stored already."""
        return self.reminded_on != day and self._note(self.reminded_on, day)

    def take_back_reminder(self, day: datetime.date, before: datetime.date | None) -> None:
        """Undo `note_reminder`, when the reminder was not sent.

        `before` is the day of the reminder before it; None if there was none.
        """
        self._note(day, before)

    def _note(self, was: datetime.date | None, becomes: datetime.date | None) -> bool:
        rows = User.objects.filter(pk=self.pk, reminded_on=was)
        return bool(rows.update(reminded_on=becomes))

    def may(self, *powers: Power) -> bool:
        """Whether the account is active, and its role has at least one of these powers."""
        return self.is_active and not powers_of(self.role).isdisjoint(powers)

    def places(self) -> models.QuerySet[Upazila]:
        """The user's own upazilas: those of a manager's districts, or those of a field officer.

        Empty for an administrator, who sees every place and has none of their own. Use
        `Upazila.objects.visible_to` for the upazilas that a user may see.
        """
        if self.may(Power.SEES_OWN_DISTRICTS):
            return Upazila.objects.filter(district__managers=self)
        if self.may(Power.SEES_OWN_UPAZILAS):
            return Upazila.objects.filter(officers=self)
        return Upazila.objects.none()

    # `districts` asks this, because it may not import the powers from this room above it.
    @property
    def sees_everywhere(self) -> bool:
        return self.may(Power.SEES_EVERYWHERE)

    # Django's admin asks these two before it lets somebody in. Here both follow from the role.
    @property
    def is_staff(self) -> bool:  # type: ignore[override]
        return self.may(Power.ADMINISTERS)

    @property
    def is_superuser(self) -> bool:  # type: ignore[override]
        return self.may(Power.ADMINISTERS)
