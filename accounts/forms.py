"""The forms of allauth and Django, adapted to the people who fill them in here."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import forms as auth
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.localisation import latin_digits, normalised


class WithoutPlaceholders(forms.Form):
    """Removes placeholders: they repeat the label, and they disappear when somebody types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class CodeField(forms.CharField):
    """A code from an app or from paper, in Bangla or Latin digits; spaces are removed."""

    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})

    def to_python(self, value: Any) -> str:
        return latin_digits(normalised(super().to_python(value) or "")).replace(" ", "")


class LoginForm(WithoutPlaceholders, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("Remember me on this phone")

    def clean_login(self) -> str:
        return User.normalize_username(super().clean_login())


class ReauthenticateForm(WithoutPlaceholders, account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(WithoutPlaceholders, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(WithoutPlaceholders, account.SetPasswordForm):
    pass


class ResetPasswordForm(WithoutPlaceholders, account.ResetPasswordForm):
    def clean_email(self) -> str:
        """Find the active users with this address, in whatever case.

        It is no error if nobody has it: an error would tell a stranger who has an account.
        Only administrators write addresses.
        """
        email: str = self.cleaned_data["email"]
        self.users = [
            user
            for user in User.objects.filter(email__iexact=email, is_active=True)
            if user.email.casefold() == email.casefold()
        ]
        return email


class ResetPasswordKeyForm(WithoutPlaceholders, account.ResetPasswordKeyForm):
    pass


class AuthenticateForm(mfa.AuthenticateForm):
    code = CodeField(label=_("Code"))


class MfaReauthenticateForm(mfa.ReauthenticateForm):
    code = CodeField(label=_("Code"))


class ActivateTOTPForm(totp.ActivateTOTPForm):
    code = CodeField(label=_("Code the app shows"))


class SetSomebodysPasswordForm(auth.AdminPasswordChangeForm):  # type: ignore[type-arg]
    """Django's form with a help text that is translated for each request.

    Django joins its own help text when it starts, and so in one language only.
    """

    usable_password_help_text = _(  # type: ignore[assignment]
        "If disabled, the password of this user is lost: no sign-in until there is a new one."
    )
