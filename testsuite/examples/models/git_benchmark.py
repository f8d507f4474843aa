"""git_benchmark.wat"""

import hashlib

from . import real_git
from .git_repository import Repository, abbreviations, survey, words_of_id
from .words import Random, fold, fold_all, hex16


def allocator(rounds):
    """Only what does not depend on where blocks lie: sizes asked for, and the most that was in use."""
    random, slots, total = Random(19088743), [None] * 256, 0
    blocks, size = 1, 2048  # the table of slots
    peak_blocks, peak_bytes = blocks, size
    for _ in range(rounds):
        slot = random.below(256)
        length = random.next()
        length &= (16 << random.below(9)) - 1
        total = fold(total, length)
        if slots[slot] is None:
            slots[slot] = length
            blocks, size = blocks + 1, size + length
        elif random.next() & 1:
            blocks, size = blocks - 1, size - slots[slot]
            slots[slot] = None
        else:
            size += length - slots[slot]
            slots[slot] = length
        peak_blocks, peak_bytes = max(peak_blocks, blocks), max(peak_bytes, size)
    return fold_all([peak_blocks, peak_bytes], total), peak_blocks, peak_bytes


class SearchTree:
    """Unbalanced, as dictionaries: key -> [left, right]."""

    def __init__(self):
        self.root, self.sides = None, {}

    def insert(self, key):
        if key in self.sides:
            return 0
        self.sides[key] = [None, None]
        if self.root is None:
            self.root = key
            return 1
        at = self.root
        while True:
            side = key > at
            if self.sides[at][side] is None:
                self.sides[at][side] = key
                return 1
            at = self.sides[at][side]

    def delete(self, key):
        if key not in self.sides:
            return 0
        parent, at = None, self.root
        while at != key:
            parent, at = at, self.sides[at][key > at]
        left, right = self.sides.pop(key)
        if left is None or right is None:
            heir = right if left is None else left
        else:
            above, heir = None, right
            while self.sides[heir][0] is not None:
                above, heir = heir, self.sides[heir][0]
            if above is not None:
                self.sides[above][0] = self.sides[heir][1]
                self.sides[heir][1] = right
            self.sides[heir][0] = left
        if parent is None:
            self.root = heir
        else:
            self.sides[parent][key > parent] = heir
        return 1

    def height(self):
        level, height = [self.root], 0
        while level := [key for key in level if key is not None]:
            height += 1
            level = [side for key in level for side in self.sides[key]]
        return height


def search_tree(count):
    random, tree = Random(1985229328), SearchTree()
    for _ in range(count):
        tree.insert(random.below(2 * count))
    for _ in range(count):
        tree.delete(random.below(4 * count))
    nodes, height = len(tree.sides), tree.height()
    total = fold_all(sorted(tree.sides))
    total = fold_all([nodes, height], total)
    total = fold_all((int(random.below(2 * count) in tree.sides) for _ in range(count)), total)
    return total, nodes, height, nodes.bit_length()


def merkle_root(chunks):
    """RFC 6962's shape, as nested tuples (digest, left, right)."""
    if len(chunks) == 1:
        return hashlib.sha1(b"\0" + chunks[0]).digest(), None, None
    share = 1
    while share * 2 < len(chunks):
        share *= 2
    left, right = merkle_root(chunks[:share]), merkle_root(chunks[share:])
    return hashlib.sha1(b"\1" + left[0] + right[0]).digest(), left, right


def visits(a, b):
    if a[0] == b[0] or a[1] is None:
        return 1
    return 1 + visits(a[1], b[1]) + visits(a[2], b[2])


def merkle(count):
    random = Random(1737075661)
    data = bytearray(b"".join(random.next().to_bytes(4, "little") for _ in range(count * 32))[:-50])

    def tree():
        return merkle_root([bytes(data[i:i + 128]) for i in range(0, len(data), 128)])

    old, changed = tree(), 0
    for chunk in range(count):
        if random.below(16) == 0:
            data[chunk * 128] ^= 0x20
            changed += 1
    new = tree()
    looked_at = visits(old, new)
    total = fold_all(words_of_id(old[0]) + words_of_id(new[0]) + (changed, looked_at))
    return total, old[0], changed, looked_at


def diff_sum(lines):
    total = 0
    for letter, path in lines:
        total = fold_all(letter + path + b"\0", total)
    return total


def life(rounds):
    """The checksum of `$live_and_collect`, and what `$tell_of_a_life` prints."""
    repository = Repository(rounds)
    diff, base = real_git.inspect(repository)
    everything = set(repository.objects)
    kept = repository.reachable(["main", "topic"])
    stored = repository.stored_bytes()
    total = 0
    for name in ("main", "topic", "experiment"):
        total = fold_all(words_of_id(repository.references[name]), total)
    total = fold_all(words_of_id(bytes.fromhex(base)), total)
    total = fold_all([diff_sum(diff), repository.delta_sum(), stored, survey(repository, everything)], total)
    total = fold_all([len(kept), len(everything) - len(kept), *repository.count(kept)], total)
    total = fold(total, survey(repository, kept))
    commits, trees, blobs = repository.count(everything)
    letters = [letter for letter, _ in diff]
    digits = max(abbreviations(everything).values())
    deltas = sum(len(delta) for _, _, delta in repository.deltas)
    return total, [
        f"  first commit  {repository.first.hex()}",
        f"  main          {repository.references['main'].hex()}",
        f"  topic         {repository.references['topic'].hex()}",
        f"  experiment    {repository.references['experiment'].hex()}",
        f"  merge base    {base}",
        f"  objects       {commits} commits, {trees} trees, {blobs} blobs in {stored} bytes, ids of {digits} digits",
        f"  first..main   {letters.count(b'A')} added, {letters.count(b'D')} deleted, "
        f"{letters.count(b'M')} modified; 0x{hex16(diff_sum(diff))}",
        f"  deltas        {len(repository.deltas)} in {deltas} bytes; 0x{hex16(repository.delta_sum())}",
        f"  collected     {len(everything) - len(kept)} freed, {len(kept)} kept",
    ]


def expected():
    published = real_git.published_ids()
    checksum, blocks, size = allocator(2000)
    lines = [
        "git_benchmark",
        f"  allocator     most in use: {blocks} blocks, {size} bytes; 0x{hex16(checksum)}",
        f"  empty blob    {published['empty blob']}",
        f"  empty tree    {published['empty tree']}",
        *life(6)[1],
    ]
    _, nodes, before, after = search_tree(1000)
    lines.append(f"  search tree   {nodes} nodes, height {before}, rebalanced {after}")
    _, root, changed, looked_at = merkle(100)
    lines.append(f"  Merkle root   {root.hex()}")
    lines.append(f"  Merkle diff   {changed} chunks changed, found in {looked_at} nodes")
    run = fold_all([allocator(20000)[0], life(20)[0], search_tree(10000)[0], merkle(300)[0]])
    lines += ["  self-check    ok", f"  run           0x{hex16(run)}"]
    message = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
    return {
        "stdout": "\n".join(lines) + "\n",
        "run": run,
        "constants": [*published.values(), hashlib.sha1(b"abc").hexdigest(), hashlib.sha1(message).hexdigest()],
    }
