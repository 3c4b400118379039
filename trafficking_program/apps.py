from django.apps import AppConfig, apps

UNUSED_STATIC_FILES = ["bootstrap-*", "bootstrap.rtl*", "bootstrap.css*"]


class TraffickingProgramConfig(AppConfig):
    name = "trafficking_program"

    def ready(self) -> None:
        from trafficking_program import checks  # noqa: F401

        # The site uses only one stylesheet of Bootstrap; to compress all takes most of a start.
        staticfiles = apps.get_app_config("staticfiles")
        staticfiles.ignore_patterns = [*staticfiles.ignore_patterns, *UNUSED_STATIC_FILES]  # type: ignore[attr-defined]
