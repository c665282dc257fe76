"""Runs Apache on loopback, with the redirects of a persistent-identifier record in its folder."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import programs
from ports import free_port, is_listening

_CONFIGURATION = """
ServerRoot "{folder}"
ServerName localhost
Listen 127.0.0.1:{port}
PidFile "{folder}/pid"
Mutex file:{folder}
ErrorLog "{folder}/error.log"
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule setenvif_module {modules}/mod_setenvif.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule rewrite_module {modules}/mod_rewrite.so
DocumentRoot "{folder}/root"
<Directory "{folder}/root">
    AllowOverride All
    Require all granted
</Directory>
{user}
"""
_MODULES = Path("/usr/lib/apache2/modules")
_AS_NOBODY = "User nobody\nGroup nogroup"


class Apache:
    """A running Apache and its port."""

    def __init__(self, port: int) -> None:
        self._port = port

    def location(self, path: str, accept: str | None) -> tuple[int, str | None]:
        """Return the status of a response and its Location."""
        connection = HTTPConnection("127.0.0.1", self._port, timeout=10)
        connection.request("GET", path, headers={"Accept": accept} if accept else {})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.getheader("Location")


@contextmanager
def serving(redirects: str, folder: Path) -> Iterator[Apache]:
    """Serve a folder with these redirects by Apache; skip the test with a reason if it is missing."""
    program = programs.program("apache2", "install it", f"{os.environ['PATH']}:/usr/sbin")
    programs.need(_MODULES.is_dir(), "modules of apache2", "install apache2-bin")
    (folder / "root" / "privkg").mkdir(parents=True)
    (folder / "root" / "privkg" / ".htaccess").write_text(redirects, encoding="utf-8")
    port = free_port()
    user = _AS_NOBODY if os.getuid() == 0 else ""
    text = _CONFIGURATION.format(folder=folder, port=port, modules=_MODULES, user=user)
    (folder / "apache.conf").write_text(text, encoding="utf-8")
    for part in (folder, *folder.parents):
        if part.is_relative_to(folder.parents[2]):
            part.chmod(0o755)
    server = subprocess.Popen([program, "-f", str(folder / "apache.conf"), "-D", "FOREGROUND"])
    try:
        _wait(server, port)
        yield Apache(port)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the server accepts connections or has exited."""
    while server.poll() is None:
        if is_listening(port):
            return
    raise RuntimeError(f"apache2 ended with {server.returncode}")
