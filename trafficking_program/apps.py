from django.apps import AppConfig


class TraffickingProgramConfig(AppConfig):
    name = "trafficking_program"

    def ready(self) -> None:
        from trafficking_program import checks  # noqa: F401
