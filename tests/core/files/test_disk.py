"""A file is replaced atomically, keeps its mode, and is never written through a link."""

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from privkg.core import files
from privkg.core.errors import ExistsError, StoreError, UsageError, WriteError
from privkg.core.files import folders, former, locks, parts, stamps

# Writes half a temporary file, prints a line, and waits to be killed.
KILLED = """
import sys, time
from pathlib import Path
from privkg.core import files
with files.writing(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    print("at work", flush=True)
    time.sleep(60)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def killed(path: Path) -> None:
    """Begin to write a file in another process, and kill that process."""
    with subprocess.Popen([sys.executable, "-c", KILLED, path], stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        writer.stdout.readline()
        writer.kill()


class TestReplace:
    def test_a_new_file_has_the_mode_of_the_umask(self, tmp_path: Path) -> None:
        """
        The mode of a new file follows the umask.
        """
        umask = os.umask(0o027)
        try:
            files.replace(tmp_path / "a", "text")
        finally:
            os.umask(umask)

        assert 0o640 == stat.S_IMODE((tmp_path / "a").stat().st_mode)

    def test_a_replaced_file_keeps_its_mode(self, tmp_path: Path) -> None:
        """
        A file that only its owner may read stays so.
        """
        (tmp_path / "a").write_text("before")
        (tmp_path / "a").chmod(0o600)
        files.replace(tmp_path / "a", "after")

        assert ("after", 0o600) == (
            (tmp_path / "a").read_text(),
            stat.S_IMODE((tmp_path / "a").stat().st_mode),
        )

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
    def test_a_failure_leaves_the_former_file(self, tmp_path: Path, error: type[BaseException]) -> None:
        """
        After an error or Ctrl-C, the folder has the former file and no temporary one.
        """
        (tmp_path / "a").write_text("before")
        with pytest.raises(error), files.writing(tmp_path / "a") as file:
            file.write(b"half")
            raise error

        assert (["a"], "before") == (names(tmp_path), (tmp_path / "a").read_text())

    def test_several_files_are_written_together(self, tmp_path: Path) -> None:
        """
        If one of several cannot be written, none is.
        """
        (tmp_path / "a").write_text("before")
        with pytest.raises(WriteError, match=r"b: cannot be written: the folder .* does not exist"):
            files.replace_all({tmp_path / "a": "after", tmp_path / "none" / "b": "after"})

        assert ("before", ["a"]) == ((tmp_path / "a").read_text(), names(tmp_path))

    @pytest.mark.parametrize("target", ["victim", "nothing"])
    def test_a_link_is_not_followed(self, tmp_path: Path, target: str) -> None:
        """
        A link is refused, and its target is unchanged.
        """
        (tmp_path / "victim").write_text("precious")
        (tmp_path / "a").symlink_to(target)
        with pytest.raises(UsageError, match=f"a link to {target}; give the path of the file itself"):
            files.replace(tmp_path / "a", "text")

        assert (["a", "victim"], "precious") == (names(tmp_path), (tmp_path / "victim").read_text())

    def test_a_pipe_is_written_into(self, tmp_path: Path) -> None:
        """
        A FIFO gets the content, and stays a FIFO.
        """
        os.mkfifo(tmp_path / "pipe")
        read: list[str] = []
        reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_text()))
        reader.start()
        files.replace(tmp_path / "pipe", "text")
        reader.join()

        assert ["text"] == read
        assert (tmp_path / "pipe").is_fifo()

    @pytest.mark.skipif(os.getuid() != 0, reason="only root makes devices")
    def test_a_device_stays_a_device(self, tmp_path: Path) -> None:
        """
        A character device gets the content, and is not replaced.
        """
        os.mknod(tmp_path / "null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        files.replace(tmp_path / "null", "text")

        assert (tmp_path / "null").is_char_device()

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        """
        A folder cannot be replaced by a file.
        """
        with pytest.raises(UsageError, match="a folder; name a file"):
            files.replace(tmp_path, "text")

    @pytest.mark.parametrize("name", ["a", "gen-000001/a", "gen-000001/store/a"])
    def test_a_graph_is_for_its_builder(self, tmp_path: Path, name: str) -> None:
        """
        Only a build writes in the folder of a graph, at any depth.
        """
        (tmp_path / "gen-000001" / "store").mkdir(parents=True)
        (tmp_path / "CURRENT").write_text("gen-000001\n")
        for write in (files.replace, files.create):
            with pytest.raises(UsageError, match="in the folder of the graph"):
                write(tmp_path / name, "text")
        files.replace(tmp_path / name, "text", is_builder=True)

        assert "text" == (tmp_path / name).read_text()


class TestLeftovers:
    def test_leftovers_of_a_killed_run_are_removed_by_the_next(self, tmp_path: Path) -> None:
        """
        The next run that writes the file removes its temporary file, and not that of another file.
        """
        others = ".privkg-0123456789ab-01234567"
        (tmp_path / others).write_text("not of this file")
        killed(tmp_path / "a")
        left = names(tmp_path)
        files.replace(tmp_path / "a", "text")

        assert 2 == len(left)
        assert [others, "a"] == names(tmp_path)

    def test_temporary_files_in_use_stay(self, tmp_path: Path) -> None:
        """
        Two runs at once do not remove each other's temporary files; the last one to end wins.
        """
        with files.writing(tmp_path / "a") as one:
            one.write(b"one")
            files.replace(tmp_path / "a", "two")

        assert (["a"], "one") == (names(tmp_path), (tmp_path / "a").read_text())

    def test_a_link_of_such_a_name_is_left(self, tmp_path: Path) -> None:
        """
        A planted link is neither followed nor removed.
        """
        (tmp_path / "victim").write_text("precious")
        planted = parts.new_name(tmp_path / "a")
        planted.symlink_to("victim")
        files.replace(tmp_path / "a", "text")

        assert (True, "precious") == (planted.is_symlink(), (tmp_path / "victim").read_text())


class TestCreate:
    def test_an_existing_path_is_not_replaced(self, tmp_path: Path) -> None:
        """
        An existing file or broken link is an error, and stays.
        """
        (tmp_path / "a").write_text("before")
        (tmp_path / "b").symlink_to("c")
        for name in ("a", "b"):
            with pytest.raises(ExistsError):
                files.create(tmp_path / name, "after")

        assert (["a", "b"], "before") == (names(tmp_path), (tmp_path / "a").read_text())

    def test_several_files_are_written_or_none(self, tmp_path: Path) -> None:
        """
        If one of several new files cannot be written, or exists, none is in its place.
        """
        (tmp_path / "there").write_text("before")
        new = {tmp_path / "a": "after", tmp_path / "b": "after"}
        for other in ("nowhere/c", "there"):
            with pytest.raises(WriteError, match=f"{other}: cannot be written"):
                files.create_all({**new, tmp_path / other: "after"})

        assert (["there"], "before") == (names(tmp_path), (tmp_path / "there").read_text())
        files.create_all(new)
        assert ["a", "b", "there"] == names(tmp_path)

    def test_an_incomplete_file_is_removed(self, tmp_path: Path) -> None:
        """
        A new file that could not be written completely is removed.
        """
        with pytest.raises(WriteError, match="full"), files.creating(tmp_path / "a") as file:
            file.write(b"half")
            raise OSError(errno.ENOSPC, "full")

        assert [] == names(tmp_path)


class TestFolders:
    def replaced(self, folder: Path, text: str, marks: former.Marks | None) -> list[str]:
        with folders.replacing(folder, lambda _: marks, "mark") as made:
            (made.path / "mark").write_text(text)
        return made.kept

    def test_a_half_done_replacement_is_undone(self, tmp_path: Path) -> None:
        """
        A folder that a killed run moved away and did not replace is restored with its content.
        """
        left = parts.new_name(tmp_path / "site")
        (left / "new").mkdir(parents=True)
        (left / "former" / ".git").mkdir(parents=True)
        (left / "former" / "mark").write_text("before")
        kept = self.replaced(tmp_path / "site", "after", {})

        assert (["site"], [".git/"]) == (names(tmp_path), kept)
        assert [".git", "mark"] == names(tmp_path / "site")

    def test_a_folder_made_in_the_meantime_is_kept(self, tmp_path: Path) -> None:
        """
        If both the former folder and a new one exist, neither is removed, and an error names them.
        """
        left = parts.new_name(tmp_path / "site")
        (left / "new").mkdir(parents=True)
        (left / "former").mkdir()
        (tmp_path / "site").mkdir()
        with pytest.raises(StoreError, match="move it back"):
            self.replaced(tmp_path / "site", "after", {})

        assert (left / "former").is_dir()

    def test_two_at_once(self, tmp_path: Path) -> None:
        """
        Writing a folder that another process is writing is an error.
        """
        with (
            folders.replacing(tmp_path / "site", lambda _: None, "mark"),
            pytest.raises(StoreError, match="another privkg is writing it"),
        ):
            self.replaced(tmp_path / "site", "after", None)

        assert ["site"] == names(tmp_path)

    def test_a_file_of_the_user_is_not_replaced(self, tmp_path: Path) -> None:
        """
        A file that a user put at the path of a new file is an error, and stays.
        """
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "page").write_text("mine")
        with (
            pytest.raises(UsageError, match="page: was not published by privkg"),
            folders.replacing(tmp_path / "site", lambda _: {}, "mark") as made,
        ):
            (made.path / "page").write_text("new")

        assert (["site"], "mine") == (names(tmp_path), (tmp_path / "site" / "page").read_text())


class TestLocks:
    def test_a_file_of_the_user_is_not_a_lock(self, tmp_path: Path) -> None:
        """
        A lock file with content is not privkg's, and is not emptied.
        """
        (tmp_path / "lock").write_text("combination")
        with pytest.raises(StoreError, match="not a lock"), locks.alone(tmp_path / "lock", "busy"):
            pass

        assert "combination" == (tmp_path / "lock").read_text()

    def test_one_waits_for_its_turn(self, tmp_path: Path) -> None:
        """
        Waiting too long for a folder is an error; no file is left in it.
        """
        with (
            locks.in_turn(tmp_path),
            pytest.raises(StoreError, match="try again later"),
            locks.in_turn(tmp_path, patience_seconds=0),
        ):
            pass

        assert [] == names(tmp_path)


class TestStamps:
    def test_a_copy_is_not_genuine(self, tmp_path: Path) -> None:
        """
        A stamp is genuine only as the original file with the same text.
        """
        stamps.write(tmp_path / "a", "words\n")
        subprocess.run(["cp", "-p", tmp_path / "a", tmp_path / "b"], check=True)

        assert stamps.is_genuine(tmp_path / "a", "words\n")
        assert not stamps.is_genuine(tmp_path / "b", "words\n")
        assert not stamps.is_genuine(tmp_path / "a", "other words\n")
