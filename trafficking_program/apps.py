from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class TraffickingProgramConfig(AppConfig):
    name = "trafficking_program"
    default = True

    def ready(self) -> None:
        from trafficking_program import checks  # noqa: F401


class OurStaticFilesConfig(StaticFilesConfig):
    """Of Bootstrap's thirty files the site uses one; the others are not collected."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-*",
        "bootstrap.rtl*",
        "bootstrap.css*",
    ]
