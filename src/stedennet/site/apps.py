"""Registers the room with Django, and says to the rooms below how their pages look and where they are."""

import datetime as dt

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The pages that people read."""

    name = "stedennet.site"
    label = "site"
    verbose_name = "website"

    def ready(self) -> None:
        """Register the addresses, lists and drawings that other rooms ask for."""
        from stedennet.agenda import links as agenda_links
        from stedennet.calls import links as call_links
        from stedennet.core import page_contexts, periodic_jobs
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
        from stedennet.websub import links as announcing_links
        from stedennet.yields import links as yield_links

        from . import addresses, fediverse_addresses, personal_pages, pictures, saved_lists, searchable_pages
        from .cards import articles as article_cards
        from .cards import search as search_cards
        from .feeds import topics
        from .mail import letters
        from .views import events

        agenda_links.register_urls(
            own_decision=lambda number, party: addresses.make_url_builder("own_decision")(number, party, "nl"),
            own_strategy_decision=lambda strategy, party: addresses.make_url_builder("own_strategy_decision")(
                strategy, party, "nl"
            ),
            strategy=lambda slug: addresses.make_url_builder("strategy")(slug, "nl"),
            action=lambda code: addresses.make_url_builder("own_action")(code, "nl"),
            draft=lambda number: addresses.make_url_builder("draft")(number, "nl"),
        )
        call_links.register_urls(
            edit=addresses.make_url_builder("own_call"),
            judge=addresses.make_url_builder("calls:detail"),
        )
        matching_links.register_call_url(addresses.make_url_builder("call"))
        personal_pages.register_personal_pages()
        agenda_links.register_follower_count(lambda: count_followers("agenda"))
        spreading_links.register_record_url(search_cards.build_absolute_url)
        saved_lists.register_saved_lists()
        initiative_links.register_urls(
            edit=addresses.make_url_builder("own_initiative"),
            page=addresses.make_url_builder("initiative"),
            claim=addresses.make_url_builder("initiative_claim"),
            adoptions=addresses.make_url_builder("initiative_reuses"),
            judge=addresses.make_url_builder("initiatives:detail"),
        )
        network_links.register_urls(own_representation=addresses.make_url_builder("own_representation"))
        yield_links.register_answer_url(addresses.make_url_builder("yield"))
        mailing_letters.register_writer(letters.build_letter)
        newsletter_links.register_page_url(addresses.make_url_builder("newsletter"))
        fediverse_links.register_urls(meaning=fediverse_addresses.identify_url, **fediverse_addresses.ADDRESSES)
        periodic_jobs.register_job("forget old pictures", every=dt.timedelta(days=1), run=pictures.delete_old_pictures)
        sources.register_source("page", searchable_pages.load_page_records)
        announcing_links.register_topics(topics.find_topics)
        page_contexts.register_page_context(ArticlePage, article_cards.build_article_context)
        page_contexts.register_page_context(EventPage, events.build_event_context)
        page_contexts.register_page_context(EventSeriesPage, events.build_series_context)
        subjects.register_subject("artikel", ArticlePage._meta.label_lower, addresses.make_public_finder(ArticlePage))
        subjects.register_subject("evenement", EventPage._meta.label_lower, addresses.make_public_finder(EventPage))
        links.register_url("remove_reaction", addresses.make_url_builder("reaction_remove"))
        links.register_url("moderate", addresses.make_url_builder("intake:detail"))
