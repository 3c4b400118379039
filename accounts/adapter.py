from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import translation

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: only administrators make accounts."""
        return False

    def send_password_reset_mail(
        self, user: AbstractBaseUser, email: str, context: dict[str, Any]
    ) -> None:
        """Send the link to the address on the account, in the language of the account.

        The address that was typed and the language of the page do not matter: anybody may ask.
        """
        assert isinstance(user, User)
        with translation.override(user.language):
            super().send_password_reset_mail(user, user.email, context)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return the key under which wrong guesses are counted: the user name alone.

        allauth adds the host, and the client may choose the port in it: each port would allow
        five more guesses. The key is in upper case, because the database compares user names in
        upper case when somebody signs in.
        """
        return str(credentials.get("username", "")).upper()
