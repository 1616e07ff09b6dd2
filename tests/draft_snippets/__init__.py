"""An app of the test suite alone: a snippet with drafts, of which the site has none yet."""
