"""The agenda in Wagtail's admin: lists of its records, saved through this room's flows."""

from functools import partial

from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from stedennet.core import admin_viewsets
from stedennet.core.access import Actor
from stedennet.core.admin_viewsets import RecordFlows
from stedennet.core.errors import Refused
from stedennet.core.history import register_acts

from . import admin_strategies, admin_views
from .access import can_edit_agenda
from .flows import consultation
from .flows.records import remove_record, save_record
from .models import (
    Action,
    ActionLink,
    Commitment,
    CommitmentPartner,
    Document,
    Edition,
    Indicator,
    IndicatorPoint,
    Milestone,
    Moment,
    Party,
    ProgressUpdate,
    Purpose,
    Remark,
    Strategy,
    StrategyPart,
    StrategyParty,
    YearAmount,
)

agenda_viewset = partial(admin_viewsets.build_viewset, keeper=RecordFlows(can_edit_agenda, save_record, remove_record))


def refuse_removal(record: Model, *, by: Actor) -> None:
    """Refuse to delete a remark: only its author can withdraw it. Raises Refused."""
    raise Refused(gettext("Een opmerking blijft staan. De schrijver kan haar intrekken."))


class StepsColumn(Column):  # type: ignore[misc]
    """Links to the steps and the spreadsheet of an edition."""

    def get_value(self, instance: Edition) -> str:
        """The HTML of the links."""
        steps_url = reverse("agenda:steps", args=[instance.pk])
        spreadsheet_url = reverse("agenda:read_in", args=[instance.pk])
        template = '<a href="{}">{}</a>, <a href="{}">{}</a>'
        return format_html(template, steps_url, _("Stappen en akkoord"), spreadsheet_url, _("Excel"))


class StrategyStepsColumn(Column):  # type: ignore[misc]
    """Links to the steps of a version of a strategy."""

    def get_value(self, instance: Strategy) -> str:
        """The HTML of the link."""
        url = reverse("agenda:strategy_steps", args=[instance.pk])
        return format_html('<a href="{}">{}</a>', url, _("Stappen en akkoord"))


class OfficeItem(MenuItem):  # type: ignore[misc]
    """A menu item for a page of the office."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only to people who can edit the agenda."""
        return can_edit_agenda(request.user)


class AgendaGroup(ModelViewSetGroup):  # type: ignore[misc]
    """The menu “Agenda”."""

    menu_label = _("Agenda")
    menu_icon = "list-ul"
    menu_order = 140

    def get_submenu_items(self) -> list[MenuItem]:
        """The lists, followed by the office's own pages."""
        rounds = OfficeItem(_("Bijwerkrondes"), reverse("agenda:update_rounds"), icon_name="rotate", order=900)
        reports = OfficeItem(_("Voortgangsrapporten"), reverse("agenda:report"), icon_name="doc-full", order=901)
        return [*super().get_submenu_items(), rounds, reports]

    items = (
        agenda_viewset(
            Edition,
            "doc-full-inverse",
            [
                "number",
                "strategy",
                "title",
                "title_en",
                "foreword",
                "foreword_en",
                "consultation_ends_on",
                "consultation_is_open",
                "consulted",
                "quorum",
                "note",
                "source_url",
            ],
            list_display=["number", "title", "status", "adopted_at", StepsColumn("steps", label=_("Stappen"))],
            search_fields=["title"],
        ),
        admin_viewsets.build_viewset(
            Remark,
            "comment",
            ["answer"],
            keeper=RecordFlows(can_edit_agenda, consultation.save_remark_answer, refuse_removal),
            list_display=["name", "edition", "action", "placed_at", "answered_at"],
            list_filter=["edition", "answered_at"],
            search_fields=["name", "text", "answer"],
            panels=[
                FieldPanel("name", read_only=True),
                FieldPanel("action", read_only=True),
                FieldPanel("text", read_only=True),
                FieldPanel("answer"),
            ],
        ),
        agenda_viewset(
            Party,
            "group",
            ["edition", "strategy", "organisation", "is_signatory"],
            list_display=["organisation", "edition", "strategy", "is_signatory"],
            list_filter=["edition", "strategy"],
            search_fields=["organisation__name"],
        ),
        agenda_viewset(
            Commitment,
            "doc-full",
            [
                "edition",
                "action",
                "position",
                "parent",
                "title",
                "title_en",
                "lead",
                "lead_en",
                "description",
                "description_en",
                "responsible",
                "responsible_in_words",
                "partners_in_words",
                "themes",
                "begins_on",
                "begins_precision",
                "ends_on",
                "ends_precision",
                "schedule",
                "budget_low",
                "budget_high",
                "budget_in_words",
                "budget_source",
                "sdgs",
                "depends_on",
                "source_url",
            ],
            list_display=["action", "title", "edition", "responsible"],
            list_filter=["edition", "responsible"],
            search_fields=["title", "action__code", "lead"],
        ),
        agenda_viewset(
            CommitmentPartner,
            "group",
            ["commitment", "organisation", "is_responsible", "role", "part"],
            list_display=["commitment", "organisation", "is_responsible", "role", "part"],
            search_fields=["organisation__name", "commitment__title"],
        ),
        agenda_viewset(
            YearAmount,
            "tag",
            ["kind", "commitment", "action", "year", "euros", "payer", "payer_in_words", "source_url"],
            list_display=["year", "kind", "euros", "commitment", "action"],
            list_filter=["kind", "year"],
            search_fields=["commitment__title", "action__code", "payer_in_words"],
        ),
        agenda_viewset(
            Action,
            "tag",
            [
                "code",
                "phase",
                "done_on",
                "done_precision",
                "stopped_on",
                "stopped_reason",
                "merged_into",
                "merged_on",
                "superseded_by",
                "contact_level",
                "contact_role",
                "contact_name",
                "contact_email",
            ],
            list_display=["code", "phase", "done_on", "stopped_on"],
            list_filter=["phase"],
            search_fields=["code"],
        ),
        agenda_viewset(
            ActionLink,
            "link",
            ["action", "kind", "title", "url", "publisher", "published_on"],
            list_display=["title", "action", "kind"],
            list_filter=["kind", "action"],
            search_fields=["title", "action__code"],
        ),
        agenda_viewset(
            Milestone,
            "tick",
            ["action", "title", "due_on", "precision", "state", "completed_on", "source_url"],
            list_display=["title", "action", "due_on", "state"],
            list_filter=["state", "action"],
            search_fields=["title", "action__code"],
        ),
        agenda_viewset(
            ProgressUpdate,
            "edit",
            ["action", "on", "text", "organisation", "evidence_url"],
            list_display=["action", "on", "organisation"],
            list_filter=["action"],
            search_fields=["text", "action__code"],
        ),
        agenda_viewset(
            Indicator,
            "arrow-up-big",
            [
                "action",
                "name",
                "name_en",
                "slug",
                "unit",
                "unit_en",
                "direction",
                "baseline_value",
                "baseline_on",
                "publisher",
                "source_url",
                "method",
                "method_en",
                "adds_up",
                "is_comparable",
                "themes",
                "used_by",
            ],
            list_display=["name", "action", "unit"],
            list_filter=["themes"],
            search_fields=["name", "action__code"],
        ),
        agenda_viewset(
            IndicatorPoint,
            "pick",
            [
                "indicator",
                "kind",
                "on",
                "precision",
                "value",
                "organisation",
                "area",
                "publisher",
                "source_url",
                "note",
            ],
            list_display=["indicator", "organisation", "kind", "on", "value"],
            list_filter=["kind", "indicator"],
            search_fields=["indicator__name", "organisation__name"],
        ),
        agenda_viewset(
            Strategy,
            "doc-empty-inverse",
            [
                "title",
                "title_en",
                "slug",
                "subtitle",
                "summary",
                "summary_en",
                "vision",
                "vision_en",
                "themes",
                "sdgs",
                "begins_on",
                "begins_precision",
                "ends_on",
                "ends_precision",
                "successor",
                "quorum",
                "note",
                "note_en",
                "source_url",
                "reviewed_on",
                "next_review_on",
            ],
            list_display=["title", "version", "status", "begins_on", StrategyStepsColumn("steps", label=_("Stappen"))],
            search_fields=["title"],
        ),
        agenda_viewset(
            StrategyParty,
            "group",
            ["strategy", "organisation", "role", "source_url"],
            list_display=["organisation", "strategy", "role"],
            search_fields=["organisation__name"],
        ),
        agenda_viewset(
            StrategyPart,
            "lock",
            ["strategy", "kind", "position", "title", "title_en", "text", "text_en", "source_url"],
            list_display=["title", "kind", "strategy", "position"],
            list_filter=["kind", "strategy"],
            search_fields=["title"],
        ),
        agenda_viewset(
            Purpose,
            "link",
            ["action", "part", "source_url"],
            list_display=["action", "part"],
            list_filter=["part"],
            search_fields=["action__code", "part__title"],
        ),
        agenda_viewset(
            Moment,
            "history",
            ["strategy", "on", "precision", "text", "text_en", "source_url"],
            list_display=["text", "on", "strategy"],
            search_fields=["text"],
        ),
        agenda_viewset(
            Document,
            "doc-full",
            ["strategy", "title", "url", "publisher", "published_on", "precision", "woo_category"],
            list_display=["title", "strategy", "published_on"],
            search_fields=["title"],
        ),
    )


@hooks.register("register_admin_viewset")
def agenda_viewsets() -> AgendaGroup:
    """Register the menu “Agenda” and its pages."""
    return AgendaGroup()


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    """URLs of the office's own pages."""
    pages = [
        path("<int:pk>/stappen/", admin_views.manage_steps, name="steps"),
        path("strategie/<int:pk>/stappen/", admin_strategies.manage_strategy_steps, name="strategy_steps"),
        path("<int:pk>/blad.xlsx", admin_views.download_workbook, name="workbook"),
        path("<int:pk>/inlezen/", admin_views.import_actions, name="read_in"),
        path("volgende/", admin_views.open_next_edition, name="open_next"),
        path("rondes/", admin_views.manage_rounds, name="update_rounds"),
        path("rapport/", admin_views.manage_reports, name="report"),
    ]
    return [path("agenda/", include((pages, "agenda")))]


register_acts(
    {
        "agenda.edition_opened": _("Nieuwe editie geopend"),
        "agenda.edition_consult": _("Consultatie geopend"),
        "agenda.edition_submit": _("Voorgelegd aan de partijen"),
        "agenda.edition_adopt": _("Vastgesteld"),
        "agenda.edition_supersede": _("Vervangen"),
        "agenda.edition_withdraw": _("Ingetrokken"),
        "agenda.version_opened": _("Nieuwe versie geopend"),
        "agenda.strategy_submit": _("Voorgelegd aan de partijen"),
        "agenda.strategy_record": _("Vastgelegd dat ze al geldt"),
        "agenda.strategy_adopt": _("Vastgesteld"),
        "agenda.strategy_supersede": _("Vervangen"),
        "agenda.strategy_withdraw": _("Ingetrokken"),
        "agenda.link_sent": _("Geheime link verstuurd"),
        "agenda.link_replaced": _("Geheime link vervangen"),
        "agenda.link_asked": _("Geheime link gevraagd"),
        "agenda.link_refused": _("Geheime link afgewezen"),
        "agenda.party_decided": _("Besluit van een partij"),
        "agenda.decision_taken_back": _("Besluit teruggenomen"),
        "agenda.report_published": _("Voortgangsrapport geplaatst"),
        "agenda.round_opened": _("Bijwerkronde begonnen"),
        "agenda.exported": _("Gedownload als Excel"),
        "agenda.imported": _("Ingelezen uit Excel"),
    }
)
