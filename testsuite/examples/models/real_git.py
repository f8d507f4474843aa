"""The same repository in a real git, which must agree on every id and count."""

import hashlib
import os
import subprocess
import tempfile
import zlib

from .git_repository import abbreviations

BOOK_PERSON = {
    "GIT_AUTHOR_NAME": "Scott Chacon", "GIT_AUTHOR_EMAIL": "schacon@gmail.com",
    "GIT_AUTHOR_DATE": "1243040974 -0700", "GIT_COMMITTER_NAME": "Scott Chacon",
    "GIT_COMMITTER_EMAIL": "schacon@gmail.com", "GIT_COMMITTER_DATE": "1243040974 -0700",
}


class Git:
    """A bare repository in a temporary directory, cut off from the user's settings."""

    def __init__(self, directory):
        self.directory = directory
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": directory, "GIT_CONFIG_NOSYSTEM": "1", "GIT_DIR": directory, "LC_ALL": "C",
        }
        self("init", "--quiet", "--bare", "--object-format=sha1", "--initial-branch=main", directory)

    def __call__(self, *arguments, stdin=b"", **environment):
        done = subprocess.run(["git", *arguments], input=stdin, capture_output=True,
                              env={**self.environment, **environment})
        if done.returncode:
            raise SystemExit(f"git {' '.join(arguments[:2])}: {done.stderr.decode()}")
        return done.stdout

    def text(self, *arguments, **more):
        return self(*arguments, **more).decode().strip()


def published_ids():
    """The ids that the program holds itself against, from git: name -> 40 digits."""
    with tempfile.TemporaryDirectory() as directory:
        git = Git(directory)

        def blob(content):
            return git.text("hash-object", "-w", "--stdin", stdin=content)

        def tree(*entries):
            return git.text("mktree", stdin="".join(f"{entry}\n" for entry in entries).encode())

        one, two, new = blob(b"version 1\n"), blob(b"version 2\n"), blob(b"new file\n")
        first_tree = tree(f"100644 blob {one}\ttest.txt")
        third_tree = tree(f"100644 blob {two}\ttest.txt", f"100644 blob {new}\tnew.txt",
                          f"040000 tree {first_tree}\tbak")
        return {
            "empty blob": blob(b""),
            "empty tree": tree(),
            "version 1": one,
            "first tree": first_tree,
            "third tree": third_tree,
            "first commit": git.text("commit-tree", first_tree, stdin=b"first commit\n", **BOOK_PERSON),
        }


def replay(git, repository):
    """Gives git every blob and the files of every commit, and takes back the ids that it finds for the commits.

    A file that changed twice between two commits left a blob behind that no commit holds, as `git add` would.
    """
    marks, seen = {}, {}
    stream = [b"blob\ndata %d\n%s\n" % (len(content), content)
              for kind, content in repository.objects.values() if kind == "blob"]
    for number, (name, files, parents, message, time) in enumerate(repository.commits, 1):
        marks[name] = number
        stamp = b"A. Writer <writer@example.invalid> %d +0000\n" % time
        stream.append(b"commit refs/heads/replay\nmark :%d\nauthor %scommitter %sdata %d\n%s\n" % (
            number, stamp, stamp, len(message), message))
        if parents:
            stream.append(b"from :%d\n" % marks[parents[0]])
        stream.extend(b"merge :%d\n" % marks[parent] for parent in parents[1:])
        stream.append(b"deleteall\n")
        for path, (mode, blob) in files.items():
            content = repository.objects[blob][1]
            stream.append(b"M %o inline %s\ndata %d\n%s\n" % (mode, path, len(content), content))
        stream.append(b"\n")
    for reference, name in repository.references.items():
        stream.append(b"reset refs/heads/%s\nfrom :%d\n\n" % (reference.encode(), marks[name]))
    exported = os.path.join(git.directory, "marks")
    git("fast-import", "--quiet", "--force", f"--export-marks={exported}", stdin=b"".join(stream))
    git("update-ref", "-d", "refs/heads/replay")
    with open(exported) as lines:
        for line in lines:
            mark, name = line.split()
            seen[int(mark[1:])] = name
    for name, number in marks.items():
        assert seen[number] == name.hex(), f"commit {number}: git says {seen[number]}, the model {name.hex()}"


def all_objects(git):
    rows = git.text("cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)").splitlines()
    return dict(row.split() for row in rows)


def same_objects(git, repository, names):
    theirs = all_objects(git)
    ours = {name.hex(): repository.objects[name][0] for name in names}
    assert theirs == ours, f"git has {len(theirs)} objects, the model {len(ours)}"


def same_abbreviations(git, names):
    """Asks git about the twenty objects that need most digits (it takes one at a time)."""
    digits = abbreviations(names)
    for name in sorted(names, key=lambda name: (-digits[name], name))[:20]:
        short = git.text("rev-parse", "--short=4", name.hex())
        assert len(short) == digits[name], f"{name.hex()}: git needs {short}, the model {digits[name]} digits"


def same_deltas(repository):
    """Git itself applies every delta: a pack of them, with the old blobs there and the new ones not."""
    with tempfile.TemporaryDirectory() as directory:
        git = Git(directory)
        bases = {old for old, _, _ in repository.deltas}
        for old in bases:
            git("hash-object", "-w", "--stdin", stdin=repository.objects[old][1])
        wanted = {new: (old, delta) for old, new, delta in repository.deltas if new not in bases}
        pack = bytearray(b"PACK" + (2).to_bytes(4, "big") + len(wanted).to_bytes(4, "big"))
        for old, delta in wanted.values():
            # an entry's header: kind 7 (a delta by id) and the length, four bits first and then seven at a time
            length, byte = len(delta) >> 4, 7 << 4 | len(delta) & 15
            while length:
                pack.append(byte | 128)
                byte, length = length & 127, length >> 7
            pack.append(byte)
            pack += old + zlib.compress(delta)
        pack += hashlib.sha1(pack).digest()
        git("index-pack", "--stdin", "--fix-thin", stdin=bytes(pack))
        there = all_objects(git)
        for new in wanted:
            assert there.get(new.hex()) == "blob", f"git does not make {new.hex()} from its delta"


def inspect(repository):
    """Holds the model against git, and returns what git alone says: (diff lines, merge base)."""
    with tempfile.TemporaryDirectory() as directory:
        git = Git(directory)
        replay(git, repository)
        git("fsck", "--strict", "--full")
        same_objects(git, repository, repository.objects)
        same_abbreviations(git, repository.objects)
        same_deltas(repository)
        lines = git("diff-tree", "-r", "-z", "--no-renames", "--name-status",
                    repository.first.hex(), "main").split(b"\0")[:-1]
        diff = list(zip(lines[0::2], lines[1::2]))
        base = git.text("merge-base", "main", "experiment")
        git("branch", "--quiet", "-D", "experiment")
        kept = repository.reachable(["main", "topic"])
        listed = git.text("rev-list", "--objects", "--no-object-names", "--all").split()
        assert sorted(listed) == sorted(name.hex() for name in kept)
        git("gc", "--quiet", "--prune=now")
        same_objects(git, repository, kept)
        same_abbreviations(git, kept)
        return diff, base
