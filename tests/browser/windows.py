"""A window of the browser in which complaints are heard."""


class Opened:
    """A window of its own, which writes down when the browser complains or goes to another site."""

    def __init__(self, chromium, site, *, width=1280, **options):
        self.complaints = []
        self.context = chromium.new_context(viewport={"width": width, "height": 800}, base_url=site, **options)
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self._hear(said.text) if "Security Policy" in said.text else None)
        self.page.on("pageerror", lambda error: self._hear(str(error)))
        self.page.on("request", lambda asked: None if asked.url.startswith((site, "data:")) else self._hear(asked.url))

    def _hear(self, complaint):
        self.complaints.append(complaint)
