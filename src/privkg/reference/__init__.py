"""4 · What is known before a page is read: concepts, places, dates, authority, links, notices."""
