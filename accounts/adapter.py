from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import translation

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators."""
        return False

    def send_password_reset_mail(
        self, user: AbstractBaseUser, email: str, context: dict[str, Any]
    ) -> None:
        """To the address on the account, in its owner's language, whoever asked for it."""
        assert isinstance(user, User)
        with translation.override(user.language):
            super().send_password_reset_mail(user, user.email, context)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong guesses by account alone.

        allauth adds the host, whose port the client may choose: each port would be five more
        guesses. Upper case, because that is how the user name is compared when it is looked up.
        """
        return str(credentials.get("username", "")).upper()
