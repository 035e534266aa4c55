"""All changes to articles that Wagtail does not make itself."""
