"""The blocks of these pages are run as tests; what builds the site, and what it wrote, is not."""

collect_ignore = ["conf.py", "generated", "site_pages"]
