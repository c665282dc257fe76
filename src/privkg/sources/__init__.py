"""5 · Readers: each module reads one format of page into incidents."""
