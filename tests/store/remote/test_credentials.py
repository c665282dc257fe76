"""Credentials are sent to the named server only, never in clear text, and never printed."""

import base64
import hashlib
import re
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from faults import FaultServer, Turn, Visit, response, results, sends
from privkg.core.errors import EndpointError, UsageError
from privkg.store.remote import Endpoint, address, credentials

SELECT = "SELECT ?x { ?x ?p ?o }"
WELL = response(results("urn:a"))
PASSWORD = 'sec ret:"pä/ß'
Sets = Callable[..., None]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Sets:
    """Return a function that sets environment variables."""

    def setting(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"PRIVKG_{name}", value)

    return setting


def challenges_with(*challenges: str, then: bytes = WELL) -> Turn:
    """Return a turn that responds with a challenge to requests without `Authorization`."""

    def turn(visit: Visit) -> None:
        lines = "".join(f"WWW-Authenticate: {challenge}\r\n" for challenge in challenges).encode()
        head, rest = response(b"who?", 401, "text/plain").split(b"\r\n", 1)
        visit.read()
        visit.send(then if "authorization" in visit.headers else head + b"\r\n" + lines + rest)

    return turn


def digest(visit: Visit, user: str, password: str, kind: str) -> tuple[str, str]:
    """Return the response value of a Digest header, and the one that RFC 7616, §3.4.1 requires."""
    found = re.findall(r'(\w+)=(?:"([^"]*)"|(\w+))', visit.headers["authorization"])
    given = {name: quoted or plain for name, quoted, plain in found}

    def hashed(text: str) -> str:
        return hashlib.new(kind, text.encode()).hexdigest()

    whose = hashed(f"{user}:{given['realm']}:{password}")
    what = hashed(f"{visit.method}:{given['uri']}")
    middle = ":".join(given[name] for name in ("nonce", "nc", "cnonce", "qop"))
    assert visit.target == given["uri"]
    return given["response"], hashed(f"{whose}:{middle}:{what}")


class TestBasic:
    def test_it_is_sent_after_a_challenge(self, endpoint: Any, given: Sets) -> None:
        """
        The password is sent after the first challenge, and from then on with each request.
        """
        given(USER="ännchen", PASSWORD=PASSWORD)
        with FaultServer(challenges_with('Basic realm="x"')) as server:
            client = endpoint(server.url)
            client.select(SELECT)
            client.select(SELECT)

        sent = [visit.headers.get("authorization") for visit in server.visits]
        expected = "Basic " + base64.b64encode(f"ännchen:{PASSWORD}".encode()).decode()
        assert [None, expected, expected] == sent

    def test_a_server_without_a_challenge_gets_nothing(self, endpoint: Any, given: Sets) -> None:
        """
        A server that does not require a login gets no password.
        """
        given(USER="user", PASSWORD=PASSWORD)
        with FaultServer(sends(WELL)) as server:
            endpoint(server.url).select(SELECT)

        assert "authorization" not in server.visits[0].headers

    def test_a_wrong_password_is_an_error(self, endpoint: Any, given: Sets) -> None:
        """
        A second 401 response is an error.
        """
        given(USER="user", PASSWORD=PASSWORD)
        no = response(b"no", 401, "text/plain", WWW_Authenticate="Basic")
        with (
            FaultServer(sends(no)) as server,
            pytest.raises(EndpointError, match="refuses the user or the password; answered 401"),
        ):
            endpoint(server.url).select(SELECT)

        assert 2 == len(server.visits)

    def test_a_challenge_without_credentials(self, endpoint: Any) -> None:
        """
        A challenge without credentials is an error that names the variables to set.
        """
        with (
            FaultServer(challenges_with("Basic")) as server,
            pytest.raises(
                EndpointError, match=r"requires a login .401.; set PRIVKG_USER and PRIVKG_PASS"
            ),
        ):
            endpoint(server.url).select(SELECT)

        assert 1 == len(server.visits)

    @pytest.mark.parametrize(
        "challenge", ["Negotiate", "", 'Digest realm="x", nonce="y", algorithm=new']
    )
    def test_an_unsupported_scheme(self, endpoint: Any, given: Sets, challenge: str) -> None:
        """
        A challenge with another scheme is an error.
        """
        given(USER="user", PASSWORD=PASSWORD)
        with (
            FaultServer(challenges_with(challenge)) as server,
            pytest.raises(EndpointError, match="unsupported scheme"),
        ):
            endpoint(server.url).select(SELECT)


class TestDigest:
    @pytest.mark.parametrize(
        ("challenges", "kind"),
        [
            (['Digest realm="a, b", nonce="n1", qop="auth"'], "md5"),
            (['Digest realm="x", nonce="n1", algorithm=md5, qop="auth-int, auth", opaque="o"'], "md5"),
            (['Digest realm="x", nonce="n1", algorithm=SHA-256, qop="auth"'], "sha256"),
            (
                [
                    'Basic realm="x"',
                    'digest realm="x", nonce="n1", algorithm=MD5, qop="auth"',
                    'Digest realm="x", nonce="n2", algorithm=SHA-256, qop="auth"',
                ],
                "sha256",
            ),
            (['Basic realm="x", Digest realm="y", nonce="n", qop="auth", algorithm="MD5"'], "md5"),
        ],
    )
    def test_the_best_challenge_is_answered(
        self, endpoint: Any, given: Sets, challenges: list[str], kind: str
    ) -> None:
        """
        The strongest algorithm of the challenges is used, and the password itself is not sent.
        """
        given(USER="user", PASSWORD=PASSWORD)
        with FaultServer(challenges_with(*challenges)) as server:
            endpoint(server.url).select(SELECT)
        response, expected = digest(server.visits[1], "user", PASSWORD, kind)

        assert expected == response

    def test_a_nonce_is_used_again(self, endpoint: Any, given: Sets) -> None:
        """
        The next request reuses the nonce with a higher count.
        """
        given(USER="user", PASSWORD=PASSWORD)
        with FaultServer(challenges_with('Digest realm="x", nonce="n", qop="auth"')) as server:
            client = endpoint(server.url)
            client.select(SELECT)
            client.select(SELECT)
        counts = [
            re.findall(r"nc=(\w+)", visit.headers.get("authorization", "")) for visit in server.visits
        ]

        assert [[], ["00000001"], ["00000002"]] == counts

    def test_a_nonce_that_is_too_old(self, endpoint: Any, given: Sets) -> None:
        """
        A request is repeated with the new nonce of the server.
        """
        given(USER="user", PASSWORD=PASSWORD)
        challenge = 'Digest realm="x", nonce="%s", qop="auth"'
        stale = response(b"", 401, WWW_Authenticate=challenge % "new")
        with FaultServer(
            challenges_with(challenge % "old"),
            challenges_with(challenge % "old"),
            sends(stale),
            sends(WELL),
        ) as server:
            client = endpoint(server.url)
            client.select(SELECT)
            client.select(SELECT)

        assert 'nonce="new"' in server.visits[3].headers["authorization"]

    def test_it_may_go_over_plain_http(self, given: Sets) -> None:
        """
        Digest does not reveal the password and may be sent over plain http; Basic may not.
        """
        from privkg.store.remote.authentication import Answerer

        given(USER="user", PASSWORD=PASSWORD)
        place = address.of("http://example.org/sparql")
        answerer = Answerer(place, credentials.find(place))
        answerer.learn(['Digest realm="x", nonce="n", qop="auth"', "Basic"])

        with pytest.raises(EndpointError, match="a password is not sent over plain http; use https"):
            answerer.learn(["Basic"])


class TestToken:
    def test_it_is_sent_at_once(self, endpoint: Any, given: Sets) -> None:
        """
        A token is sent with the first request.
        """
        given(TOKEN="abc.def")
        with FaultServer(sends(WELL)) as server:
            endpoint(server.url).select(SELECT)

        assert "Bearer abc.def" == server.visits[0].headers["authorization"]

    def test_a_server_that_refuses_it(self, endpoint: Any, given: Sets) -> None:
        """
        A refused token is an error without a retry.
        """
        given(TOKEN="abc.def")
        no = response(b"no", 401, WWW_Authenticate="Bearer")
        with FaultServer(sends(no)) as server, pytest.raises(EndpointError, match="refuses the login"):
            endpoint(server.url).select(SELECT)

        assert 1 == len(server.visits)

    def test_it_is_not_sent_over_plain_http(self, given: Sets) -> None:
        """
        A token for another machine over plain http is an error before anything is sent.
        """
        given(TOKEN="abc.def")
        with pytest.raises(UsageError, match="a token is not sent over plain http; use https"):
            Endpoint("http://example.org/sparql")


class TestEnvironment:
    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"USER": "user"}, "PRIVKG_USER is set without PRIVKG_PASSWORD"),
            ({"PASSWORD": "secret"}, "PRIVKG_PASSWORD is set without PRIVKG_USER"),
            ({"USER": "user", "TOKEN": "secret"}, "not both"),
            ({"PASSWORD": "secret", "TOKEN": "secret"}, "not both"),
            ({"USER": "us:er", "PASSWORD": "secret"}, "PRIVKG_USER has a character"),
            ({"USER": 'us"er', "PASSWORD": "secret"}, "PRIVKG_USER has a character"),
            ({"USER": "us\ner", "PASSWORD": "secret"}, "PRIVKG_USER has a character"),
            ({"TOKEN": "secret\r\nX: y"}, "PRIVKG_TOKEN has a character"),
        ],
    )
    def test_invalid_variables(self, given: Sets, values: dict[str, str], words: str) -> None:
        """
        Incomplete or invalid variables are an error without their values.
        """
        given(**values)
        with pytest.raises(UsageError, match=words) as raised:
            Endpoint("http://127.0.0.1/sparql")

        assert "secret" not in str(raised.value)


class TestKeyring:
    @pytest.fixture
    def keyring(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A module named keyring with one password, instead of the optional library."""
        (tmp_path / "keyring").mkdir()
        (tmp_path / "keyring" / "errors.py").write_text("class KeyringError(Exception): pass\n")
        module = tmp_path / "keyring" / "__init__.py"
        module.write_text(
            "def get_password(service, user):\n"
            "    known = {('privkg:https://example.org:443', 'user'): 'kept'}\n"
            "    return known.get((service, user))\n"
        )
        for name in ("keyring", "keyring.errors"):
            monkeypatch.delitem(__import__("sys").modules, name, raising=False)
        monkeypatch.syspath_prepend(tmp_path)
        return module

    @pytest.mark.usefixtures("keyring")
    def test_a_password_is_found_by_its_server(self, given: Sets) -> None:
        """
        The password is looked up by user, scheme, host and port.
        """
        given(USER="user")
        found = credentials.find(address.of("https://example.org/sparql"))

        assert found
        assert "kept" == found.password

    @pytest.mark.usefixtures("keyring")
    def test_a_password_of_another_server_is_not_taken(self, given: Sets) -> None:
        """
        Another port is another server.
        """
        given(USER="user")
        with pytest.raises(
            UsageError, match=r"no password of PRIVKG_USER for privkg:https://example.org:444"
        ):
            credentials.find(address.of("https://example.org:444/sparql"))

    def test_a_keyring_that_is_locked(self, given: Sets, keyring: Path) -> None:
        """
        A locked keyring is an error.
        """
        keyring.write_text(
            "from keyring.errors import KeyringError\n"
            "def get_password(service, user): raise KeyringError('it is locked')\n"
        )
        given(USER="user")
        with pytest.raises(UsageError, match=r"the keyring cannot be read .it is locked."):
            credentials.find(address.of("https://example.org/sparql"))


class TestNeverShown:
    @pytest.mark.parametrize(
        "echo",
        [
            PASSWORD,
            urllib.parse.quote(PASSWORD),
            urllib.parse.quote_plus(PASSWORD),
            base64.b64encode(f"user:{PASSWORD}".encode()).decode(),
            base64.b64encode(PASSWORD.encode()).decode(),
        ],
    )
    @pytest.mark.parametrize("coding", ["utf-8", "latin-1"])
    def test_an_echo_of_the_server(self, endpoint: Any, given: Sets, echo: str, coding: str) -> None:
        """
        A password that a server echoes, in any encoding, is redacted in the message.
        """
        given(USER="user", PASSWORD=PASSWORD)
        body = f"you said {echo} to me".encode(coding)
        with (
            FaultServer(sends(response(body, 500, "text/plain"))) as server,
            pytest.raises(EndpointError) as raised,
        ):
            endpoint(server.url).select(SELECT)

        assert str(raised.value).endswith("you said *** to me")

    @pytest.mark.parametrize(
        "answer",
        [
            response(b"", X_SQL_State="S1TAT", X_SQL_Message="secret"),
            response(b'{"head": {"vars": ["a secret"]}, "results": {"bindings": []}}'),
            response(b"x", 503, "text/plain").replace(b"Words", b"secret"),
            response(b"", kind="text/SECRET"),
            response(b"", Content_Encoding="secret"),
            response(b"", 302, Location="http://secret/"),
            b"secret\r\n",
        ],
    )
    def test_an_echo_anywhere(self, endpoint: Any, given: Sets, answer: bytes) -> None:
        """
        A password is redacted in headers, status lines and errors about results too.
        """
        given(TOKEN="secret")
        with FaultServer(sends(answer)) as server, pytest.raises(EndpointError) as raised:
            endpoint(server.url).select(SELECT)

        assert "secret" not in str(raised.value)

    def test_repr_has_no_secret(self, given: Sets) -> None:
        """
        The `repr` of credentials has no secret.
        """
        given(USER="user", PASSWORD=PASSWORD)
        found = credentials.find(address.of("http://127.0.0.1/"))

        assert "Credentials()" == repr(found)
        assert PASSWORD not in repr(vars(Endpoint("http://127.0.0.1/")))

    def test_a_long_text_is_redacted_before_it_is_cut(self, endpoint: Any, given: Sets) -> None:
        """
        The part of a password before the cut is not shown.
        """
        given(USER="user", PASSWORD="secret")
        with (
            FaultServer(sends(response(b"x" * 196 + b"secret", 500))) as server,
            pytest.raises(EndpointError) as raised,
        ):
            endpoint(server.url).select(SELECT)

        assert str(raised.value).endswith("xxx***")
