"""What happens to every column in which text can stand, when a person leaves or time passes.

A new column fails `test_erasure.py` until somebody writes here what happens to it.
"""

ERASED = {
    "account.emailaddress": "email",
    "account.emailconfirmation": "key",
    "accounts.factorreset": "reason",
    "accounts.signedinsession": "session_key browser",
    "accounts.user": "password first_name last_name email name",
    "agenda.action": "contact_role contact_name contact_email",
    "agenda.decisionkey": "sent_to",
    "agenda.linkrequest": "address",
    "agenda.remark": "name",
    "calls.attachment": "name media_type data",
    "calls.call": "owner_name owner_email",
    "calls.interest": "together unclear who name email",
    "calls.message": "text",
    "events.registration": "name email organisation language",
    "imports.spreadsheetimport": "kind target name data preview message",
    "initiatives.initiative": "contact_role contact_name contact_email",
    "intake.submission": "name email text data marks",
    "mailing.bounce": "email note",
    "mailing.delivery": "email values unsubscribe_url last_error",
    "mailing.hold": "released_by",
    "mailing.mailing": "stopped_by",
    "mailing.suppression": "email note lifted_by lifted_reason",
    "mfa.authenticator": "data",
    "outbox.outgoingmail": "to reply_to subject text html calendar last_error to_hash template language once",
    "reactions.reaction": "name text source_url",
    "search.asked": "question",
    "sessions.session": "session_key session_data",
    "spreading.subscriber": "email",
    "spreading.wish": "email wanted page once occasion token_hash",
    "wagtailadmin.formstate": "data object_id parent_object_id",
    "wagtailcore.apitoken": "name key_hash prefix",
    "wagtailcore.modellogentry": "label data",
    "wagtailusers.userprofile": "preferred_language current_time_zone avatar dismissibles",
}
"""Emptied or deleted when the person leaves."""

ENDS = {
    "django_tasks_database.dbtaskresult": "args_kwargs return_value traceback worker_ids exception_class_path",
}
"""Deleted by a periodic job: it can hold what somebody typed, and stands by no address."""

HASHED = {
    "accounts.consent": "email_hash",
    "agenda.decisionkey": "hash",
    "audit.securityevent": "address_mark network",
    "fediverse.seen": "hash",
    "fediverse.tally": "who activity",
    "intake.relay": "occasion fingerprint",
    "intake.submission": "once occasion token_hash",
    "limits.mark": "key value",
    "personal_links.replacedlink": "kind value mark",
    "mailing.receivedreply": "message_hash",
    "mailing.replyaddress": "email_hash",
}
"""Only a hash or a keyed mark."""

ELSEWHERE = {
    "fediverse.block": "value reason",
    "fediverse.delivery": "inbox host last_error",
    "fediverse.follower": "actor host inbox shared_inbox follow",
    "fediverse.host": "name",
    "fediverse.peer": "actor host username handle key_id public_pem inbox shared_inbox",
    "fediverse.reply": "note actor",
}
"""A public account on another server, by its public name; ended by a Delete from there, or after a while."""

PROOF = {
    "accounts.consent": "kind wording version page",
    "agenda.approval": "words signed_by mandate_body mandate_url withdrawn_reason",
    "network.themerole": "holder_name",
}
"""Kept: a public office, or proof of what was decided or agreed to."""

NOBODY = {
    "insight.matrixsnapshot": "cells",
    "wagtailadmin.editingsession": "object_id",
    "wagtailcore.uploadedfile": "file",
    "agenda.action": "code stopped_reason",
    "agenda.actionlink": "title url publisher",
    "agenda.comment": "paragraph text",
    "agenda.commitment": (
        "title title_en lead lead_en description description_en responsible_in_words partners_in_words "
        "schedule budget_in_words budget_source sdgs source_url"
    ),
    "agenda.commitmentpartner": "part",
    "agenda.document": "title url publisher",
    "agenda.edition": "title title_en foreword foreword_en note source_url status_reason laid_before sealed seal",
    "agenda.editionpdf": "pdf",
    "agenda.indicator": "name name_en slug unit unit_en publisher source_url method method_en",
    "agenda.indicatorpoint": "publisher source_url note",
    "agenda.yearamount": "payer_in_words source_url",
    "agenda.milestone": "title source_url",
    "agenda.moment": "text text_en source_url",
    "agenda.progressreport": "title foreword content seal",
    "agenda.progressupdate": "text evidence_url",
    "agenda.proposal": "base words why answer",
    "agenda.remark": "organisation text answer",
    "agenda.purpose": "source_url",
    "agenda.reportpdf": "pdf",
    "agenda.statedstatus": "reason",
    "agenda.strategy": (
        "source_url slug title title_en subtitle summary summary_en vision vision_en sdgs line status_reason note "
        "note_en laid_before sealed seal"
    ),
    "agenda.strategypart": "title title_en text text_en source_url",
    "agenda.strategyparty": "source_url",
    "agenda.wording": "before after",
    "announcing.announcement": "topic subjects sending last_error",
    "audit.pruneanchor": "hash",
    "audit.securityevent": "kind about_type about_key data previous_hash hash",
    "auth.group": "name",
    "auth.permission": "name codename",
    "calls.call": (
        "slug title what_for work wanted gives gives_in_words organisation_in_words language scores "
        "state_words outcome_partner outcome_words source_url"
    ),
    "calls.interest": "language",
    "challenges.challenge": "slug title title_en summary summary_en text text_en sdgs source_url",
    "changes.change": "subject_type subject_id title title_en behalf_of note note_en",
    "changes.cursor": "name",
    "contenttypes.contenttype": "app_label model",
    "django_tasks_database.dbtaskresult": "task_path queue_name backend_name",
    "events.eventpage": "summary description place online_url organiser_name source_url recording_url slides_url",
    "events.eventseriespage": "summary description",
    "events.programmeitem": "title speakers",
    "fediverse.activity": "document",
    "fediverse.identity": "name public_pem private_pem",
    "fediverse.post": "subject_type subject_id document",
    "initiatives.adoption": "costs taught contact_role contact_name source_url verdict_words",
    "initiatives.initiative": (
        "slug title title_en summary summary_en description description_en challenge sdgs elsewhere "
        "lead_in_words phase_in_source financing principles source_url language state_words "
        "costs_in_words evidence adoption_time licence visit"
    ),
    "initiatives.followup": "words unit amount_source",
    "initiatives.lesson": "text",
    "initiatives.link": "title url",
    "initiatives.partner": "in_words role",
    "initiatives.picture": "alt credit",
    "initiatives.product": "title url licence",
    "initiatives.result": "text figure",
    "intake.standardreason": "label words words_en",
    "intake.submission": "behalf_of kind subject_type subject_id subject_title page language reason",
    "mailing.delivery": "key claimed_by",
    "mailing.replyaddress": "kind key",
    "mailing.mailing": "name once list_id subject text html language",
    "network.group": "source_url name slug description description_en",
    "network.groupmembership": "source_url",
    "network.merger": "left_behind",
    "network.mergerchange": "reference model before after",
    "network.organisation": "source_url name short_name slug code tooi_uri website description description_en",
    "network.organisationfigure": "publisher source_url",
    "network.organisationname": "folded",
    "network.participation": "source_url note note_en",
    "network.representation": "office",
    "network.theme": "source_url slug name name_en subtitle distinction summary summary_en description description_en",
    "network.themelink": "source_url note note_en",
    "network.themerole": "source_url holder_office note note_en",
    "network.themescheme": "source_url slug name name_en description description_en",
    "newsletters.newsletter": "subject subject_en slug intro intro_en",
    "newsletters.story": (
        "subject_type subject_id kind kind_en title title_en summary summary_en url url_en organisation"
    ),
    "publications.articlelink": "path",
    "publications.articlepage": "lead author_name source_url",
    "reactions.reaction": "subject_type subject_id removed_reason",
    "search.asked": "language",
    "search.synonyms": "words",
    "spreading.content": "things",
    "spreading.dispatch": "subject_type subject_id where",
    "spreading.sighting": "subject_type subject_id host",
    "spreading.subscription": "wanted segment",
    "taggit.tag": "name slug",
    "wagtailcore.collection": "path name",
    "wagtailcore.collectionviewrestriction": "password",
    "wagtailcore.comment": "text contentpath position",
    "wagtailcore.commentreply": "text",
    "wagtailcore.locale": "language_code",
    "wagtailcore.modellogentry": "action object_id",
    "wagtailcore.page": "path title draft_title slug url_path seo_title search_description",
    "wagtailcore.pagelogentry": "label action data",
    "wagtailcore.pageviewrestriction": "password",
    "wagtailcore.referenceindex": "object_id to_object_id model_path content_path",
    "wagtailcore.revision": "object_id object_str content",
    "wagtailcore.site": "hostname site_name",
    "wagtailcore.task": "name",
    "wagtailcore.taskstate": "comment",
    "wagtailcore.workflow": "name",
    "wagtailcore.workflowstate": "object_id",
    "wagtaildocs.document": "title file file_hash",
    "wagtailembeds.embed": "url hash html title author_name provider_name thumbnail_url",
    "wagtailimages.image": "title file description file_hash",
    "wagtailimages.rendition": "filter_spec file focal_point_key",
    "wagtailredirects.redirect": "old_path redirect_page_route_path redirect_link",
    "wagtailsearch.indexentry": "object_id autocomplete title body",
    "wagtailsearch.sqliteftsindexentry": "autocomplete title body",
    "worker.heartbeat": "name",
    "yields.yield": "unit words source dispute",
}
"""About no person: published texts, keys, names of things, files and machines."""

TREATMENTS = {
    "erased": ERASED,
    "ends": ENDS,
    "hashed": HASHED,
    "elsewhere": ELSEWHERE,
    "proof": PROOF,
    "nobody": NOBODY,
}
