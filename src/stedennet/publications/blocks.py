"""The blocks of an article's body."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):  # type: ignore[misc]
    """A picture, with a text for people who cannot see it."""

    image = ImageChooserBlock(label=_("afbeelding"))
    alt = blocks.CharBlock(
        label=_("wat is er te zien"), max_length=250, required=False, help_text=_("Leeg: de afbeelding is versiering.")
    )
    credit = blocks.CharBlock(label=_("maker"), max_length=150, required=False)

    class Meta:
        icon = "image"
        label = _("afbeelding")
        template = "site/articles/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):  # type: ignore[misc]
    """A quotation."""

    text = blocks.TextBlock(label=_("citaat"))
    by = blocks.CharBlock(label=_("van wie"), max_length=150, required=False)

    class Meta:
        icon = "openquote"
        label = _("citaat")
        template = "site/articles/blocks/quote.html"


class VideoBlock(blocks.StructBlock):  # type: ignore[misc]
    """A link to a video on another site; nothing is embedded from other hosts."""

    title = blocks.CharBlock(label=_("titel"), max_length=150)
    url = blocks.URLBlock(label=_("adres"))

    class Meta:
        icon = "media"
        label = _("video (link)")
        template = "site/articles/blocks/video.html"


class CallBlock(blocks.StructBlock):  # type: ignore[misc]
    """A call to action: a button to an initiative, a call or an action."""

    text = blocks.CharBlock(label=_("tekst"), max_length=250)
    label = blocks.CharBlock(label=_("knop"), max_length=60)
    url = blocks.CharBlock(label=_("adres"), max_length=300, help_text=_("Op deze site: begin met /."))

    class Meta:
        icon = "pick"
        label = _("doe mee")
        template = "site/articles/blocks/call.html"


class BodyBlock(blocks.StreamBlock):  # type: ignore[misc]
    """The body of an article."""

    heading = blocks.CharBlock(
        label=_("kop"), max_length=150, icon="title", template="site/articles/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(label=_("tekst"), features=["bold", "italic", "link", "ol", "ul"])
    picture = PictureBlock()
    quote = QuoteBlock()
    table = TableBlock(label=_("tabel"), template="site/articles/blocks/table.html")
    video = VideoBlock()
    call = CallBlock()
