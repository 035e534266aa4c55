"""The treatment of articles when organisations merge: none, an article keeps the names of its time."""

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

REFERENCES = [
    OrganisationReference("publications.ArticlePage", "author_organisation", _("artikelen"), Treatment.KEEP),
    OrganisationReference("publications.ArticleOrganisation", "organisation", _("vermeldingen"), Treatment.KEEP),
]
