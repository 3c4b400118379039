"""allauth's forms, as people in Feni fill them in."""

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
    """A label stays when one types, a placeholder does not; saying it twice helps nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class CodeField(forms.CharField):
    """A code from an app or from paper: either digits, spaces between them allowed."""

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
        """Find whom an administrator gave this very address; say nothing if nobody."""
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
    """Django puts its help together when it starts, in one language for good."""

    usable_password_help_text = _(  # type: ignore[assignment]
        "If disabled, the password of this user is lost: no sign-in until there is a new one."
    )
