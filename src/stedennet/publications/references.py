"""What a merger of organisations does with articles: they keep saying what they said."""

from django.utils.translation import gettext_lazy as _

from stedennet.network.references import OrganisationReference, Treatment

REFERENCES = [
    OrganisationReference("publications.ArticlePage", "author_organisation", _("artikelen"), Treatment.KEEP),
    OrganisationReference("publications.ArticleOrganisation", "organisation", _("vermeldingen"), Treatment.KEEP),
]
