"""Mutated requests of HTTP, such as a hostile client sends."""

import random

REQUESTS = (
    b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv;q=0.5, */*\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 6\r\n\r\nASK {}",
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n15\r\nquery=ASK%20%7B%20%7D\r\n0\r\n\r\n",
    b"HEAD /ready HTTP/1.1\r\nHost: localhost:80\r\nConnection: close\r\n\r\n",
    b"OPTIONS /sparql HTTP/1.1\r\nHost: localhost\r\nOrigin: https://example.org\r\n\r\n",
    b"GET /store?graph=https://example.org/%C3%A9 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /questions/actors-by-incidents?harm=Disclosure&format=csv HTTP/1.1\r\nHost: localhost\r\n"
    b'If-None-Match: W/"a", "b"\r\nX-Forwarded-For: 192.0.2.1, ::1\r\n\r\n',
    b"GET /openapi.json HTTP/1.0\r\n\r\n",
    b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
)
PIECES = (
    *(
        b"\r\n",
        b"\n",
        b"\r",
        b"\0",
        b" ",
        b"\t",
        b":",
        b"%",
        b"%00",
        b"%FF",
        b"&",
        b"=",
        b"\xff",
        b"\x80",
    ),
    *(
        b"Host: a\r\n",
        b"Content-Length: 9\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Expect: 100-continue\r\n",
    ),
    *(
        b"Connection: close\r\n",
        b"q=",
        b"//",
        b"..",
        b"?",
        b"#",
        b"*",
        b"HTTP/9.9",
        b"-1",
        b"99999999999999",
    ),
)


def mutated(generator: random.Random) -> bytes:
    """Return a request with some bytes removed, changed, repeated or inserted."""
    request = bytearray(generator.choice(REQUESTS))
    for _ in range(generator.randint(1, 4)):
        start = generator.randrange(len(request) + 1)
        end = start + generator.choice((0, 0, 1, 2, 8))
        piece = generator.choice((*PIECES, b"", bytes(request[start:end]) * 2))
        request[start:end] = piece
    return bytes(request)
