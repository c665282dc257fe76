"""The site: a folder of HTML pages, downloads and redirects for any static host."""
