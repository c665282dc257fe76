"""Who asks is proved to the server that was named, in a way nobody can listen to, and never shown."""

import base64
import hashlib
import re
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from faults import FaultServer, Turn, Visit, response, results, says
from privkg.core.errors import EndpointError, UsageError
from privkg.store.remote import Endpoint, address, credentials

SELECT = "SELECT ?x { ?x ?p ?o }"
WELL = response(results("urn:a"))
PASSWORD = 'sec ret:"pä/ß'
Sets = Callable[..., None]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Sets:
    """Sets what the environment names."""

    def setting(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"PRIVKG_{name}", value)

    return setting


def asks(*challenges: str, then: bytes = WELL) -> Turn:
    """Return a turn that answers who says who they are, and asks the others."""

    def turn(visit: Visit) -> None:
        lines = "".join(f"WWW-Authenticate: {challenge}\r\n" for challenge in challenges).encode()
        head, rest = response(b"who?", 401, "text/plain").split(b"\r\n", 1)
        visit.read()
        visit.say(then if "authorization" in visit.headers else head + b"\r\n" + lines + rest)

    return turn


def digest(visit: Visit, user: str, password: str, kind: str) -> tuple[str, str]:
    """Return the response of a request for Digest, and what RFC 7616, §3.4.1 says it must be."""
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
    def test_it_is_sent_when_asked_for(self, endpoint: Any, given: Sets) -> None:
        """
        The password goes out once the server asks, and from then on at once.
        """
        given(USER="ännchen", PASSWORD=PASSWORD)
        with FaultServer(asks('Basic realm="x"')) as server:
            asked = endpoint(server.url)
            asked.select(SELECT)
            asked.select(SELECT)

        sent = [visit.headers.get("authorization") for visit in server.visits]
        expected = "Basic " + base64.b64encode(f"ännchen:{PASSWORD}".encode()).decode()
        assert [None, expected, expected] == sent

    def test_a_server_that_does_not_ask_gets_nothing(self, endpoint: Any, given: Sets) -> None:
        """
        An open endpoint does not learn what another one is asked with.
        """
        given(USER="user", PASSWORD=PASSWORD)
        with FaultServer(says(WELL)) as server:
            endpoint(server.url).select(SELECT)

        assert "authorization" not in server.visits[0].headers

    def test_a_wrong_password_is_told(self, endpoint: Any, given: Sets) -> None:
        """
        Who is refused twice is refused.
        """
        given(USER="user", PASSWORD=PASSWORD)
        no = response(b"no", 401, "text/plain", WWW_Authenticate="Basic")
        with (
            FaultServer(says(no)) as server,
            pytest.raises(EndpointError, match="refuses the user or the password; answered 401"),
        ):
            endpoint(server.url).select(SELECT)

        assert 2 == len(server.visits)

    def test_nothing_to_answer_with(self, endpoint: Any) -> None:
        """
        A server that asks who it is gets no answer if nobody said so; the message says how to.
        """
        with (
            FaultServer(asks("Basic")) as server,
            pytest.raises(
                EndpointError, match=r"requires a login .401.; set PRIVKG_USER and PRIVKG_PASS"
            ),
        ):
            endpoint(server.url).select(SELECT)

        assert 1 == len(server.visits)

    @pytest.mark.parametrize(
        "challenge", ["Negotiate", "", 'Digest realm="x", nonce="y", algorithm=new']
    )
    def test_a_way_that_is_not_known(self, endpoint: Any, given: Sets, challenge: str) -> None:
        """
        A server that asks in another way is told to do so.
        """
        given(USER="user", PASSWORD=PASSWORD)
        with (
            FaultServer(asks(challenge)) as server,
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
        The strongest way the server offers is taken, and the password itself does not leave.
        """
        given(USER="user", PASSWORD=PASSWORD)
        with FaultServer(asks(*challenges)) as server:
            endpoint(server.url).select(SELECT)
        response, expected = digest(server.visits[1], "user", PASSWORD, kind)

        assert expected == response

    def test_a_nonce_is_used_again(self, endpoint: Any, given: Sets) -> None:
        """
        The next request proves who asks at once, and counts how often the nonce was used.
        """
        given(USER="user", PASSWORD=PASSWORD)
        with FaultServer(asks('Digest realm="x", nonce="n", qop="auth"')) as server:
            asked = endpoint(server.url)
            asked.select(SELECT)
            asked.select(SELECT)
        counts = [
            re.findall(r"nc=(\w+)", visit.headers.get("authorization", "")) for visit in server.visits
        ]

        assert [[], ["00000001"], ["00000002"]] == counts

    def test_a_nonce_that_is_too_old(self, endpoint: Any, given: Sets) -> None:
        """
        A server that gives a new nonce gets the proof anew.
        """
        given(USER="user", PASSWORD=PASSWORD)
        challenge = 'Digest realm="x", nonce="%s", qop="auth"'
        stale = response(b"", 401, WWW_Authenticate=challenge % "new")
        with FaultServer(
            asks(challenge % "old"), asks(challenge % "old"), says(stale), says(WELL)
        ) as server:
            asked = endpoint(server.url)
            asked.select(SELECT)
            asked.select(SELECT)

        assert 'nonce="new"' in server.visits[3].headers["authorization"]

    def test_it_may_go_over_plain_http(self, given: Sets) -> None:
        """
        Who listens to Digest does not hear the password, so that it needs no TLS; Basic does.
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
        A token goes with the first request.
        """
        given(TOKEN="abc.def")
        with FaultServer(says(WELL)) as server:
            endpoint(server.url).select(SELECT)

        assert "Bearer abc.def" == server.visits[0].headers["authorization"]

    def test_a_server_that_refuses_it(self, endpoint: Any, given: Sets) -> None:
        """
        A token that is not taken is not tried again.
        """
        given(TOKEN="abc.def")
        no = response(b"no", 401, WWW_Authenticate="Bearer")
        with FaultServer(says(no)) as server, pytest.raises(EndpointError, match="refuses the login"):
            endpoint(server.url).select(SELECT)

        assert 1 == len(server.visits)

    def test_it_is_not_sent_where_others_listen(self, given: Sets) -> None:
        """
        Plain http to another machine is refused before anything is sent.
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
    def test_what_cannot_be_used(self, given: Sets, values: dict[str, str], words: str) -> None:
        """
        What is incomplete or could not be sent is told without its value.
        """
        given(**values)
        with pytest.raises(UsageError, match=words) as told:
            Endpoint("http://127.0.0.1/sparql")

        assert "secret" not in str(told.value)


class TestKeyring:
    @pytest.fixture
    def keyring(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A keyring that knows one password, in the place of the optional library."""
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
        The keyring is asked for the user's password of that scheme, host and port.
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
        A keyring that gives nothing away is told.
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
    def test_what_the_server_repeats(self, endpoint: Any, given: Sets, echo: str, coding: str) -> None:
        """
        A password that a server sends back, however written, is left out of the message.
        """
        given(USER="user", PASSWORD=PASSWORD)
        body = f"you said {echo} to me".encode(coding)
        with (
            FaultServer(says(response(body, 500, "text/plain"))) as server,
            pytest.raises(EndpointError) as told,
        ):
            endpoint(server.url).select(SELECT)

        assert str(told.value).endswith("you said *** to me")

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
    def test_wherever_it_repeats_it(self, endpoint: Any, given: Sets, answer: bytes) -> None:
        """
        Headers, statuses and faults of the results are no way out either.
        """
        given(TOKEN="secret")
        with FaultServer(says(answer)) as server, pytest.raises(EndpointError) as told:
            endpoint(server.url).select(SELECT)

        assert "secret" not in str(told.value)

    def test_a_secret_is_not_part_of_its_text(self, given: Sets) -> None:
        """
        Nothing that is printed of credentials holds them.
        """
        given(USER="user", PASSWORD=PASSWORD)
        found = credentials.find(address.of("http://127.0.0.1/"))

        assert "Credentials()" == repr(found)
        assert PASSWORD not in repr(vars(Endpoint("http://127.0.0.1/")))

    def test_a_long_text_is_cut_after_it_is_cleaned(self, endpoint: Any, given: Sets) -> None:
        """
        A password at the place where the message is cut does not show its beginning.
        """
        given(USER="user", PASSWORD="secret")
        with (
            FaultServer(says(response(b"x" * 196 + b"secret", 500))) as server,
            pytest.raises(EndpointError) as told,
        ):
            endpoint(server.url).select(SELECT)

        assert str(told.value).endswith("xxx***")
