from __future__ import annotations

from django.contrib import admin

from projects.models import Organisation, Outcome, Partnership, Project, ReportedAchievement
from trafficking_program.administration import Administration


class PartnershipInline(admin.StackedInline):  # type: ignore[type-arg]
    model = Partnership
    extra = 0
    autocomplete_fields = ("organisation",)


class OutcomeInline(admin.StackedInline):  # type: ignore[type-arg]
    """Removed on its own page, which says what uses it."""

    model = Outcome
    extra = 0
    can_delete = False
    show_change_link = True


class ReportedAchievementInline(admin.StackedInline):  # type: ignore[type-arg]
    model = ReportedAchievement
    extra = 0


@admin.register(Project)
class ProjectAdmin(Administration):
    key = "slug"
    list_display = (
        "title_en",
        "title_bn",
        "starts_on",
        "ends_on",
        "is_public",
        "is_demonstration",
    )
    list_filter = ("is_public", "is_demonstration")
    search_fields = ("title_en", "title_bn", "slug")
    autocomplete_fields = ("upazilas", "target_groups")
    prepopulated_fields = {"slug": ("title_en",)}
    date_hierarchy = "starts_on"
    inlines = (PartnershipInline, OutcomeInline, ReportedAchievementInline)
    ordering = ("-starts_on",)
    fieldsets = (
        (None, {"fields": (("title_en", "title_bn"), "slug", ("starts_on", "ends_on"))}),
        (None, {"fields": ("is_public", "is_demonstration", "upazilas", "target_groups")}),
        (None, {"fields": (("goal_en", "goal_bn"), ("objective_en", "objective_bn"))}),
    )


@admin.register(Organisation)
class OrganisationAdmin(Administration):
    list_display = ("name_en", "name_bn", "short_en", "short_bn")
    search_fields = ("name_en", "name_bn", "short_en", "short_bn")
    ordering = ("name_en",)


@admin.register(Outcome)
class OutcomeAdmin(Administration):
    list_display = ("number", "statement_en", "statement_bn", "project")
    list_display_links = ("number", "statement_en", "statement_bn")
    list_filter = ("project",)
    list_select_related = ("project",)
    search_fields = ("statement_en", "statement_bn", "project__title_en", "project__title_bn")
    autocomplete_fields = ("project",)
    ordering = ("project", "number")
