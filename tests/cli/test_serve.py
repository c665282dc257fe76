"""`privkg serve`: what keeps it from starting. `tests/server` has the rest."""

import socket
from pathlib import Path

import commands


class TestServe:
    def test_a_graph_is_needed(self, tmp_path: Path) -> None:
        """
        Without a graph the server does not start.
        """
        done = commands.run("serve", "--port", "0", graph=tmp_path / "none")

        assert 3 == done.code
        assert "none" in done.stderr

    def test_a_port_in_use_is_an_error(self, graph: Path) -> None:
        """
        A port that another program listens at is reported, with the options that choose another.
        """
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            done = commands.run("serve", "--port", str(port), graph=graph)

        message = f"privkg: cannot listen at 127.0.0.1, port {port}: Address already in use"
        assert (3, f"{message}; choose another by --host or --port\n") == (done.code, done.stderr)
