from django.apps import AppConfig


class TraffickingProgramConfig(AppConfig):
    name = "trafficking_program"
