"""crypto_benchmark.wat: digests by hashlib and hmac; the chains and ChaCha20, which Python does not have, anew."""

import hashlib
import hmac

from .words import M32, Random, fold, fold_all, hex16, rotl32

START = (0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0)
KEYS = (0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6)
MESSAGE_448 = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"


def data():
    random = Random(2463534242)
    return b"".join(random.next().to_bytes(4, "little") for _ in range(65536))


def compress(state, block):
    w = [int.from_bytes(block[i:i + 4], "big") for i in range(0, 64, 4)]
    for i in range(16, 80):
        x = w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16]
        w.append((x << 1 | x >> 31) & M32)
    a, b, c, d, e = state
    for i, word in enumerate(w):
        if i < 20:
            f = b & c | ~b & d
        elif 40 <= i < 60:
            f = b & c | b & d | c & d
        else:
            f = b ^ c ^ d
        a, b, c, d, e = ((a << 5 | a >> 27) + f + e + KEYS[i // 20] + word) & M32, a, (b << 30 | b >> 2) & M32, c, d
    return tuple((x + y) & M32 for x, y in zip(state, (a, b, c, d, e)))


def check_compress():
    """The compression here is SHA-1's: one padded block of it is what hashlib says."""
    block = b"abc\x80" + bytes(52) + (24).to_bytes(8, "big")
    digest = b"".join(word.to_bytes(4, "big") for word in compress(START, block))
    assert digest == hashlib.sha1(b"abc").digest()


def chains(turns, blocks):
    states = [tuple(rotl32(word, chain) for word in START) for chain in range(4)]
    for chain in range(4):
        for turn in range(turns):
            at = chain * 65536 + turn % 1024 * 64
            states[chain] = compress(states[chain], blocks[at:at + 64])
    return fold_all(word for state in states for word in state)


def chacha_block(state):
    x = list(state)
    for i in range(80):
        column = i % 8
        if column < 4:
            a, b, c, d = column, column + 4, column + 8, column + 12
        else:
            k = column - 4
            a, b, c, d = k, 4 + (k + 1) % 4, 8 + (k + 2) % 4, 12 + (k + 3) % 4
        xa, xb, xc, xd = x[a], x[b], x[c], x[d]
        xa = (xa + xb) & M32; xd ^= xa; xd = (xd << 16 | xd >> 16) & M32
        xc = (xc + xd) & M32; xb ^= xc; xb = (xb << 12 | xb >> 20) & M32
        xa = (xa + xb) & M32; xd ^= xa; xd = (xd << 8 | xd >> 24) & M32
        xc = (xc + xd) & M32; xb ^= xc; xb = (xb << 7 | xb >> 25) & M32
        x[a], x[b], x[c], x[d] = xa, xb, xc, xd
    return [(y + z) & M32 for y, z in zip(x, state)]


def chacha_start(counter):
    raw = b"expand 32-byte k" + bytes(range(32)) + counter.to_bytes(4, "little") + bytes.fromhex("000000090000004a00000000")
    return [int.from_bytes(raw[i:i + 4], "little") for i in range(0, 64, 4)]


def chacha(blocks):
    total = 0
    for counter in range(1, blocks + 1):
        total = fold_all(chacha_block(chacha_start(counter)), total)
    return total


def check_chacha():
    """RFC 8439, section 2.3.2."""
    block = b"".join(word.to_bytes(4, "little") for word in chacha_block(chacha_start(1)))
    assert block.hex() == ("10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
                           "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e")


def words_of(digest):
    return [int.from_bytes(digest[i:i + 4], "little") for i in range(0, len(digest), 4)]


def pbkdf2(iterations):
    return hashlib.pbkdf2_hmac("sha1", b"password", b"salt", iterations)


def expected():
    check_compress()
    check_chacha()
    blocks = data()
    checksum = chains(12000, blocks)
    checksum = fold_all(words_of(hashlib.sha1(blocks).digest()), checksum)
    checksum = fold_all(words_of(pbkdf2(5000)), checksum)
    checksum = fold(checksum, chacha(20000))
    mac = hmac.new(b"Jefe", b"what do ya want for nothing?", hashlib.sha1).hexdigest()
    return {
        "stdout": "\n".join([
            "crypto_benchmark",
            f"  SHA-1 of nothing     {hashlib.sha1(b'').hexdigest()}",
            f"  SHA-1 of abc         {hashlib.sha1(b'abc').hexdigest()}",
            f"  SHA-1 of 448 bits    {hashlib.sha1(MESSAGE_448).hexdigest()}",
            f"  SHA-1 of 10^6 a      {hashlib.sha1(b'a' * 1000000).hexdigest()}",
            f"  HMAC-SHA-1           {mac}",
            f"  PBKDF2, 4096 turns   {pbkdf2(4096).hex()}",
            f"  four chains          0x{hex16(chains(100, blocks))}",
            f"  ChaCha20 keystream   0x{hex16(chacha(100))}",
            "  self-check           ok",
            f"  run                  0x{hex16(checksum)}",
        ]) + "\n",
        "run": checksum,
        "invoke": [("chains", [100], chains(100, blocks)), ("chacha", [100], chacha(100))],
        "constants": [
            hashlib.sha1(b"").hexdigest(), hashlib.sha1(b"abc").hexdigest(), hashlib.sha1(MESSAGE_448).hexdigest(),
            hashlib.sha1(b"a" * 1000000).hexdigest(), mac,
            hmac.new(b"\xaa" * 80, b"Test Using Larger Than Block-Size Key - Hash Key First", "sha1").hexdigest(),
            pbkdf2(1).hex(), pbkdf2(2).hex(), pbkdf2(4096).hex(),
        ],
    }
