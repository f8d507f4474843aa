"""The repository of git_benchmark.wat, lived through in Python: files, trees, commits, deltas, compression.

Ids are taken with hashlib here; `real_git.py` holds them against those of a real git.
"""

import hashlib
import zlib

from .words import M32, Random, fold, fold_all

VOCABULARY = """able acid amber anchor apple arrow autumn balance banner basin beacon bridge cabin candle carbon cedar
circle copper crystal dawn delta desert echo ember engine fable falcon field flame forest garden glass granite harbour
hill island ivory jade kernel ladder lantern leaf marble meadow mirror needle north oak ocean olive orbit paper pebble
quarry quiet raven river silver stone summit timber valley willow winter""".split()
DIRECTORIES = ["", "docs/", "lib/", "lib-extra/", "lib.old/", "src/", "src/core/", "src/core/deep/"]
FILE, PROGRAM, LINK = 0o100644, 0o100755, 0o120000
KINDS = {"commit": 1, "tree": 2, "blob": 3}
PERSON = b"A. Writer <writer@example.invalid>"


def object_id(kind, content):
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content).digest()


def varint(n):
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def place_hash(data, at):
    return (int.from_bytes(data[at:at + 4], "little") * 0x9E3779B1 & M32) >> 20


def common_length(a, i, b, j, limit):
    n = 0
    while n < limit and a[i + n] == b[j + n]:
        n += 1
    return n


def deflate(data):
    """LZ77 as the program defines it: chains of places with the same hash, 16 links, one byte of patience."""
    out, places = bytearray(varint(len(data))), {}

    def find(at):
        best, distance = 0, 0
        if len(data) - at < 4:
            return 0, 0
        limit = min(len(data) - at, 131)
        for place in places.get(place_hash(data, at), [])[:-17:-1]:
            if at - place > 8191:
                break
            n = common_length(data, place, data, at, limit)
            if n > best:
                best, distance = n, at - place
                if n == limit:
                    break
        return (best, distance) if best >= 4 else (0, 0)

    def enter(at):
        if len(data) - at >= 4:
            places.setdefault(place_hash(data, at), []).append(at)

    def literals(start, end):
        for i in range(start, end, 128):
            run = data[i:min(i + 128, end)]
            out.append(len(run) - 1)
            out.extend(run)

    at = waiting = 0
    while len(data) - at >= 4:
        length, distance = find(at)
        enter(at)
        at += 1
        if length == 0 or find(at)[0] > length:
            continue
        literals(waiting, at - 1)
        out.append(length + 124)
        out.extend(distance.to_bytes(2, "little"))
        waiting = at - 1 + length
        while at < waiting:
            enter(at)
            at += 1
    literals(waiting, len(data))
    return bytes(out)


def make_delta(source, target):
    delta = bytearray(varint(len(source)) + varint(len(target)))
    places = {place_hash(source, i): i for i in range(len(source) - 3)}

    def insert(start, end):
        for i in range(start, end, 127):
            run = target[i:min(i + 127, end)]
            delta.append(len(run))
            delta.extend(run)

    def copy(offset, length):
        bits, operands = 128, bytearray()
        for shift, value, count in ((0, offset, 4), (4, length, 3)):
            for k in range(count):
                byte = value >> 8 * k & 255
                if byte:
                    bits |= 1 << shift + k
                    operands.append(byte)
        delta.append(bits)
        delta.extend(operands)

    at = waiting = 0
    while len(target) - at >= 4:
        start, length = places.get(place_hash(target, at)), 0
        if start is not None:
            length = common_length(source, start, target, at, min(len(source) - start, len(target) - at))
            if length < 4:
                length = 0
            else:
                while at > waiting and start > 0 and target[at - 1] == source[start - 1]:
                    at, start, length = at - 1, start - 1, length + 1
        if length < 8:
            at += length or 1
            continue
        insert(waiting, at)
        copy(start, length)
        at += length
        waiting = at
    insert(waiting, len(target))
    return bytes(delta)


class Repository:
    """Its life is that of `$live` in the program, step by step, with the same random numbers."""

    def __init__(self, rounds):
        self.random = Random(305419896)
        self.objects = {}        # id -> (kind, content)
        self.index = {}          # path -> (mode, id)
        self.references = {}
        self.commits = []        # (id, tree's index, parents, message, time), in the order they were made
        self.deltas = []         # (old blob, new blob, delta)
        self.clock = 1700000000
        self.number = 0
        for _ in range(40):
            self.add_file()
        self.commit_index("main")
        self.first = self.references["main"]
        self.work_on("main", rounds)
        self.references["topic"] = self.references["main"]
        self.work_on("topic", rounds // 2)
        self.work_on("main", rounds)
        self.index = dict(self.snapshot("main"))
        self.commit("main", b"Merge topic\n", [self.references["main"], self.references["topic"]])
        self.references["experiment"] = self.references["main"]
        self.work_on("experiment", rounds // 2)
        self.work_on("main", rounds)

    def store(self, kind, content):
        name = object_id(kind, content)
        self.objects[name] = (kind, content)
        return name

    # ---- Files

    def line(self):
        count = self.random.below(8) + 4
        return (" ".join(VOCABULARY[self.random.below(64)] for _ in range(count)) + "\n").encode()

    def path(self):
        directory = DIRECTORIES[self.random.below(8)]
        word = VOCABULARY[self.random.below(64)]
        return f"{directory}{word}{self.random.below(1000)}.txt".encode()

    def any_path(self):
        return sorted(self.index)[self.random.below(len(self.index))]

    def add_file(self):
        path = self.path()
        kind = self.random.below(16)
        if kind:
            mode = PROGRAM if kind <= 2 else FILE
            content = b"".join(self.line() for _ in range(self.random.below(40) + 20))
        else:
            mode, content = LINK, self.path()
        self.index[path] = (mode, self.store("blob", content))

    def toggle(self):
        path = self.any_path()
        mode, name = self.index[path]
        self.index[path] = ({FILE: PROGRAM, PROGRAM: FILE}.get(mode, mode), name)

    def rename(self):
        old = self.any_path()
        new = self.path()
        entry = self.index.pop(old)
        self.index[new] = entry

    def modify(self, and_append):
        path = self.any_path()
        mode, name = self.index[path]
        if mode == LINK:
            self.index[path] = (mode, self.store("blob", self.path()))
            return
        old = self.objects[name][1]
        lines = old.splitlines(keepends=True)
        at = self.random.below(len(lines))
        lines[at] = self.line()
        if and_append:
            lines.append(self.line())
        new = b"".join(lines)
        self.index[path] = (mode, self.store("blob", new))
        self.deltas.append((name, self.index[path][1], make_delta(old, new)))

    def edit(self):
        what = self.random.below(8)
        if what == 0:
            self.add_file()
        elif what == 1:
            if len(self.index) > 10:
                del self.index[self.any_path()]
        elif what == 2:
            self.toggle()
        elif what == 3:
            self.rename()
        else:
            self.modify(what == 7)

    # ---- Trees and commits

    def write_tree(self, files):
        """`files`: path -> entry, below one directory."""
        entries, below = {}, {}
        for path, entry in files.items():
            head, slash, rest = path.partition(b"/")
            if slash:
                below.setdefault(head, {})[rest] = entry
            else:
                entries[head] = entry
        for head, inside in below.items():
            entries[head] = (0o40000, self.write_tree(inside))
        in_order = sorted(entries.items(), key=lambda item: item[0] + (b"/" if item[1][0] == 0o40000 else b""))
        return self.store("tree", b"".join(b"%o %s\0%s" % (mode, name, oid) for name, (mode, oid) in in_order))

    def commit(self, reference, message, parents):
        tree = self.write_tree(self.index)
        stamp = b"%s %d +0000\n" % (PERSON, self.clock)
        text = b"tree %s\n" % tree.hex().encode()
        text += b"".join(b"parent %s\n" % parent.hex().encode() for parent in parents)
        text += b"author " + stamp + b"committer " + stamp + b"\n" + message
        name = self.store("commit", text)
        self.commits.append((name, dict(self.index), parents, message, self.clock))
        self.clock += 3600
        self.references[reference] = name

    def commit_index(self, reference):
        message = b"Change %d\n\n" % self.number + self.line()
        self.number += 1
        parent = self.references.get(reference)
        self.commit(reference, message, [parent] if parent else [])

    def snapshot(self, reference):
        return next(files for name, files, *_ in self.commits if name == self.references[reference])

    def work_on(self, reference, commits):
        self.index = dict(self.snapshot(reference))
        for _ in range(commits):
            for _ in range(4):
                self.edit()
            self.commit_index(reference)

    # ---- Statistics

    def reachable(self, references):
        seen, stack = set(), [self.references[r] for r in references]
        while stack:
            name = stack.pop()
            if name in seen:
                continue
            seen.add(name)
            kind, content = self.objects[name]
            if kind == "commit":
                for row in content.split(b"\n\n")[0].split(b"\n"):
                    word, _, value = row.partition(b" ")
                    if word in (b"tree", b"parent"):
                        stack.append(bytes.fromhex(value.decode()))
            elif kind == "tree":
                while content:
                    zero = content.index(b"\0")
                    stack.append(content[zero + 1:zero + 21])
                    content = content[zero + 21:]
        return seen

    def count(self, names):
        kinds = [self.objects[name][0] for name in names]
        return tuple(kinds.count(kind) for kind in ("commit", "tree", "blob"))

    def stored_bytes(self):
        return sum(len(deflate(content)) for _, content in self.objects.values())

    def delta_sum(self):
        return fold_all(zlib.crc32(delta) for _, _, delta in self.deltas)


def words_of_id(name):
    return (int.from_bytes(name[:8], "little"), int.from_bytes(name[8:16], "little"),
            int.from_bytes(name[16:], "little"))


def abbreviations(names):
    """id -> digits that tell it from all others, at least four."""
    in_order = sorted(name.hex() for name in names)
    digits = {}
    for i, name in enumerate(in_order):
        shared = 3
        for other in in_order[max(i - 1, 0):i] + in_order[i + 1:i + 2]:
            n = 0
            while name[n] == other[n]:
                n += 1
            shared = max(shared, n)
        digits[bytes.fromhex(name)] = shared + 1
    return digits


def survey(repository, names):
    digits, total = abbreviations(names), 0
    for name in sorted(names):
        total = fold_all(words_of_id(name), total)
        total = fold(total, KINDS[repository.objects[name][0]])
        total = fold(total, digits[name])
    return total
