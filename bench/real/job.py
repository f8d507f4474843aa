"""A longer job for CPython: dictionaries, strings, big integers, sorting, a class, and the json and re modules."""
import json
import re


class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y - other.y)


def words(count):
    state = 12345
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        yield "w%d" % (state >> 16 & 1023)


counts = {}
for word in words(60000):
    counts[word] = counts.get(word, 0) + 1
common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:5]

total = Vector(0, 0)
for i in range(40000):
    total = total + Vector(i, i * i % 7)

text = json.dumps({"common": common, "pairs": [[i, str(i)] for i in range(3000)]})
found = len(re.findall(r'\[(\d+), "\1"\]', text))
digits = sum(int(c) for c in str(3**4000))
print("checksum", common[0], total.x, total.y, found, len(text), digits)
