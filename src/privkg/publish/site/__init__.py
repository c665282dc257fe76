"""The site: a folder of pages, downloads and redirects for any static host."""
