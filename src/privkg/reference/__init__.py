"""4 · Reference data, loaded before pages: concepts, places, dates, authority, links, notices."""
