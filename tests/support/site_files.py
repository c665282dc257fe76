"""The contents of files of the site."""

from collections.abc import Iterable

from privkg.publish.site.files import File


def made(files: Iterable[File]) -> dict[str, str]:
    """Return the texts of files by their paths."""
    found = {file.path: file.make() for file in files}
    return {path: text for path, text in found.items() if isinstance(text, str)}
