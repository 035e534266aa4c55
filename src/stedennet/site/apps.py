"""Registers the room with Django, and says to the rooms below how their pages look and where they are."""

import datetime as dt

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The pages that people read."""

    name = "stedennet.site"
    label = "site"
    verbose_name = "website"

    def ready(self) -> None:
        """The faces of pages, and the links in mails."""
        from stedennet.agenda import links as agenda_links
        from stedennet.announcing import links as announcing_links
        from stedennet.calls import links as call_links
        from stedennet.core import chores, faces
        from stedennet.events.models import EventPage, EventSeriesPage
        from stedennet.fediverse import links as fediverse_links
        from stedennet.initiatives import links as initiative_links
        from stedennet.intake import links
        from stedennet.mailing import letters as mailing_letters
        from stedennet.matching import links as matching_links
        from stedennet.network import links as network_links
        from stedennet.newsletters import links as newsletter_links
        from stedennet.publications.models import ArticlePage
        from stedennet.reactions import subjects
        from stedennet.search import sources
        from stedennet.spreading import links as spreading_links
        from stedennet.spreading.followers import count_followers

        from . import addresses, fediverse_addresses, found_cards, found_pages, letters, pictures, saved_lists
        from .feeds import topics
        from .views import articles, events

        agenda_links.use(
            decide=lambda token: addresses.link("edition_decide")(token, "nl"),
            own_decision=lambda number, party: addresses.link("own_decision")(number, party, "nl"),
            action=lambda code: addresses.link("own_action")(code, "nl"),
            round=lambda token: addresses.link("update_round")(token, "nl"),
            contact=lambda token: addresses.link("contact_action")(token, "nl"),
            draft=lambda number: addresses.link("draft")(number, "nl"),
        )
        call_links.use(
            own=addresses.link("call_own"),
            edit=addresses.link("own_call"),
            talk=addresses.link("call_talk"),
            page=addresses.link("call"),
            judge=addresses.link("calls:detail"),
        )
        matching_links.use(call=addresses.link("call"), off=addresses.link("call_mails_off"))
        spreading_links.use(
            confirm=addresses.link("subscribe_confirm"),
            own=addresses.link("subscriptions"),
            stop=addresses.link("subscription_stop"),
        )
        agenda_links.use_followers(lambda: count_followers("agenda"))
        spreading_links.use_addresses(found_cards.whole_address)
        saved_lists.register_all()
        initiative_links.use(
            own=addresses.link("initiative_own"),
            edit=addresses.link("own_initiative"),
            page=addresses.link("initiative"),
            claim=addresses.link("initiative_claim"),
            adoptions=addresses.link("initiative_reuses"),
            judge=addresses.link("initiatives:detail"),
        )
        network_links.use(own_representation=addresses.link("own_representation"))
        mailing_letters.use(letters.letter_of)
        newsletter_links.use(addresses.link("newsletter"))
        fediverse_links.use(meaning=fediverse_addresses.meaning, **fediverse_addresses.ADDRESSES)
        chores.register("forget old pictures", every=dt.timedelta(days=1), run=pictures.forget_old)
        sources.register("page", found_pages.read)
        announcing_links.use(topics.topics)
        faces.show_with(ArticlePage, articles.show)
        faces.show_with(EventPage, events.show)
        faces.show_with(EventSeriesPage, events.show_series)
        subjects.allow("artikel", ArticlePage._meta.label_lower, addresses.live(ArticlePage))
        subjects.allow("evenement", EventPage._meta.label_lower, addresses.live(EventPage))
        links.use("own_reaction", addresses.link("own_reaction"))
        links.use("remove_reaction", addresses.link("reaction_remove"))
        links.use("registration", addresses.link("registration"))
        links.use("confirm", addresses.link("intake_confirm"))
        links.use("moderate", addresses.link("intake:detail"))
