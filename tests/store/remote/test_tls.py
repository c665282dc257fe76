"""Over https the server's certificate is verified before anything is sent."""

import shutil
import socket
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from faults import FaultServer, drips, response, results, sends
from privkg.core.errors import EndpointError

SELECT = "SELECT ?x { ?x ?p ?o }"
WELL = response(results("urn:a"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for 127.0.0.1, with its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    command = (
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=example -addext subjectAltName=IP:127.0.0.1"
    )
    made = subprocess.run(
        [openssl, *command.split(), "-keyout", "-", "-out", "-"], capture_output=True, check=True
    )
    path.write_bytes(made.stdout)
    return path


@pytest.fixture
def context(certificate: Path) -> ssl.SSLContext:
    """The TLS context of a server with the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


class TestCertificates:
    def test_one_that_is_trusted(
        self, endpoint: Any, certificate: Path, context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A server with a trusted certificate gets the request and a token.
        """
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv("PRIVKG_TOKEN", "abc")
        with FaultServer(sends(WELL), context=context) as server:
            assert 1 == len(endpoint(server.url).select(SELECT))

        assert "Bearer abc" == server.visits[0].headers["authorization"]

    def test_one_that_is_not(self, endpoint: Any, context: ssl.SSLContext) -> None:
        """
        A server with an untrusted certificate is an error, and gets no request.
        """
        with (
            FaultServer(sends(WELL), context=context) as server,
            pytest.raises(EndpointError, match="not trusted: self-signed"),
        ):
            endpoint(server.url).select(SELECT)

        assert [] == server.visits

    def test_one_of_another_host(
        self, endpoint: Any, certificate: Path, context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A certificate for another host is an error.
        """
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with (
            FaultServer(sends(WELL), context=context) as server,
            pytest.raises(EndpointError, match=r"not trusted: .*localhost"),
        ):
            endpoint(server.url.replace("127.0.0.1", "localhost")).select(SELECT)

        assert [] == server.visits


class TestDeadline:
    def test_it_applies_to_tls(
        self, endpoint: Any, certificate: Path, context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        A server that sends single bytes slowly exceeds the deadline over https too.
        """
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        with (
            FaultServer(drips(WELL), context=context) as server,
            pytest.raises(EndpointError, match="no complete response"),
        ):
            endpoint(server.url, seconds=0.7).select(SELECT)

    def test_a_handshake_that_never_comes(self, endpoint: Any) -> None:
        """
        The deadline applies to a server that accepts without a TLS handshake.
        """
        with socket.create_server(("127.0.0.1", 0)) as silent:
            url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
            with pytest.raises(EndpointError, match="no complete response"):
                endpoint(url, seconds=0.3).select(SELECT)
