"""The shared files of a site: style sheet, fonts and icon, with the logo and colours of the dataset."""

from privkg.publish.metadata.look import Look
from privkg.publish.site import rendering

_SHEET, _ICON = "assets/style.css", "assets/icon.svg"


def logo(look: Look) -> str:
    """Return the path of the image in the head of each page: the logo of the dataset, or the icon."""
    return f"assets/logo{look.logo.suffix}" if look.logo else _ICON


def assets(look: Look) -> dict[str, bytes]:
    """Return the shared files of a site by their paths in the folder."""
    found = rendering.assets()
    if look.logo:
        del found[_ICON]
        found[logo(look)] = look.logo.content
    found[_SHEET] += _accents(look).encode()
    return found


def _accents(look: Look) -> str:
    """Return the rules that replace the accent colour, which is the ink by default."""
    light = f":root {{ --accent: {look.accent}; }}\n" if look.accent else ""
    if not look.accent and not look.accent_dark:
        return ""
    dark = look.accent_dark or "var(--ink)"
    return f"{light}@media (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; }} }}\n"
