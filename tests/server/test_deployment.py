"""What docs/how-to/serve.md writes for proxies and systemd, used as it is written there."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest

import processes
import programs
from checkout import ROOT
from ports import free_port, is_listening
from serving import ENDLESS, Server, serving

PAGE = (ROOT / "docs/how-to/serve.md").read_text(encoding="utf-8")
ASK = f"/sparql?{urlencode({'query': 'ASK { ?s ?p ?o }'})}"
NGINX = """
user root; daemon off; pid nginx.pid; error_log stderr error;
events {{}}
http {{
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port};
        {block}
    }}
}}
"""
CADDY = """
{{
    admin off
    auto_https off
}}
http://:{port} {{
    bind 127.0.0.1
    {block}
}}
"""


def block(title: str) -> str:
    """Return the code below a line of the page."""
    found = re.search(rf"{title}\n\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    assert found, title
    return found[1]


@pytest.fixture(scope="module")
def behind(graph: Path) -> Iterator[Server]:
    """A server behind a proxy, at which each client may have one request in progress."""
    limits = ("--workers", "2", "--timeout", "60", "--memory", "256")
    with serving(graph, *limits, "--trust-proxy", "1", "--per-client", "1") as found:
        yield found


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, behind: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The server as clients of a proxy see it."""
    name, folder, port = request.param, tmp_path_factory.mktemp("proxy"), free_port()
    path = programs.program(name, f"install {name}")
    title, template = {"nginx": ("With nginx:", NGINX), "caddy": (".* With Caddy:", CADDY)}[name]
    written = block(title).replace("127.0.0.1:8000", f"127.0.0.1:{behind.port}")
    (folder / "conf").write_text(template.format(port=port, block=written), encoding="utf-8")
    options = {
        "nginx": ("-p", f"{folder}/", "-c", "conf"),
        "caddy": ("run", "--adapter", "caddyfile", "--config", "conf"),
    }
    homes = {**os.environ, "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen([path, *options[name]], cwd=folder, env=homes, stderr=log) as process,
    ):
        try:
            assert processes.wait_until(lambda: is_listening(port))
            yield replace(behind, port=port)
        finally:
            process.terminate()


class TestProxies:
    def test_answers_are_those_of_the_server(self, proxy: Server, behind: Server) -> None:
        """
        A query through the proxy has the answer of the server, and so has its description.
        """
        for path in (ASK, "/sparql", "/questions"):
            direct, found = behind.request("GET", path), proxy.request("GET", path)

            assert (200, direct.body) == (found.status, found.body)
            assert direct.fields["content-type"] == found.fields["content-type"]

    def test_measurements_are_not_public(self, proxy: Server, behind: Server) -> None:
        """
        The proxy keeps the metrics of the server from its clients.
        """
        assert 200 == behind.request("GET", "/metrics").status
        assert 404 == proxy.request("GET", "/metrics").status

    def test_writing_is_refused(self, proxy: Server) -> None:
        """
        The refusal of the server reaches the client as a problem document.
        """
        response = proxy.request("PUT", "/store?default", b"")

        assert (403, "application/problem+json") == (response.status, response.media_type)

    @pytest.mark.parametrize("claimed", ["", "192.0.2.1", "192.0.2.1, 127.0.0.2"])
    def test_each_client_has_a_limit(self, proxy: Server, behind: Server, claimed: str) -> None:
        """
        A client that has a query in progress gets 429 for another, whatever address it claims to have.

        A client at another address is answered.
        """
        fields = {"X-Forwarded-For": claimed} if claimed else {}
        with proxy.connected() as holding:
            heavy = f"/sparql?{urlencode({'query': ENDLESS})}"
            holding.sendall(f"GET {heavy} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert processes.wait_until(lambda: is_busy(behind))
            same = proxy.request("GET", ASK, fields=fields).status
            other = status_from("127.0.0.2", proxy.port)

        assert (429, 200) == (same, other)
        assert processes.wait_until(lambda: 200 == proxy.request("GET", ASK).status)


def is_busy(server: Server) -> bool:
    """Return whether a worker evaluates a query."""
    return b'privkg_lane_busy_workers{lane="queries"} 1.0' in server.request("GET", "/metrics").body


def status_from(address: str, port: int) -> int:
    """Return the status of the response to a query from an address of this machine."""
    with socket.create_connection(("127.0.0.1", port), 60, source_address=(address, 0)) as connection:
        connection.sendall(
            f"GET {ASK} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        return int(connection.recv(100).split()[1])


class TestSystemd:
    def test_the_unit_is_accepted(self, tmp_path: Path) -> None:
        """
        `systemd-analyze verify` finds no fault in the unit.
        """
        path = programs.program("systemd-analyze", "install systemd")
        unit = tmp_path / "privkg.service"
        text = block("`/etc/systemd/system/privkg.service`:")
        unit.write_text(text.replace("/opt/privkg/bin/privkg", sys.executable), encoding="utf-8")
        found = subprocess.run([path, "verify", unit], capture_output=True, text=True, check=False)

        assert (0, "") == (found.returncode, found.stdout + found.stderr)
