"""The list of organisations: municipalities, provinces, companies and others in the register."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from stedennet.changes.log_dates import order_by_newest_change
from stedennet.core.clock import today
from stedennet.network.models import Group, GroupMembership, Organisation, Theme, ThemeRole
from stedennet.network.querysets.organisations import OrganisationQuerySet

from .crosswalk import RELATED_FACET, THEME, count_widely, counts_related
from .declarations import Column, List, Order, whole_address
from .facets import Chosen, Facet, Option, QueryFacet, Rows, count_choices


def _count_provinces(organisations: OrganisationQuerySet, _value: str) -> list[Option]:
    """A province counts its organisations, and itself."""
    counts = dict(organisations.exclude(province=None).values_list("province__slug").annotate(n=Count("id")))
    here = set(organisations.filter(kind=Organisation.Kind.PROVINCE).values_list("slug", flat=True))
    provinces = Organisation.objects.of_kind("province").order_by("name").values_list("slug", "name")
    return [Option(slug, name, counts.get(slug, 0) + (slug in here)) for slug, name in provinces]


def _count_groups(organisations: OrganisationQuerySet, _value: str) -> list[Option]:
    members = GroupMembership.objects.on(today()).filter(organisation__in=organisations)
    counted = Count("memberships__organisation", filter=Q(memberships__in=members), distinct=True)
    return [Option(group.slug, group.name, group.n) for group in Group.objects.annotate(n=counted)]


@dataclass(frozen=True)
class RoleThemeFacet(Facet):
    """Organisations with a role in a theme, or in a related one: in that theme the role that was chosen, else any."""

    def narrow(self, rows: Rows, chosen: Chosen) -> Rows:
        """Those with the theme and the role at once."""
        if counts_related(chosen):
            return rows.with_role(
                role=chosen.get("rol", ""), day=today(), among=Theme.objects.counted_for(chosen[THEME])
            )
        return rows.with_role(theme=chosen[THEME], role=chosen.get("rol", ""), day=today())

    def options(self, left: Rows, chosen: Chosen, everything: Rows) -> list[Option]:
        """The themes, counted over the role that was chosen."""
        roles = ThemeRole.objects.on(today()).filter(organisation__in=left.order_by())
        held = roles.filter(role=chosen["rol"]) if chosen.get("rol") else roles
        if counts_related(chosen):
            return count_widely(held.order_by().values_list("organisation", "theme"), chosen[THEME])
        counted = Count("roles__organisation", filter=Q(roles__in=held), distinct=True)
        themes = Theme.objects.select_related("scheme").annotate(n=counted)
        return [Option(theme.slug, theme.full_title, theme.n) for theme in themes]


@dataclass(frozen=True)
class RoleFacet(Facet):
    """Organisations with a role: in the theme that was chosen, else in any."""

    def narrow(self, rows: Rows, chosen: Chosen) -> Rows:
        """Those with the role; together with a theme the other facet has done it."""
        return rows if chosen.get(THEME) else rows.with_role(role=chosen["rol"], day=today())

    def options(self, left: Rows, chosen: Chosen, everything: Rows) -> list[Option]:
        """The roles, counted over the theme that was chosen."""
        roles = ThemeRole.objects.on(today()).filter(organisation__in=left.order_by())
        if counts_related(chosen):
            held = roles.filter(theme__in=Theme.objects.counted_for(chosen[THEME]))
        else:
            held = roles.filter(theme__slug=chosen[THEME]) if chosen.get(THEME) else roles
        counts = dict(held.order_by().values_list("role").annotate(n=Count("organisation", distinct=True)))
        return [Option(value, str(label), counts.get(value, 0)) for value, label in ThemeRole.Role.choices]


ORGANISATIONS = List(
    kind="organisation",
    name="organisaties",
    label=_("Organisaties"),
    rows=lambda: Organisation.objects.on(today()),
    search=OrganisationQuerySet.resembling,
    prepare=lambda organisations: organisations.select_related("province"),
    orders=(Order("naam", "", OrganisationQuerySet.by_name),),
    feed=lambda organisations: order_by_newest_change(organisations.prefetch_related("theme_roles__theme")),
    facets=(
        QueryFacet(
            "soort", _("Soort"), OrganisationQuerySet.of_kind, count_choices("kind", Organisation.Kind.choices)
        ),
        QueryFacet("provincie", _("Provincie"), OrganisationQuerySet.in_province, _count_provinces),
        QueryFacet(
            "groep",
            _("Samenwerkingsverband"),
            lambda organisations, slug: organisations.in_group(slug, day=today()),
            _count_groups,
        ),
        RoleThemeFacet(THEME, _("Thema")),
        RELATED_FACET,
        RoleFacet("rol", _("Rol")),
    ),
    columns=(
        Column("naam", _("Naam"), lambda organisation: organisation.name),
        Column("soort", _("Soort"), lambda organisation: organisation.get_kind_display()),
        Column("code", _("Code"), lambda organisation: organisation.code),
        Column("tooi", _("TOOI"), lambda organisation: organisation.tooi_uri),
        Column(
            "provincie",
            _("Provincie"),
            lambda organisation: organisation.province.name if organisation.province else None,
        ),
        Column("website", _("Website"), lambda organisation: organisation.website or None),
        Column("voorbeeld", _("Voorbeeld"), lambda organisation: organisation.is_example, bool),
        Column("adres", _("Adres"), lambda organisation: whole_address("organisation", organisation.slug)),
        Column("bron", _("Bron"), lambda organisation: organisation.source_url or None),
    ),
)
