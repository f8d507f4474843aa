;; git_benchmark: git's object database in one module, with everything that it stands on.
;;
;; The program keeps a repository in memory. It has a working tree that changes, an index that follows it,
;; blobs, trees and commits named by SHA-1 as git names them, branches, a merge, and garbage that a collector
;; takes away. What a repository needs is here too: an allocator, growable buffers, a compressor, search
;; trees. All names are git's own: a real git that is given the same files, dates and messages makes the same
;; ids, bit for bit.
;;
;; It is the heavy one of the five: pointer-rich data, many small functions, calls through a table, recursion,
;; byte loops with unpredictable branches, and SHA-1 beneath it all. That is what application code looks like
;; to an engine.
;;
;; Contents
;;    1  Bytes and numbers          comparing, folding, random numbers
;;    2  Allocator                  free lists by size class, boundary tags, coalescing
;;    3  Buffers                    bytes that grow
;;    4  SHA-1                      FIPS 180-4
;;    5  CRC-32                     guards what is stored
;;    6  Compression                LZ77 with lazy matching, and its inverse, which trusts nothing
;;    7  Objects                    a hash table from ids to compressed objects
;;    8  Delta                      git's copy-and-insert encoding of one object by another
;;    9  Trees and commits          their bytes, written and read
;;   10  Search tree                a plain binary tree, and its rebalancing
;;   11  Balanced tree              AVL, ordered by any comparison, with ranks
;;   12  Index                      paths to modes and ids; to trees and back
;;   13  History                    walking commits, merge bases, difference of trees
;;   14  Abbreviations              the shortest prefix that names an object
;;   15  Merkle tree                building, proofs, updates, finding what changed
;;   16  Collection and inspection  mark and sweep; fsck
;;   17  A repository's life        the scenario: random but repeatable
;;   18  The timed work
;;   19  Self-check
;;   20  Output
;;   21  The program
;;
;; Exports, as for all five programs: memory, _start, check () -> i32 (0, or the first check that failed), and
;; run () -> i64 (the timed work: no host calls, the same checksum every time).
;;
;; Conventions. A text is a run of bytes ended by a zero byte. An id is the address of 20 bytes. A pointer of
;; 0 means nothing. Records are drawn where they are defined; their fields are reached by `offset=`. What must
;; hold and does not, such as freeing a block twice, is a trap: the program would be wrong to go on.
;;
;; Memory map
;;   0x00000   iovec for fd_write: address, length; then the count of bytes it wrote
;;   0x00100   texts of the program's output
;;   0x00800   output waiting to be written (1 KiB)
;;   0x00c00   parts of objects: kinds, keywords, names
;;   0x01000   vocabulary: 64 words, 8 bytes apart
;;   0x01200   directories: 8 texts, 16 bytes apart
;;   0x01280   published vectors and ids for the self-check
;;   0x01800   SHA-1: schedule of 80 words; 0x01980 context of 128 bytes
;;   0x01a00   ids in passing, 32 bytes apart
;;   0x01b00   allocator: first free block of each of 32 size classes
;;   0x01c00   references: 4 of 32 bytes
;;   0x02000   CRC-32 table, 256 words
;;   0x03000   object table, 1,024 words
;;   0x04000   compression: the last place of each of 4,096 hashes
;;   0x08000   compression: the place before, for each place in the window of 8,192
;;   0x10000   heap, up to the end of memory; it grows

(module $git_benchmark
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param $fd i32) (param $iovecs i32) (param $count i32) (param $written i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param $code i32)))

  (memory (export "memory") 2)

  (global $SCHEDULE i32 (i32.const 0x1800))
  (global $CONTEXT i32 (i32.const 0x1980))
  (global $DIGEST i32 (i32.const 0x1a00))
  (global $SCRATCH_ID i32 (i32.const 0x1a20))
  (global $FREE_LISTS i32 (i32.const 0x1b00))
  (global $REFERENCES i32 (i32.const 0x1c00))
  (global $CRC_TABLE i32 (i32.const 0x2000))
  (global $OBJECT_TABLE i32 (i32.const 0x3000))
  (global $LAST_PLACES i32 (i32.const 0x4000))
  (global $PLACES_BEFORE i32 (i32.const 0x8000))
  (global $HEAP i32 (i32.const 0x10000))

  ;; Parts of objects.
  (data (i32.const 0x0c00) "commit\00")
  (data (i32.const 0x0c10) "tree\00")
  (data (i32.const 0x0c20) "blob\00")
  (data (i32.const 0x0c30) "tree \00")
  (data (i32.const 0x0c40) "parent \00")
  (data (i32.const 0x0c50) "author \00")
  (data (i32.const 0x0c60) "committer \00")
  (data (i32.const 0x0c70) "A. Writer <writer@example.invalid> \00")
  (data (i32.const 0x0ca0) " +0000\n\00")
  (data (i32.const 0x0cb0) "Change \00")
  (data (i32.const 0x0cc0) "Merge topic\n\00")
  (data (i32.const 0x0cd0) ".txt\00")

  ;; What files are made of: 64 words of at most seven letters.
  (data (i32.const 0x1000)
    "able\00\00\00\00" "acid\00\00\00\00" "amber\00\00\00" "anchor\00\00" "apple\00\00\00" "arrow\00\00\00"
    "autumn\00\00" "balance\00" "banner\00\00" "basin\00\00\00" "beacon\00\00" "bridge\00\00"
    "cabin\00\00\00" "candle\00\00" "carbon\00\00" "cedar\00\00\00" "circle\00\00" "copper\00\00"
    "crystal\00" "dawn\00\00\00\00" "delta\00\00\00" "desert\00\00" "echo\00\00\00\00" "ember\00\00\00"
    "engine\00\00" "fable\00\00\00" "falcon\00\00" "field\00\00\00" "flame\00\00\00" "forest\00\00"
    "garden\00\00" "glass\00\00\00" "granite\00" "harbour\00" "hill\00\00\00\00" "island\00\00"
    "ivory\00\00\00" "jade\00\00\00\00" "kernel\00\00" "ladder\00\00" "lantern\00" "leaf\00\00\00\00"
    "marble\00\00" "meadow\00\00" "mirror\00\00" "needle\00\00" "north\00\00\00" "oak\00\00\00\00\00"
    "ocean\00\00\00" "olive\00\00\00" "orbit\00\00\00" "paper\00\00\00" "pebble\00\00" "quarry\00\00"
    "quiet\00\00\00" "raven\00\00\00" "river\00\00\00" "silver\00\00" "stone\00\00\00" "summit\00\00"
    "timber\00\00" "valley\00\00" "willow\00\00" "winter\00\00")

  ;; Where files live. `lib` with its neighbours is a trap for those who sort trees by name alone: in a tree,
  ;; a directory sorts as if its name ended in a slash, so lib-extra and lib.old come before lib.
  (data (i32.const 0x1200)
    "\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00"
    "docs/\00\00\00\00\00\00\00\00\00\00\00"
    "lib/\00\00\00\00\00\00\00\00\00\00\00\00"
    "lib-extra/\00\00\00\00\00\00"
    "lib.old/\00\00\00\00\00\00\00\00"
    "src/\00\00\00\00\00\00\00\00\00\00\00\00"
    "src/core/\00\00\00\00\00\00\00"
    "src/core/deep/\00\00")

  ;; =========================================================================================================
  ;; 1  Bytes and numbers
  ;; =========================================================================================================

  (func $length (param $text i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $text))
    (loop $next
      (if (i32.load8_u (local.get $end))
        (then
          (local.set $end (i32.add (local.get $end) (i32.const 1)))
          (br $next))))
    (i32.sub (local.get $end) (local.get $text)))

  ;; Like C's strcmp: less than, equal to, or greater than 0. Bytes compare as unsigned.
  (func $compare_texts (type $comparison)
    (local $a i32)
    (local $b i32)
    (loop $next
      (local.set $a (i32.load8_u (local.get 0)))
      (local.set $b (i32.load8_u (local.get 1)))
      (if (i32.and (i32.eq (local.get $a) (local.get $b)) (i32.ne (local.get $a) (i32.const 0)))
        (then
          (local.set 0 (i32.add (local.get 0) (i32.const 1)))
          (local.set 1 (i32.add (local.get 1) (i32.const 1)))
          (br $next))))
    (i32.sub (local.get $a) (local.get $b)))

  (func $equal_bytes (param $a i32) (param $b i32) (param $len i32) (result i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $a) (local.get $len)))
    (block $equal
      (loop $next
        (br_if $equal (i32.eq (local.get $a) (local.get $end)))
        (if (i32.ne (i32.load8_u (local.get $a)) (i32.load8_u (local.get $b)))
          (then (return (i32.const 0))))
        (local.set $a (i32.add (local.get $a) (i32.const 1)))
        (local.set $b (i32.add (local.get $b) (i32.const 1)))
        (br $next)))
    (i32.const 1))

  ;; Reverses the four bytes of a word: SHA-1 is big-endian, memory is little-endian.
  (func $swap_bytes (param $x i32) (result i32)
    (i32.or
      (i32.and (i32.rotl (local.get $x) (i32.const 8)) (i32.const 0x00ff00ff))
      (i32.and (i32.rotr (local.get $x) (i32.const 8)) (i32.const 0xff00ff00))))

  ;; ---- Ids ------------------------------------------------------------------------------------------------

  (func $same_id (param $a i32) (param $b i32) (result i32)
    (i32.and
      (i32.and
        (i64.eq (i64.load (local.get $a)) (i64.load (local.get $b)))
        (i64.eq (i64.load offset=8 (local.get $a)) (i64.load offset=8 (local.get $b))))
      (i32.eq (i32.load offset=16 (local.get $a)) (i32.load offset=16 (local.get $b)))))

  (func $copy_id (param $to i32) (param $from i32)
    (i64.store (local.get $to) (i64.load (local.get $from)))
    (i64.store offset=8 (local.get $to) (i64.load offset=8 (local.get $from)))
    (i32.store offset=16 (local.get $to) (i32.load offset=16 (local.get $from))))

  ;; The order of ids as numbers with the first byte leading.
  (func $compare_ids (type $comparison)
    (local $i i32)
    (local $a i32)
    (local $b i32)
    (loop $next
      (local.set $a (i32.load8_u (i32.add (local.get 0) (local.get $i))))
      (local.set $b (i32.load8_u (i32.add (local.get 1) (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next
        (i32.and (i32.eq (local.get $a) (local.get $b)) (i32.lt_u (local.get $i) (i32.const 20)))))
    (i32.sub (local.get $a) (local.get $b)))

  ;; What the balanced tree orders its keys by, and the table that holds the two orders.
  (type $comparison (func (param $a i32) (param $b i32) (result i32)))
  (table funcref (elem $compare_texts $compare_ids))
  (global $BY_TEXT i32 (i32.const 0))
  (global $BY_ID i32 (i32.const 1))

  (func $hex_digit (param $value i32) (result i32)
    ;; '0' is 48; the letters start 39 beyond where the digits end
    (i32.add
      (i32.add (local.get $value) (i32.const 48))
      (select (i32.const 39) (i32.const 0) (i32.gt_u (local.get $value) (i32.const 9)))))

  (func $hex_value (param $digit i32) (result i32)
    (if (result i32) (i32.ge_u (local.get $digit) (i32.const 97))
      (then (i32.sub (local.get $digit) (i32.const 87)))
      (else (i32.sub (local.get $digit) (i32.const 48)))))

  ;; Reads 40 hexadecimal digits into an id.
  (func $parse_id (param $hex i32) (param $id i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $id) (i32.const 20)))
    (loop $next
      (i32.store8 (local.get $id)
        (i32.or
          (i32.shl (call $hex_value (i32.load8_u (local.get $hex))) (i32.const 4))
          (call $hex_value (i32.load8_u offset=1 (local.get $hex)))))
      (local.set $hex (i32.add (local.get $hex) (i32.const 2)))
      (local.set $id (i32.add (local.get $id) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $id) (local.get $end)))))

  ;; Whether an id is what 40 digits say.
  (func $id_is (param $id i32) (param $hex i32) (result i32)
    (call $parse_id (local.get $hex) (global.get $SCRATCH_ID))
    (call $same_id (local.get $id) (global.get $SCRATCH_ID)))

  ;; ---- Checksums ------------------------------------------------------------------------------------------

  ;; Folds one more value into a checksum. Multiplying by an odd number loses nothing, and the rotation lets
  ;; high bits reach low ones; so two runs agree only when they folded the same values in the same order.
  (func $fold (param $sum i64) (param $value i64) (result i64)
    (i64.mul
      (i64.rotl (i64.xor (local.get $sum) (local.get $value)) (i64.const 23))
      (i64.const 0x9e3779b97f4a7c15)))

  (func $fold_word (param $sum i64) (param $value i32) (result i64)
    (call $fold (local.get $sum) (i64.extend_i32_u (local.get $value))))

  (func $fold_id (param $sum i64) (param $id i32) (result i64)
    (call $fold_word
      (call $fold
        (call $fold (local.get $sum) (i64.load (local.get $id)))
        (i64.load offset=8 (local.get $id)))
      (i32.load offset=16 (local.get $id))))

  (func $fold_text (param $sum i64) (param $text i32) (result i64)
    (loop $next
      (if (i32.load8_u (local.get $text))
        (then
          (local.set $sum (call $fold_word (local.get $sum) (i32.load8_u (local.get $text))))
          (local.set $text (i32.add (local.get $text) (i32.const 1)))
          (br $next))))
    (call $fold (local.get $sum) (i64.const 0)))

  ;; ---- Random numbers -------------------------------------------------------------------------------------

  ;; Marsaglia's xorshift32; its state is never zero.
  (global $random_state (mut i32) (i32.const 1))

  (func $random (result i32)
    (local $x i32)
    (local.set $x (global.get $random_state))
    (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 13))))
    (local.set $x (i32.xor (local.get $x) (i32.shr_u (local.get $x) (i32.const 17))))
    (local.set $x (i32.xor (local.get $x) (i32.shl (local.get $x) (i32.const 5))))
    (global.set $random_state (local.get $x))
    (local.get $x))

  ;; A number from 0 to n - 1; the slight favour that the remainder does to small numbers is of no matter
  ;; here.
  (func $random_below (param $n i32) (result i32)
    (i32.rem_u (call $random) (local.get $n)))

  ;; =========================================================================================================
  ;; 2  Allocator
  ;;
  ;; The heap is an unbroken row of blocks, each a multiple of 8 bytes and at least 24:
  ;;
  ;;      0          4           8                              size - 4
  ;;    +----------+-----------+------------------------------+--------+
  ;;    | size + f | requested | payload                               |     in use
  ;;    +----------+-----------+------------------------------+--------+
  ;;    | size + f |           | next free | previous free ...|  size  |     free
  ;;    +----------+-----------+------------------------------+--------+
  ;;
  ;; The size leaves three bits for flags f: 1 this block is in use, 2 the block before it is in use. A free
  ;; block repeats its size in its last word, where its right neighbour finds it, and only then looks. So both
  ;; neighbours of a block are found in constant time, and two free blocks never stand side by side: they are
  ;; joined at once. The row ends in a block of size 0 that counts as in use, and the first block has no left
  ;; neighbour and says that it is in use: so no walk runs off either end.
  ;;
  ;; Free blocks hang in lists by the power of two below their size, and a word has a bit for each list that
  ;; is not empty: the first list whose every block is large enough is one `i32.ctz` away.
  ;; =========================================================================================================

  (global $nonempty_lists (mut i32) (i32.const 0))

  ;; Blocks in use, the bytes asked for in them, and the most of both there ever were since the last reset.
  (global $live_blocks (mut i32) (i32.const 0))
  (global $live_bytes (mut i32) (i32.const 0))
  (global $peak_blocks (mut i32) (i32.const 0))
  (global $peak_bytes (mut i32) (i32.const 0))

  ;; The whole heap as one free block; whatever was allocated is forgotten.
  (func $heap_reset
    (global.set $live_blocks (i32.const 0))
    (global.set $live_bytes (i32.const 0))
    (global.set $peak_blocks (i32.const 0))
    (global.set $peak_bytes (i32.const 0))
    (global.set $nonempty_lists (i32.const 0))
    (memory.fill (global.get $FREE_LISTS) (i32.const 0) (i32.const 128))
    (i32.store (call $heap_end) (i32.const 1))
    (call $make_free
      (global.get $HEAP)
      (i32.sub (call $heap_end) (global.get $HEAP))
      (i32.const 2)))

  ;; The address of the closing block.
  (func $heap_end (result i32)
    (i32.sub (i32.shl (memory.size) (i32.const 16)) (i32.const 8)))

  (func $block_size (param $block i32) (result i32)
    (i32.and (i32.load (local.get $block)) (i32.const -8)))

  ;; The list for blocks of this size: 0 for 24 to 31 bytes, 1 for 32 to 63, 2 for 64 to 127, and so on.
  (func $list_of (param $size i32) (result i32)
    (i32.sub (i32.const 27) (i32.clz (local.get $size))))

  (func $list_head (param $list i32) (result i32)
    (i32.add (global.get $FREE_LISTS) (i32.shl (local.get $list) (i32.const 2))))

  ;; Writes a free block of `size` bytes whose flag about its left neighbour is `before` (0 or 2), tells the
  ;; right neighbour, and enters it in its list.
  (func $make_free (param $block i32) (param $size i32) (param $before i32)
    (local $after i32)
    (local $list i32)
    (local $first i32)
    (i32.store (local.get $block) (i32.or (local.get $size) (local.get $before)))
    (local.set $after (i32.add (local.get $block) (local.get $size)))
    (i32.store (i32.sub (local.get $after) (i32.const 4)) (local.get $size))
    (i32.store (local.get $after) (i32.and (i32.load (local.get $after)) (i32.const -3)))
    (local.set $list (call $list_of (local.get $size)))
    (local.set $first (i32.load (call $list_head (local.get $list))))
    (i32.store offset=8 (local.get $block) (local.get $first))
    (i32.store offset=12 (local.get $block) (i32.const 0))
    (if (local.get $first)
      (then (i32.store offset=12 (local.get $first) (local.get $block))))
    (i32.store (call $list_head (local.get $list)) (local.get $block))
    (global.set $nonempty_lists
      (i32.or (global.get $nonempty_lists) (i32.shl (i32.const 1) (local.get $list)))))

  ;; Takes a free block out of its list.
  (func $unlink (param $block i32)
    (local $next i32)
    (local $previous i32)
    (local $list i32)
    (local.set $next (i32.load offset=8 (local.get $block)))
    (local.set $previous (i32.load offset=12 (local.get $block)))
    (if (local.get $next)
      (then (i32.store offset=12 (local.get $next) (local.get $previous))))
    (if (local.get $previous)
      (then (i32.store offset=8 (local.get $previous) (local.get $next)) (return)))
    ;; it was the first of its list
    (local.set $list (call $list_of (call $block_size (local.get $block))))
    (i32.store (call $list_head (local.get $list)) (local.get $next))
    (if (i32.eqz (local.get $next))
      (then
        (global.set $nonempty_lists
          (i32.and
            (global.get $nonempty_lists)
            (i32.xor (i32.shl (i32.const 1) (local.get $list)) (i32.const -1)))))))

  ;; A free block of at least `size` bytes, or 0: the first that fits in the list of that size, else any block
  ;; of the next list that has one.
  (func $find_free (param $size i32) (result i32)
    (local $list i32)
    (local $block i32)
    (local.set $list (call $list_of (local.get $size)))
    (local.set $block (i32.load (call $list_head (local.get $list))))
    (loop $next
      (if (local.get $block)
        (then
          (if (i32.ge_u (call $block_size (local.get $block)) (local.get $size))
            (then (return (local.get $block))))
          (local.set $block (i32.load offset=8 (local.get $block)))
          (br $next))))
    (local.set $list
      (i32.and (global.get $nonempty_lists) (i32.shl (i32.const -2) (local.get $list))))
    (if (i32.eqz (local.get $list)) (then (return (i32.const 0))))
    (i32.load (call $list_head (i32.ctz (local.get $list)))))

  ;; More memory from the engine: at least `size` bytes and a quarter of what there is. The closing block
  ;; becomes the start of a new free block, which is joined with a free one before it.
  (func $grow_heap (param $size i32)
    (local $block i32)
    (local $pages i32)
    (local.set $block (call $heap_end))
    (local.set $pages
      (i32.add
        (i32.shr_u (i32.add (local.get $size) (i32.const 65535)) (i32.const 16))
        (i32.shr_u (memory.size) (i32.const 2))))
    (if (i32.eq (memory.grow (local.get $pages)) (i32.const -1))
      (then (unreachable)))
    (i32.store (call $heap_end) (i32.const 1))
    (call $release_block (local.get $block) (i32.shl (local.get $pages) (i32.const 16))))

  ;; Makes a block free, together with its neighbours where these are free.
  (func $release_block (param $block i32) (param $size i32)
    (local $after i32)
    (local $before i32)
    (local.set $after (i32.add (local.get $block) (local.get $size)))
    (if (i32.eqz (i32.and (i32.load (local.get $after)) (i32.const 1)))
      (then
        (call $unlink (local.get $after))
        (local.set $size (i32.add (local.get $size) (call $block_size (local.get $after))))))
    (if (i32.eqz (i32.and (i32.load (local.get $block)) (i32.const 2)))
      (then
        (local.set $before (i32.load (i32.sub (local.get $block) (i32.const 4))))
        (local.set $block (i32.sub (local.get $block) (local.get $before)))
        (local.set $size (i32.add (local.get $size) (local.get $before)))
        (call $unlink (local.get $block))))
    ;; the block before a free block is always in use
    (call $make_free (local.get $block) (local.get $size) (i32.const 2)))

  ;; Turns `whole` bytes at `block` (free until now, and in no list) into a block in use of `size` bytes, and
  ;; sets what is left free if it is enough for a block. Keeps the flag about the left neighbour.
  (func $carve (param $block i32) (param $whole i32) (param $size i32)
    (local $after i32)
    (local $before i32)
    (local.set $before (i32.and (i32.load (local.get $block)) (i32.const 2)))
    (if (i32.ge_u (i32.sub (local.get $whole) (local.get $size)) (i32.const 24))
      (then
        (call $make_free
          (i32.add (local.get $block) (local.get $size))
          (i32.sub (local.get $whole) (local.get $size))
          (i32.const 2)))
      (else
        (local.set $size (local.get $whole))
        (local.set $after (i32.add (local.get $block) (local.get $size)))
        (i32.store (local.get $after) (i32.or (i32.load (local.get $after)) (i32.const 2)))))
    (i32.store (local.get $block)
      (i32.or (i32.or (local.get $size) (local.get $before)) (i32.const 1))))

  ;; Bytes of a block with room for `len` bytes: 8 more, rounded up to a multiple of 8, and no less than 24.
  (func $size_for (param $len i32) (result i32)
    (local $size i32)
    (local.set $size (i32.and (i32.add (local.get $len) (i32.const 15)) (i32.const -8)))
    (select (local.get $size) (i32.const 24) (i32.gt_u (local.get $size) (i32.const 24))))

  ;; Keeps the counts when a block comes to hold `len` bytes (it held `before`).
  (func $count_bytes (param $before i32) (param $len i32)
    (global.set $live_bytes
      (i32.add (i32.sub (global.get $live_bytes) (local.get $before)) (local.get $len)))
    (if (i32.gt_u (global.get $live_bytes) (global.get $peak_bytes))
      (then (global.set $peak_bytes (global.get $live_bytes)))))

  ;; Finds, carves and labels a block for `len` bytes; the address of its payload.
  (func $take_block (param $len i32) (result i32)
    (local $size i32)
    (local $block i32)
    (local.set $size (call $size_for (local.get $len)))
    (local.set $block (call $find_free (local.get $size)))
    (if (i32.eqz (local.get $block))
      (then
        (call $grow_heap (local.get $size))
        (local.set $block (call $find_free (local.get $size)))))
    (call $unlink (local.get $block))
    (call $carve (local.get $block) (call $block_size (local.get $block)) (local.get $size))
    (i32.store offset=4 (local.get $block) (local.get $len))
    (i32.add (local.get $block) (i32.const 8)))

  ;; `len` bytes, aligned to 8, their contents undefined.
  (func $allocate (param $len i32) (result i32)
    (global.set $live_blocks (i32.add (global.get $live_blocks) (i32.const 1)))
    (if (i32.gt_u (global.get $live_blocks) (global.get $peak_blocks))
      (then (global.set $peak_blocks (global.get $live_blocks))))
    (call $count_bytes (i32.const 0) (local.get $len))
    (call $take_block (local.get $len)))

  ;; `len` bytes that are all zero.
  (func $allocate_zeroed (param $len i32) (result i32)
    (local $at i32)
    (local.set $at (call $allocate (local.get $len)))
    (memory.fill (local.get $at) (i32.const 0) (local.get $len))
    (local.get $at))

  (func $free (param $at i32)
    (local $block i32)
    (local.set $block (i32.sub (local.get $at) (i32.const 8)))
    ;; freed already, or never allocated
    (if (i32.eqz (i32.and (i32.load (local.get $block)) (i32.const 1)))
      (then (unreachable)))
    (global.set $live_blocks (i32.sub (global.get $live_blocks) (i32.const 1)))
    (call $count_bytes (i32.load offset=4 (local.get $block)) (i32.const 0))
    (call $release_block (local.get $block) (call $block_size (local.get $block))))

  ;; The same bytes with room for `len` of them: in place when the block or its free right neighbour has the
  ;; room, else elsewhere.
  (func $resize (param $at i32) (param $len i32) (result i32)
    (local $block i32)
    (local $after i32)
    (local $size i32)
    (local $whole i32)
    (local $moved i32)
    (local $kept i32)
    (local.set $block (i32.sub (local.get $at) (i32.const 8)))
    (local.set $kept (i32.load offset=4 (local.get $block)))
    (local.set $size (call $size_for (local.get $len)))
    (local.set $whole (call $block_size (local.get $block)))
    (local.set $after (i32.add (local.get $block) (local.get $whole)))
    (if (i32.lt_u (local.get $whole) (local.get $size))
      (then
        (if (i32.eqz (i32.and (i32.load (local.get $after)) (i32.const 1)))
          (then
            (local.set $whole (i32.add (local.get $whole) (call $block_size (local.get $after))))
            (if (i32.ge_u (local.get $whole) (local.get $size))
              (then
                (call $unlink (local.get $after))
                (call $carve (local.get $block) (local.get $whole) (local.get $size))))))))
    (if (i32.ge_u (local.get $whole) (local.get $size))
      (then
        (i32.store offset=4 (local.get $block) (local.get $len))
        (call $count_bytes (local.get $kept) (local.get $len))
        (return (local.get $at))))
    (call $count_bytes (local.get $kept) (local.get $len))
    (local.set $moved (call $take_block (local.get $len)))
    ;; a block too small for `len` held fewer bytes than that
    (memory.copy (local.get $moved) (local.get $at) (local.get $kept))
    (call $release_block (local.get $block) (call $block_size (local.get $block)))
    (local.get $moved))

  ;; Walks the row of blocks and the lists, and holds them against each other. 0, or what is wrong:
  ;;   1 a size that cannot be     2 a flag that does not tell the truth about the left neighbour
  ;;   3 two free blocks in a row  4 a last word that is not the size
  ;;   5 the row does not end where the heap does
  ;;   6 a list holds a block in use, or one of another size            7 a free block is in no list
  (func $heap_fault (result i32)
    (local $block i32)
    (local $size i32)
    (local $in_use i32)
    (local $before_in_use i32)
    (local $free_blocks i32)
    (local $list i32)
    (local.set $block (global.get $HEAP))
    (local.set $before_in_use (i32.const 1))
    (loop $next
      (local.set $size (call $block_size (local.get $block)))
      (local.set $in_use (i32.and (i32.load (local.get $block)) (i32.const 1)))
      (if (i32.ne
            (i32.and (i32.shr_u (i32.load (local.get $block)) (i32.const 1)) (i32.const 1))
            (local.get $before_in_use))
        (then (return (i32.const 2))))
      (if (i32.lt_u (local.get $block) (call $heap_end))
        (then
          (if (i32.lt_u (local.get $size) (i32.const 24)) (then (return (i32.const 1))))
          (if (i32.eqz (i32.or (local.get $in_use) (local.get $before_in_use)))
            (then (return (i32.const 3))))
          (if (i32.eqz (local.get $in_use))
            (then
              (local.set $free_blocks (i32.add (local.get $free_blocks) (i32.const 1)))
              (if (i32.ne
                    (i32.load (i32.sub (i32.add (local.get $block) (local.get $size)) (i32.const 4)))
                    (local.get $size))
                (then (return (i32.const 4))))))
          (local.set $before_in_use (local.get $in_use))
          (local.set $block (i32.add (local.get $block) (local.get $size)))
          (br $next))))
    (if (i32.ne (local.get $block) (call $heap_end)) (then (return (i32.const 5))))
    (loop $next_list
      (local.set $block (i32.load (call $list_head (local.get $list))))
      (loop $next_free
        (if (local.get $block)
          (then
            (if (i32.and (i32.load (local.get $block)) (i32.const 1)) (then (return (i32.const 6))))
            (if (i32.ne (call $list_of (call $block_size (local.get $block))) (local.get $list))
              (then (return (i32.const 6))))
            (local.set $free_blocks (i32.sub (local.get $free_blocks) (i32.const 1)))
            (local.set $block (i32.load offset=8 (local.get $block)))
            (br $next_free))))
      (local.set $list (i32.add (local.get $list) (i32.const 1)))
      (br_if $next_list (i32.lt_u (local.get $list) (i32.const 28))))
    (select (i32.const 7) (i32.const 0) (local.get $free_blocks)))

  ;; ---- The allocator at work ------------------------------------------------------------------------------

  ;; `rounds` random requests over 256 slots: an empty slot is filled, a full one is resized or freed. Every
  ;; block is filled with its slot's byte, and looked through before it is given up: whatever else wrote there
  ;; is found. At the end all is freed. Returns the fold of the sizes asked for and of the peaks; traps on a
  ;; damaged block.
  (func $allocator_exercise (param $rounds i32) (result i64)
    (local $slots i32)
    (local $slot i32)
    (local $at i32)
    (local $len i32)
    (local $sum i64)
    (call $heap_reset)
    (global.set $random_state (i32.const 19088743))
    ;; a slot is two words: address (or 0), length
    (local.set $slots (call $allocate_zeroed (i32.const 2048)))
    (loop $next
      (local.set $slot
        (i32.add (local.get $slots) (i32.shl (call $random_below (i32.const 256)) (i32.const 3))))
      (local.set $at (i32.load (local.get $slot)))
      ;; lengths spread over the powers of two up to 4 KiB
      (local.set $len
        (i32.and
          (call $random)
          (i32.sub (i32.shl (i32.const 16) (call $random_below (i32.const 9))) (i32.const 1))))
      (local.set $sum (call $fold_word (local.get $sum) (local.get $len)))
      (if (local.get $at)
        (then
          (call $expect_filled
            (local.get $at) (i32.load offset=4 (local.get $slot)) (i32.shr_u (local.get $slot) (i32.const 3)))
          (if (i32.and (call $random) (i32.const 1))
            (then
              (call $free (local.get $at))
              (local.set $at (i32.const 0)))
            (else
              (local.set $at (call $resize (local.get $at) (local.get $len)))
              ;; what a resized block held is still there
              (call $expect_filled
                (local.get $at)
                (call $smaller (local.get $len) (i32.load offset=4 (local.get $slot)))
                (i32.shr_u (local.get $slot) (i32.const 3))))))
        (else (local.set $at (call $allocate (local.get $len)))))
      (i32.store (local.get $slot) (local.get $at))
      (i32.store offset=4 (local.get $slot) (local.get $len))
      (if (local.get $at)
        (then (memory.fill (local.get $at) (i32.shr_u (local.get $slot) (i32.const 3)) (local.get $len))))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (br_if $next (local.get $rounds)))
    (if (call $heap_fault) (then (unreachable)))
    (local.set $slot (i32.const 0))
    (loop $next_slot
      (local.set $at (i32.load (i32.add (local.get $slots) (local.get $slot))))
      (if (local.get $at) (then (call $free (local.get $at))))
      (local.set $slot (i32.add (local.get $slot) (i32.const 8)))
      (br_if $next_slot (i32.lt_u (local.get $slot) (i32.const 2048))))
    (call $free (local.get $slots))
    (call $fold_word
      (call $fold_word (local.get $sum) (global.get $peak_blocks))
      (global.get $peak_bytes)))

  (func $smaller (param $a i32) (param $b i32) (result i32)
    (select (local.get $a) (local.get $b) (i32.lt_u (local.get $a) (local.get $b))))

  ;; Traps unless `len` bytes all have the low byte of `byte`.
  (func $expect_filled (param $at i32) (param $len i32) (param $byte i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (local.get $len)))
    (local.set $byte (i32.and (local.get $byte) (i32.const 255)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (if (i32.ne (i32.load8_u (local.get $at)) (local.get $byte)) (then (unreachable)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next))))

  ;; Whether nothing is allocated, and the heap is one free block again.
  (func $heap_is_whole (result i32)
    (i32.and
      (i32.eqz (i32.or (global.get $live_blocks) (global.get $live_bytes)))
      (i32.eq
        (call $block_size (global.get $HEAP))
        (i32.sub (call $heap_end) (global.get $HEAP)))))

  ;; =========================================================================================================
  ;; 3  Buffers
  ;;
  ;; A buffer is a record of three words: 0 address of its bytes, 4 their number, 8 room. Room doubles when it
  ;; runs out, so that appending n bytes copies fewer than 2 n. The bytes move when that happens: hold on to
  ;; offsets.
  ;; =========================================================================================================

  (func $buffer_new (result i32)
    (local $buffer i32)
    (local.set $buffer (call $allocate (i32.const 12)))
    (i32.store (local.get $buffer) (call $allocate (i32.const 64)))
    (i32.store offset=4 (local.get $buffer) (i32.const 0))
    (i32.store offset=8 (local.get $buffer) (i32.const 64))
    (local.get $buffer))

  (func $buffer_free (param $buffer i32)
    (call $free (i32.load (local.get $buffer)))
    (call $free (local.get $buffer)))

  (func $buffer_at (param $buffer i32) (result i32)
    (i32.load (local.get $buffer)))

  (func $buffer_len (param $buffer i32) (result i32)
    (i32.load offset=4 (local.get $buffer)))

  ;; Where the next byte will go.
  (func $buffer_end (param $buffer i32) (result i32)
    (i32.add (i32.load (local.get $buffer)) (i32.load offset=4 (local.get $buffer))))

  ;; Keeps the first `len` bytes.
  (func $buffer_cut (param $buffer i32) (param $len i32)
    (i32.store offset=4 (local.get $buffer) (local.get $len)))

  ;; Makes sure of room for `more` bytes after those there are.
  (func $buffer_reserve (param $buffer i32) (param $more i32)
    (local $room i32)
    (local $needed i32)
    (local.set $needed (i32.add (i32.load offset=4 (local.get $buffer)) (local.get $more)))
    (local.set $room (i32.load offset=8 (local.get $buffer)))
    (if (i32.le_u (local.get $needed) (local.get $room)) (then (return)))
    (loop $double
      (local.set $room (i32.shl (local.get $room) (i32.const 1)))
      (br_if $double (i32.lt_u (local.get $room) (local.get $needed))))
    (i32.store (local.get $buffer) (call $resize (i32.load (local.get $buffer)) (local.get $room)))
    (i32.store offset=8 (local.get $buffer) (local.get $room)))

  ;; Counts `more` bytes that were written behind the end.
  (func $buffer_advance (param $buffer i32) (param $more i32)
    (i32.store offset=4 (local.get $buffer)
      (i32.add (i32.load offset=4 (local.get $buffer)) (local.get $more))))

  (func $append_byte (param $buffer i32) (param $byte i32)
    (call $buffer_reserve (local.get $buffer) (i32.const 1))
    (i32.store8 (call $buffer_end (local.get $buffer)) (local.get $byte))
    (call $buffer_advance (local.get $buffer) (i32.const 1)))

  (func $append_word (param $buffer i32) (param $word i32)
    (call $buffer_reserve (local.get $buffer) (i32.const 4))
    (i32.store (call $buffer_end (local.get $buffer)) (local.get $word))
    (call $buffer_advance (local.get $buffer) (i32.const 4)))

  (func $append_bytes (param $buffer i32) (param $at i32) (param $len i32)
    (call $buffer_reserve (local.get $buffer) (local.get $len))
    (memory.copy (call $buffer_end (local.get $buffer)) (local.get $at) (local.get $len))
    (call $buffer_advance (local.get $buffer) (local.get $len)))

  (func $append_text (param $buffer i32) (param $text i32)
    (call $append_bytes (local.get $buffer) (local.get $text) (call $length (local.get $text))))

  ;; In decimal, without leading zeros.
  (func $append_decimal (param $buffer i32) (param $n i32)
    (if (i32.ge_u (local.get $n) (i32.const 10))
      (then (call $append_decimal (local.get $buffer) (i32.div_u (local.get $n) (i32.const 10)))))
    (call $append_byte (local.get $buffer)
      (i32.add (i32.rem_u (local.get $n) (i32.const 10)) (i32.const 48))))

  ;; In octal, as git writes modes.
  (func $append_octal (param $buffer i32) (param $n i32)
    (if (i32.ge_u (local.get $n) (i32.const 8))
      (then (call $append_octal (local.get $buffer) (i32.shr_u (local.get $n) (i32.const 3)))))
    (call $append_byte (local.get $buffer) (i32.add (i32.and (local.get $n) (i32.const 7)) (i32.const 48))))

  ;; An id as 40 hexadecimal digits.
  (func $append_hex (param $buffer i32) (param $id i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $id) (i32.const 20)))
    (loop $next
      (call $append_byte (local.get $buffer)
        (call $hex_digit (i32.shr_u (i32.load8_u (local.get $id)) (i32.const 4))))
      (call $append_byte (local.get $buffer)
        (call $hex_digit (i32.and (i32.load8_u (local.get $id)) (i32.const 15))))
      (local.set $id (i32.add (local.get $id) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $id) (local.get $end)))))

  ;; Seven bits a byte, the lowest first, the top bit set on all but the last: small numbers take one byte.
  (func $append_varint (param $buffer i32) (param $n i32)
    (loop $next
      (if (i32.ge_u (local.get $n) (i32.const 128))
        (then
          (call $append_byte (local.get $buffer) (i32.or (local.get $n) (i32.const 128)))
          (local.set $n (i32.shr_u (local.get $n) (i32.const 7)))
          (br $next))))
    (call $append_byte (local.get $buffer) (local.get $n)))

  ;; Reads such a number: the number, and the address behind it. At most five bytes, none at or behind `end`;
  ;; the address is 0 when there is no such number.
  (func $read_varint (param $at i32) (param $end i32) (result i32 i32)
    (local $n i32)
    (local $shift i32)
    (local $byte i32)
    (loop $next
      (if (i32.or (i32.ge_u (local.get $at) (local.get $end)) (i32.gt_u (local.get $shift) (i32.const 28)))
        (then (return (i32.const 0) (i32.const 0))))
      (local.set $byte (i32.load8_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (local.set $n
        (i32.or
          (local.get $n)
          (i32.shl (i32.and (local.get $byte) (i32.const 127)) (local.get $shift))))
      (local.set $shift (i32.add (local.get $shift) (i32.const 7)))
      (br_if $next (i32.ge_u (local.get $byte) (i32.const 128))))
    (local.get $n)
    (local.get $at))

  ;; =========================================================================================================
  ;; 4  SHA-1
  ;;
  ;; The context, 128 bytes: 0 the five words of state, 24 bytes fed so far (i64), 64 the bytes of a block
  ;; that is not yet full (their number is the count modulo 64). There is one, since no two digests are ever
  ;; taken at once.
  ;; =========================================================================================================

  ;; The message schedule of one 64-byte block: its 16 words, then 64 more, each the exclusive or of the words
  ;; 3, 8, 14 and 16 places before, turned by one bit.
  (func $schedule (param $block i32)
    (local $i i32)
    (loop $next
      (i32.store offset=0x1800 (local.get $i)
        (call $swap_bytes (i32.load (i32.add (local.get $block) (local.get $i)))))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 64))))
    (local.set $i (i32.const 0))
    (loop $expand
      (i32.store offset=0x1840 (local.get $i)
        (i32.rotl
          (i32.xor
            (i32.xor
              (i32.load offset=0x1834 (local.get $i))
              (i32.load offset=0x1820 (local.get $i)))
            (i32.xor
              (i32.load offset=0x1808 (local.get $i))
              (i32.load offset=0x1800 (local.get $i))))
          (i32.const 1)))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $expand (i32.lt_u (local.get $i) (i32.const 256)))))

  ;; Adds `value` to the word at `at`.
  (func $add_to (param $at i32) (param $value i32)
    (i32.store (local.get $at) (i32.add (i32.load (local.get $at)) (local.get $value))))

  ;; One block: the five words of state go through 80 rounds, four groups of twenty with a function of b, c, d
  ;; and a constant each; the outcome is added to what they were.
  (func $compress (param $block i32)
    (local $a i32)
    (local $b i32)
    (local $c i32)
    (local $d i32)
    (local $e i32)
    (local $t i32)
    (local $at i32)
    (call $schedule (local.get $block))
    (local.set $a (i32.load (i32.const 0x1980)))
    (local.set $b (i32.load (i32.const 0x1984)))
    (local.set $c (i32.load (i32.const 0x1988)))
    (local.set $d (i32.load (i32.const 0x198c)))
    (local.set $e (i32.load (i32.const 0x1990)))
    (local.set $at (global.get $SCHEDULE))
    ;; rounds 0 to 19: b picks c or d
    (loop $round_0
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $a) (i32.const 5)) (local.get $e))
          (i32.add
            (i32.xor (local.get $d) (i32.and (local.get $b) (i32.xor (local.get $c) (local.get $d))))
            (i32.add (i32.const 0x5a827999) (i32.load (local.get $at))))))
      (local.set $e (local.get $d))
      (local.set $d (local.get $c))
      (local.set $c (i32.rotl (local.get $b) (i32.const 30)))
      (local.set $b (local.get $a))
      (local.set $a (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $round_0 (i32.lt_u (local.get $at) (i32.const 0x1850))))
    ;; rounds 20 to 39: parity
    (loop $round_1
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $a) (i32.const 5)) (local.get $e))
          (i32.add
            (i32.xor (i32.xor (local.get $b) (local.get $c)) (local.get $d))
            (i32.add (i32.const 0x6ed9eba1) (i32.load (local.get $at))))))
      (local.set $e (local.get $d))
      (local.set $d (local.get $c))
      (local.set $c (i32.rotl (local.get $b) (i32.const 30)))
      (local.set $b (local.get $a))
      (local.set $a (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $round_1 (i32.lt_u (local.get $at) (i32.const 0x18a0))))
    ;; rounds 40 to 59: majority
    (loop $round_2
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $a) (i32.const 5)) (local.get $e))
          (i32.add
            (i32.or
              (i32.and (local.get $b) (local.get $c))
              (i32.and (local.get $d) (i32.or (local.get $b) (local.get $c))))
            (i32.add (i32.const 0x8f1bbcdc) (i32.load (local.get $at))))))
      (local.set $e (local.get $d))
      (local.set $d (local.get $c))
      (local.set $c (i32.rotl (local.get $b) (i32.const 30)))
      (local.set $b (local.get $a))
      (local.set $a (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $round_2 (i32.lt_u (local.get $at) (i32.const 0x18f0))))
    ;; rounds 60 to 79: parity
    (loop $round_3
      (local.set $t
        (i32.add
          (i32.add (i32.rotl (local.get $a) (i32.const 5)) (local.get $e))
          (i32.add
            (i32.xor (i32.xor (local.get $b) (local.get $c)) (local.get $d))
            (i32.add (i32.const 0xca62c1d6) (i32.load (local.get $at))))))
      (local.set $e (local.get $d))
      (local.set $d (local.get $c))
      (local.set $c (i32.rotl (local.get $b) (i32.const 30)))
      (local.set $b (local.get $a))
      (local.set $a (local.get $t))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $round_3 (i32.lt_u (local.get $at) (i32.const 0x1940))))
    (call $add_to (i32.const 0x1980) (local.get $a))
    (call $add_to (i32.const 0x1984) (local.get $b))
    (call $add_to (i32.const 0x1988) (local.get $c))
    (call $add_to (i32.const 0x198c) (local.get $d))
    (call $add_to (i32.const 0x1990) (local.get $e)))

  (func $sha1_start
    (i32.store (i32.const 0x1980) (i32.const 0x67452301))
    (i32.store (i32.const 0x1984) (i32.const 0xefcdab89))
    (i32.store (i32.const 0x1988) (i32.const 0x98badcfe))
    (i32.store (i32.const 0x198c) (i32.const 0x10325476))
    (i32.store (i32.const 0x1990) (i32.const 0xc3d2e1f0))
    (i64.store (i32.const 0x1998) (i64.const 0)))

  ;; Feeds `len` bytes. Whole blocks are compressed where they lie; only a beginning or an end is copied.
  (func $sha1_feed (param $at i32) (param $len i32)
    (local $held i32)
    (local $taken i32)
    (local.set $held (i32.and (i32.load (i32.const 0x1998)) (i32.const 63)))
    (i64.store (i32.const 0x1998)
      (i64.add (i64.load (i32.const 0x1998)) (i64.extend_i32_u (local.get $len))))
    (if (local.get $held)
      (then
        (local.set $taken (call $smaller (local.get $len) (i32.sub (i32.const 64) (local.get $held))))
        (memory.copy
          (i32.add (i32.const 0x19c0) (local.get $held)) (local.get $at) (local.get $taken))
        (local.set $at (i32.add (local.get $at) (local.get $taken)))
        (local.set $len (i32.sub (local.get $len) (local.get $taken)))
        (if (i32.ne (i32.add (local.get $held) (local.get $taken)) (i32.const 64))
          (then (return)))
        (call $compress (i32.const 0x19c0))))
    (loop $next_block
      (if (i32.ge_u (local.get $len) (i32.const 64))
        (then
          (call $compress (local.get $at))
          (local.set $at (i32.add (local.get $at) (i32.const 64)))
          (local.set $len (i32.sub (local.get $len) (i32.const 64)))
          (br $next_block))))
    (memory.copy (i32.const 0x19c0) (local.get $at) (local.get $len)))

  ;; Feeds one byte.
  (func $sha1_feed_byte (param $byte i32)
    (i32.store8 (global.get $SCRATCH_ID) (local.get $byte))
    (call $sha1_feed (global.get $SCRATCH_ID) (i32.const 1)))

  ;; Pads the message (a one bit, zeros, and its length in bits as the last eight bytes of a block) and writes
  ;; the digest.
  (func $sha1_finish (param $id i32)
    (local $held i32)
    (local $bits i64)
    (local $i i32)
    (local.set $bits (i64.shl (i64.load (i32.const 0x1998)) (i64.const 3)))
    (local.set $held (i32.and (i32.load (i32.const 0x1998)) (i32.const 63)))
    (i32.store8 offset=0x19c0 (local.get $held) (i32.const 0x80))
    (local.set $held (i32.add (local.get $held) (i32.const 1)))
    (if (i32.gt_u (local.get $held) (i32.const 56))
      (then
        ;; no room for the length: this block ends in zeros, and another follows
        (memory.fill
          (i32.add (i32.const 0x19c0) (local.get $held))
          (i32.const 0)
          (i32.sub (i32.const 64) (local.get $held)))
        (call $compress (i32.const 0x19c0))
        (local.set $held (i32.const 0))))
    (memory.fill
      (i32.add (i32.const 0x19c0) (local.get $held))
      (i32.const 0)
      (i32.sub (i32.const 56) (local.get $held)))
    (i32.store (i32.const 0x19f8)
      (call $swap_bytes (i32.wrap_i64 (i64.shr_u (local.get $bits) (i64.const 32)))))
    (i32.store (i32.const 0x19fc) (call $swap_bytes (i32.wrap_i64 (local.get $bits))))
    (call $compress (i32.const 0x19c0))
    (loop $next
      (i32.store
        (i32.add (local.get $id) (local.get $i))
        (call $swap_bytes (i32.load offset=0x1980 (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const 20)))))

  ;; =========================================================================================================
  ;; 5  CRC-32
  ;; =========================================================================================================

  ;; The table of all single bytes, for the polynomial of zip and PNG, low bit first.
  (func $crc_fill_table
    (local $byte i32)
    (local $crc i32)
    (local $bits i32)
    (loop $next
      (local.set $crc (local.get $byte))
      (local.set $bits (i32.const 8))
      (loop $next_bit
        (local.set $crc
          (i32.xor
            (i32.shr_u (local.get $crc) (i32.const 1))
            (i32.and
              (i32.const 0xedb88320)
              (i32.sub (i32.const 0) (i32.and (local.get $crc) (i32.const 1))))))
        (local.set $bits (i32.sub (local.get $bits) (i32.const 1)))
        (br_if $next_bit (local.get $bits)))
      (i32.store (i32.add (global.get $CRC_TABLE) (i32.shl (local.get $byte) (i32.const 2))) (local.get $crc))
      (local.set $byte (i32.add (local.get $byte) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $byte) (i32.const 256)))))

  (func $crc32 (param $at i32) (param $len i32) (result i32)
    (local $crc i32)
    (local $end i32)
    (local.set $crc (i32.const -1))
    (local.set $end (i32.add (local.get $at) (local.get $len)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (local.get $end)))
        (local.set $crc
          (i32.xor
            (i32.shr_u (local.get $crc) (i32.const 8))
            (i32.load offset=0x2000
              (i32.shl
                (i32.and (i32.xor (local.get $crc) (i32.load8_u (local.get $at))) (i32.const 255))
                (i32.const 2)))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $next)))
    (i32.xor (local.get $crc) (i32.const -1)))

  ;; =========================================================================================================
  ;; 6  Compression
  ;;
  ;; A compressed text is the length of the original as a varint, and then tokens:
  ;;
  ;;    0 .. 127    that number and 1 bytes follow as they are
  ;;    128 .. 255  a match: copy (token & 127) + 4 bytes from `distance` bytes back; the distance, 1 to
  ;;                8,191, follows in two bytes, the low one first. It may be shorter than the copy, which
  ;;                then repeats itself.
  ;;
  ;; The finder keeps, for each hash of four bytes, the last place that had it, and for each place the one
  ;; before with the same hash: a chain back through the window, of which it follows sixteen links at most. A
  ;; match is taken only when the next place does not offer a longer one; else that byte goes out as it is
  ;; ("lazy" matching).
  ;; =========================================================================================================

  ;; What the finder found last: length (0 when there is no match of four bytes) and distance.
  (global $match_len (mut i32) (i32.const 0))
  (global $match_distance (mut i32) (i32.const 0))

  ;; The hash of the four bytes at `at`, as an offset into the table of last places.
  (func $place_hash (param $at i32) (result i32)
    (i32.shl
      (i32.shr_u (i32.mul (i32.load (local.get $at)) (i32.const 0x9e3779b1)) (i32.const 20))
      (i32.const 2)))

  ;; Enters the place in its chain. Places count from 1 at `base`, so that 0 can mean none.
  (func $enter_place (param $base i32) (param $at i32)
    (local $last i32)
    (local $place i32)
    (local.set $last (i32.add (global.get $LAST_PLACES) (call $place_hash (local.get $at))))
    (local.set $place (i32.add (i32.sub (local.get $at) (local.get $base)) (i32.const 1)))
    (i32.store
      (call $place_before (local.get $place))
      (i32.load (local.get $last)))
    (i32.store (local.get $last) (local.get $place)))

  ;; The cell that holds the place before `place` in its chain.
  (func $place_before (param $place i32) (result i32)
    (i32.add
      (global.get $PLACES_BEFORE)
      (i32.shl (i32.and (local.get $place) (i32.const 8191)) (i32.const 2))))

  ;; How many bytes are the same at `a` and `b`, at most `limit`.
  (func $common_length (param $a i32) (param $b i32) (param $limit i32) (result i32)
    (local $len i32)
    (block $differ
      (loop $next
        (br_if $differ (i32.eq (local.get $len) (local.get $limit)))
        (br_if $differ
          (i32.ne
            (i32.load8_u (i32.add (local.get $a) (local.get $len)))
            (i32.load8_u (i32.add (local.get $b) (local.get $len)))))
        (local.set $len (i32.add (local.get $len) (i32.const 1)))
        (br $next)))
    (local.get $len))

  ;; Sets the longest match for the bytes at `at`; of equally long ones the nearest.
  (func $find_match (param $base i32) (param $at i32) (param $end i32)
    (local $place i32)
    (local $candidate i32)
    (local $links i32)
    (local $limit i32)
    (local $len i32)
    (global.set $match_len (i32.const 0))
    (local.set $limit (i32.sub (local.get $end) (local.get $at)))
    (if (i32.lt_u (local.get $limit) (i32.const 4)) (then (return)))
    (local.set $limit (call $smaller (local.get $limit) (i32.const 131)))
    (local.set $place (i32.add (i32.sub (local.get $at) (local.get $base)) (i32.const 1)))
    (local.set $candidate
      (i32.load (i32.add (global.get $LAST_PLACES) (call $place_hash (local.get $at)))))
    (local.set $links (i32.const 16))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $candidate)))
        (br_if $done
          (i32.gt_u (i32.sub (local.get $place) (local.get $candidate)) (i32.const 8191)))
        (local.set $len
          (call $common_length
            (i32.sub (i32.add (local.get $base) (local.get $candidate)) (i32.const 1))
            (local.get $at)
            (local.get $limit)))
        (if (i32.gt_u (local.get $len) (global.get $match_len))
          (then
            (global.set $match_len (local.get $len))
            (global.set $match_distance (i32.sub (local.get $place) (local.get $candidate)))
            (br_if $done (i32.eq (local.get $len) (local.get $limit)))))
        (local.set $candidate (i32.load (call $place_before (local.get $candidate))))
        (local.set $links (i32.sub (local.get $links) (i32.const 1)))
        (br_if $next (local.get $links))))
    (if (i32.lt_u (global.get $match_len) (i32.const 4))
      (then (global.set $match_len (i32.const 0)))))

  ;; Appends the bytes from `at` to `end` as they are, in runs of at most 128.
  (func $put_literals (param $buffer i32) (param $at i32) (param $end i32)
    (local $run i32)
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (local.set $run (call $smaller (i32.sub (local.get $end) (local.get $at)) (i32.const 128)))
          (call $append_byte (local.get $buffer) (i32.sub (local.get $run) (i32.const 1)))
          (call $append_bytes (local.get $buffer) (local.get $at) (local.get $run))
          (local.set $at (i32.add (local.get $at) (local.get $run)))
          (br $next)))))

  ;; A new buffer with the compressed form of `len` bytes.
  (func $deflate (param $base i32) (param $len i32) (result i32)
    (local $out i32)
    (local $at i32)
    (local $end i32)
    (local $literals i32)
    (local $len_here i32)
    (local $distance_here i32)
    (local.set $out (call $buffer_new))
    (call $append_varint (local.get $out) (local.get $len))
    (memory.fill (global.get $LAST_PLACES) (i32.const 0) (i32.const 16384))
    (local.set $at (local.get $base))
    (local.set $literals (local.get $base))
    (local.set $end (i32.add (local.get $base) (local.get $len)))
    (block $done
      (loop $next
        (br_if $done (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 4)))
        (call $find_match (local.get $base) (local.get $at) (local.get $end))
        (local.set $len_here (global.get $match_len))
        (local.set $distance_here (global.get $match_distance))
        (call $enter_place (local.get $base) (local.get $at))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $next (i32.eqz (local.get $len_here)))
        ;; does waiting for one byte pay?
        (call $find_match (local.get $base) (local.get $at) (local.get $end))
        (br_if $next (i32.gt_u (global.get $match_len) (local.get $len_here)))
        (call $put_literals
          (local.get $out) (local.get $literals) (i32.sub (local.get $at) (i32.const 1)))
        (call $append_byte (local.get $out) (i32.add (local.get $len_here) (i32.const 124)))
        (call $append_byte (local.get $out) (local.get $distance_here))
        (call $append_byte (local.get $out) (i32.shr_u (local.get $distance_here) (i32.const 8)))
        ;; the other bytes of the match enter their chains too
        (local.set $literals
          (i32.add (i32.sub (local.get $at) (i32.const 1)) (local.get $len_here)))
        (loop $enter
          (if (i32.lt_u (local.get $at) (local.get $literals))
            (then
              (if (i32.ge_u (i32.sub (local.get $end) (local.get $at)) (i32.const 4))
                (then (call $enter_place (local.get $base) (local.get $at))))
              (local.set $at (i32.add (local.get $at) (i32.const 1)))
              (br $enter))))
        (br $next)))
    (call $put_literals (local.get $out) (local.get $literals) (local.get $end))
    (local.get $out))

  ;; A new buffer with the original, or 0 when the bytes are no compressed text: cut off, too long, or
  ;; pointing back to before the beginning. Nothing is read at or behind `at + len`, whatever the bytes say.
  (func $inflate (param $at i32) (param $len i32) (result i32)
    (local $out i32)
    (local $end i32)
    (local $original i32)
    (local.set $end (i32.add (local.get $at) (local.get $len)))
    (call $read_varint (local.get $at) (local.get $end))
    (local.set $at)
    (local.set $original)
    (if (i32.eqz (local.get $at)) (then (return (i32.const 0))))
    ;; a match of 131 bytes takes three: nothing expands by more than 44, so a larger claim is a lie and earns
    ;; no memory
    (if (i32.gt_u (i32.div_u (local.get $original) (i32.const 44)) (local.get $len))
      (then (return (i32.const 0))))
    (local.set $out (call $buffer_new))
    (call $buffer_reserve (local.get $out) (local.get $original))
    (block $malformed
      (loop $next
        (if (i32.lt_u (local.get $at) (local.get $end))
          (then
            (local.set $at
              (call $inflate_token (local.get $out) (local.get $original) (local.get $at) (local.get $end)))
            (br_if $malformed (i32.eqz (local.get $at)))
            (br $next))))
      (br_if $malformed (i32.ne (call $buffer_len (local.get $out)) (local.get $original)))
      (return (local.get $out)))
    (call $buffer_free (local.get $out))
    (i32.const 0))

  ;; Expands one token; the address behind it, or 0 when it is malformed. The buffer has room for the
  ;; original, and no token may go beyond.
  (func $inflate_token (param $out i32) (param $original i32) (param $at i32) (param $end i32) (result i32)
    (local $token i32)
    (local $len i32)
    (local $distance i32)
    (local $to i32)
    (local $to_end i32)
    (local.set $token (i32.load8_u (local.get $at)))
    (local.set $at (i32.add (local.get $at) (i32.const 1)))
    (local.set $len
      (select
        (i32.sub (local.get $token) (i32.const 124))
        (i32.add (local.get $token) (i32.const 1))
        (i32.ge_u (local.get $token) (i32.const 128))))
    (if (i32.gt_u (local.get $len) (i32.sub (local.get $original) (call $buffer_len (local.get $out))))
      (then (return (i32.const 0))))
    (if (i32.lt_u (local.get $token) (i32.const 128))
      (then
        (if (i32.gt_u (local.get $len) (i32.sub (local.get $end) (local.get $at)))
          (then (return (i32.const 0))))
        (call $append_bytes (local.get $out) (local.get $at) (local.get $len))
        (return (i32.add (local.get $at) (local.get $len)))))
    (if (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 2))
      (then (return (i32.const 0))))
    (local.set $distance (i32.load16_u (local.get $at)))
    (if (i32.or
          (i32.eqz (local.get $distance))
          (i32.gt_u (local.get $distance) (call $buffer_len (local.get $out))))
      (then (return (i32.const 0))))
    ;; byte by byte, since the copy may overlap itself on purpose
    (local.set $to (call $buffer_end (local.get $out)))
    (local.set $to_end (i32.add (local.get $to) (local.get $len)))
    (loop $copy
      (i32.store8 (local.get $to) (i32.load8_u (i32.sub (local.get $to) (local.get $distance))))
      (local.set $to (i32.add (local.get $to) (i32.const 1)))
      (br_if $copy (i32.lt_u (local.get $to) (local.get $to_end))))
    (call $buffer_advance (local.get $out) (local.get $len))
    (i32.add (local.get $at) (i32.const 2)))

  ;; Whether a text survives the way there and back.
  (func $round_trips (param $at i32) (param $len i32) (result i32)
    (local $packed i32)
    (local $back i32)
    (local $same i32)
    (local.set $packed (call $deflate (local.get $at) (local.get $len)))
    (local.set $back
      (call $inflate (call $buffer_at (local.get $packed)) (call $buffer_len (local.get $packed))))
    (call $buffer_free (local.get $packed))
    (if (i32.eqz (local.get $back)) (then (return (i32.const 0))))
    (if (i32.eq (call $buffer_len (local.get $back)) (local.get $len))
      (then
        (local.set $same
          (call $equal_bytes (call $buffer_at (local.get $back)) (local.get $at) (local.get $len)))))
    (call $buffer_free (local.get $back))
    (local.get $same))

  ;; =========================================================================================================
  ;; 7  Objects
  ;;
  ;; An object's id is the SHA-1 of "kind length\0" and its content; so what has the same id is the same, and
  ;; storing something twice stores it once. Records hang in 1,024 chains by the first bytes of the id:
  ;;
  ;;    0  next in chain      4  kind                8  length            12  compressed bytes (a buffer)
  ;;   16  marks             20  CRC of the compressed bytes              24  id, 20 bytes
  ;;
  ;; Kinds have git's numbers. Marks belong to whoever walks; `clear_marks` comes first.
  ;; =========================================================================================================

  (global $COMMIT i32 (i32.const 1))
  (global $TREE i32 (i32.const 2))
  (global $BLOB i32 (i32.const 3))

  (global $object_count (mut i32) (i32.const 0))

  (func $kind_name (param $kind i32) (result i32)
    (i32.add (i32.const 0xbf0) (i32.shl (local.get $kind) (i32.const 4))))

  ;; The id of `len` bytes as an object of that kind.
  (func $object_id (param $kind i32) (param $at i32) (param $len i32) (param $id i32)
    (local $header i32)
    (local.set $header (call $buffer_new))
    (call $append_text (local.get $header) (call $kind_name (local.get $kind)))
    (call $append_byte (local.get $header) (i32.const 32))
    (call $append_decimal (local.get $header) (local.get $len))
    (call $append_byte (local.get $header) (i32.const 0))
    (call $sha1_start)
    (call $sha1_feed (call $buffer_at (local.get $header)) (call $buffer_len (local.get $header)))
    (call $sha1_feed (local.get $at) (local.get $len))
    (call $sha1_finish (local.get $id))
    (call $buffer_free (local.get $header)))

  ;; The chain that an id belongs to.
  (func $chain_of (param $id i32) (result i32)
    (i32.add
      (global.get $OBJECT_TABLE)
      (i32.shl (i32.and (i32.load (local.get $id)) (i32.const 1023)) (i32.const 2))))

  ;; The record of an id, or 0.
  (func $find_object (param $id i32) (result i32)
    (local $object i32)
    (local.set $object (i32.load (call $chain_of (local.get $id))))
    (loop $next
      (if (local.get $object)
        (then
          (if (call $same_id (i32.add (local.get $object) (i32.const 24)) (local.get $id))
            (then (return (local.get $object))))
          (local.set $object (i32.load (local.get $object)))
          (br $next))))
    (i32.const 0))

  ;; The record of an id that must be there.
  (func $object (param $id i32) (result i32)
    (local $object i32)
    (local.set $object (call $find_object (local.get $id)))
    (if (i32.eqz (local.get $object)) (then (unreachable)))
    (local.get $object))

  (func $object_kind (param $object i32) (result i32) (i32.load offset=4 (local.get $object)))
  (func $object_marks (param $object i32) (result i32) (i32.load offset=16 (local.get $object)))
  (func $id_of (param $object i32) (result i32) (i32.add (local.get $object) (i32.const 24)))

  ;; Stores `len` bytes as an object of that kind; its record, which may have been there before.
  (func $store_object (param $kind i32) (param $at i32) (param $len i32) (result i32)
    (local $object i32)
    (local $chain i32)
    (local $packed i32)
    (call $object_id (local.get $kind) (local.get $at) (local.get $len) (global.get $DIGEST))
    (local.set $object (call $find_object (global.get $DIGEST)))
    (if (local.get $object) (then (return (local.get $object))))
    (local.set $packed (call $deflate (local.get $at) (local.get $len)))
    (local.set $object (call $allocate_zeroed (i32.const 44)))
    (call $copy_id (call $id_of (local.get $object)) (global.get $DIGEST))
    (i32.store offset=4 (local.get $object) (local.get $kind))
    (i32.store offset=8 (local.get $object) (local.get $len))
    (i32.store offset=12 (local.get $object) (local.get $packed))
    (i32.store offset=20 (local.get $object)
      (call $crc32 (call $buffer_at (local.get $packed)) (call $buffer_len (local.get $packed))))
    (local.set $chain (call $chain_of (global.get $DIGEST)))
    (i32.store (local.get $object) (i32.load (local.get $chain)))
    (i32.store (local.get $chain) (local.get $object))
    (global.set $object_count (i32.add (global.get $object_count) (i32.const 1)))
    (local.get $object))

  ;; Stores what a buffer holds, and frees it.
  (func $store_buffer (param $kind i32) (param $buffer i32) (result i32)
    (local $object i32)
    (local.set $object
      (call $store_object
        (local.get $kind) (call $buffer_at (local.get $buffer)) (call $buffer_len (local.get $buffer))))
    (call $buffer_free (local.get $buffer))
    (local.get $object))

  ;; A new buffer with the content of an object. Damage to the stored bytes is a trap.
  (func $read_object (param $object i32) (result i32)
    (local $packed i32)
    (local $content i32)
    (local.set $packed (i32.load offset=12 (local.get $object)))
    (if (i32.ne
          (call $crc32 (call $buffer_at (local.get $packed)) (call $buffer_len (local.get $packed)))
          (i32.load offset=20 (local.get $object)))
      (then (unreachable)))
    (local.set $content
      (call $inflate (call $buffer_at (local.get $packed)) (call $buffer_len (local.get $packed))))
    (if (i32.eqz (local.get $content)) (then (unreachable)))
    (local.get $content))

  ;; Gives up an object; it must have been taken out of its chain.
  (func $free_object (param $object i32)
    (call $buffer_free (i32.load offset=12 (local.get $object)))
    (call $free (local.get $object))
    (global.set $object_count (i32.sub (global.get $object_count) (i32.const 1))))

  ;; A new buffer with the addresses of all records, by chain, the youngest of each chain first.
  (func $all_objects (result i32)
    (local $list i32)
    (local $chain i32)
    (local $object i32)
    (local.set $list (call $buffer_new))
    (loop $next_chain
      (local.set $object (i32.load (i32.add (global.get $OBJECT_TABLE) (local.get $chain))))
      (loop $next
        (if (local.get $object)
          (then
            (call $append_word (local.get $list) (local.get $object))
            (local.set $object (i32.load (local.get $object)))
            (br $next))))
      (local.set $chain (i32.add (local.get $chain) (i32.const 4)))
      (br_if $next_chain (i32.lt_u (local.get $chain) (i32.const 4096))))
    (local.get $list))

  ;; Word number `i` of a buffer of words.
  (func $word (param $list i32) (param $i i32) (result i32)
    (i32.load (i32.add (call $buffer_at (local.get $list)) (i32.shl (local.get $i) (i32.const 2)))))

  (func $word_count (param $list i32) (result i32)
    (i32.shr_u (call $buffer_len (local.get $list)) (i32.const 2)))

  ;; Takes the last word off a buffer of words that has one.
  (func $pop_word (param $list i32) (result i32)
    (call $buffer_cut (local.get $list) (i32.sub (call $buffer_len (local.get $list)) (i32.const 4)))
    (i32.load (call $buffer_end (local.get $list))))

  (func $set_marks (param $object i32) (param $marks i32)
    (i32.store offset=16 (local.get $object)
      (i32.or (i32.load offset=16 (local.get $object)) (local.get $marks))))

  (func $clear_marks
    (local $list i32)
    (local $i i32)
    (local.set $list (call $all_objects))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $i) (call $word_count (local.get $list))))
        (i32.store offset=16 (call $word (local.get $list) (local.get $i)) (i32.const 0))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (call $buffer_free (local.get $list)))

  ;; Bytes of all compressed objects together.
  (func $stored_bytes (result i32)
    (local $list i32)
    (local $i i32)
    (local $bytes i32)
    (local.set $list (call $all_objects))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $i) (call $word_count (local.get $list))))
        (local.set $bytes
          (i32.add
            (local.get $bytes)
            (call $buffer_len (i32.load offset=12 (call $word (local.get $list) (local.get $i))))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (call $buffer_free (local.get $list))
    (local.get $bytes))

  ;; Forgets every object and reference, and all memory with them.
  (func $store_reset
    (call $heap_reset)
    (call $crc_fill_table)
    (memory.fill (global.get $OBJECT_TABLE) (i32.const 0) (i32.const 4096))
    (memory.fill (global.get $REFERENCES) (i32.const 0) (i32.const 128))
    (global.set $object_count (i32.const 0))
    (global.set $index (i32.const 0))
    (global.set $clock (i32.const 1700000000)))

  ;; =========================================================================================================
  ;; 8  Delta
  ;;
  ;; One object told by another, in the format of git's packs: the length of the source and of the target as
  ;; varints, then instructions:
  ;;
  ;;    1 .. 127    that number of bytes follow as they are
  ;;    1zzzoooo    (bit 7 set) copy from the source; of the three bytes of the length and the four of the
  ;;                offset those follow whose bit is set (zzz and oooo, each with the low byte's bit lowest),
  ;;                the offset first, each with the low byte first; the others are zero
  ;;
  ;; The encoder knows, for the hash of any four bytes, the last place in the source that has it. From there a
  ;; copy grows forwards, and backwards over bytes that were about to go out as they are; it must reach eight
  ;; bytes.
  ;; =========================================================================================================

  (func $append_insert (param $delta i32) (param $at i32) (param $end i32)
    (local $run i32)
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (local.set $run (call $smaller (i32.sub (local.get $end) (local.get $at)) (i32.const 127)))
          (call $append_byte (local.get $delta) (local.get $run))
          (call $append_bytes (local.get $delta) (local.get $at) (local.get $run))
          (local.set $at (i32.add (local.get $at) (local.get $run)))
          (br $next)))))

  ;; Appends those of the low `count` bytes of `value` that are not zero; in the result a bit for each that
  ;; was.
  (func $append_sparse (param $delta i32) (param $value i32) (param $count i32) (result i32)
    (local $bits i32)
    (local $bit i32)
    (local.set $bit (i32.const 1))
    (loop $next
      (if (i32.and (local.get $value) (i32.const 255))
        (then
          (call $append_byte (local.get $delta) (local.get $value))
          (local.set $bits (i32.or (local.get $bits) (local.get $bit)))))
      (local.set $value (i32.shr_u (local.get $value) (i32.const 8)))
      (local.set $bit (i32.shl (local.get $bit) (i32.const 1)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $bits))

  (func $append_copy (param $delta i32) (param $offset i32) (param $len i32)
    (local $instruction i32)
    (local $bits i32)
    ;; the first byte says which ones follow, so its place is kept until they are known
    (local.set $instruction (call $buffer_len (local.get $delta)))
    (call $append_byte (local.get $delta) (i32.const 0))
    (local.set $bits (call $append_sparse (local.get $delta) (local.get $offset) (i32.const 4)))
    (local.set $bits
      (i32.or
        (local.get $bits)
        (i32.shl (call $append_sparse (local.get $delta) (local.get $len) (i32.const 3)) (i32.const 4))))
    (i32.store8
      (i32.add (call $buffer_at (local.get $delta)) (local.get $instruction))
      (i32.or (local.get $bits) (i32.const 128))))

  ;; Enters every place of the source under the hash of its four bytes; later places win.
  (func $index_source (param $source i32) (param $len i32)
    (local $at i32)
    (local $end i32)
    (memory.fill (global.get $LAST_PLACES) (i32.const 0) (i32.const 16384))
    (if (i32.lt_u (local.get $len) (i32.const 4)) (then (return)))
    (local.set $at (local.get $source))
    (local.set $end (i32.sub (i32.add (local.get $source) (local.get $len)) (i32.const 3)))
    (loop $next
      (i32.store
        (i32.add (global.get $LAST_PLACES) (call $place_hash (local.get $at)))
        (i32.add (i32.sub (local.get $at) (local.get $source)) (i32.const 1)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; A new buffer with the instructions that make the target from the source.
  (func $make_delta
      (param $source i32) (param $source_len i32) (param $target i32) (param $target_len i32) (result i32)
    (local $delta i32)
    (local $at i32)
    (local $end i32)
    (local $literals i32)
    (local $place i32)
    (local $from i32)
    (local $len i32)
    (local.set $delta (call $buffer_new))
    (call $append_varint (local.get $delta) (local.get $source_len))
    (call $append_varint (local.get $delta) (local.get $target_len))
    (call $index_source (local.get $source) (local.get $source_len))
    (local.set $at (local.get $target))
    (local.set $literals (local.get $target))
    (local.set $end (i32.add (local.get $target) (local.get $target_len)))
    (block $done
      (loop $next
        (br_if $done (i32.lt_u (i32.sub (local.get $end) (local.get $at)) (i32.const 4)))
        (local.set $place
          (i32.load (i32.add (global.get $LAST_PLACES) (call $place_hash (local.get $at)))))
        (local.set $len (i32.const 0))
        (if (local.get $place)
          (then
            (local.set $from (i32.sub (local.get $place) (i32.const 1)))
            (local.set $len
              (call $common_length
                (i32.add (local.get $source) (local.get $from))
                (local.get $at)
                (call $smaller
                  (i32.sub (local.get $source_len) (local.get $from))
                  (i32.sub (local.get $end) (local.get $at)))))
            ;; the same hash is not yet the same bytes
            (if (i32.lt_u (local.get $len) (i32.const 4))
              (then (local.set $len (i32.const 0)))
              (else
                ;; backwards, as long as there are bytes that have not gone out
                (loop $back
                  (if (i32.and
                        (i32.gt_u (local.get $at) (local.get $literals))
                        (i32.gt_u (local.get $from) (i32.const 0)))
                    (then
                      (if (i32.eq
                            (i32.load8_u (i32.sub (local.get $at) (i32.const 1)))
                            (i32.load8_u
                              (i32.sub (i32.add (local.get $source) (local.get $from)) (i32.const 1))))
                        (then
                          (local.set $at (i32.sub (local.get $at) (i32.const 1)))
                          (local.set $from (i32.sub (local.get $from) (i32.const 1)))
                          (local.set $len (i32.add (local.get $len) (i32.const 1)))
                          (br $back))))))))))
        (if (i32.lt_u (local.get $len) (i32.const 8))
          (then
            ;; no copy: go on behind the bytes that were looked at, wherever the way back led
            (local.set $at (i32.add (local.get $at) (select (local.get $len) (i32.const 1) (local.get $len))))
            (br $next)))
        (call $append_insert (local.get $delta) (local.get $literals) (local.get $at))
        (call $append_copy (local.get $delta) (local.get $from) (local.get $len))
        (local.set $at (i32.add (local.get $at) (local.get $len)))
        (local.set $literals (local.get $at))
        (br $next)))
    (call $append_insert (local.get $delta) (local.get $literals) (local.get $end))
    (local.get $delta))

  ;; Reads the bytes of `count` that `bits` says are there: the value, and the address behind; 0 if that is
  ;; beyond `end`.
  (func $read_sparse (param $at i32) (param $end i32) (param $bits i32) (param $count i32) (result i32 i32)
    (local $value i32)
    (local $shift i32)
    (loop $next
      (if (i32.and (local.get $bits) (i32.const 1))
        (then
          (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (i32.const 0) (i32.const 0))))
          (local.set $value
            (i32.or (local.get $value) (i32.shl (i32.load8_u (local.get $at)) (local.get $shift))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))))
      (local.set $bits (i32.shr_u (local.get $bits) (i32.const 1)))
      (local.set $shift (i32.add (local.get $shift) (i32.const 8)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $next (local.get $count)))
    (local.get $value)
    (local.get $at))

  ;; A new buffer with the target, or 0 when the delta does not belong to this source or is malformed.
  (func $apply_delta (param $source i32) (param $source_len i32) (param $at i32) (param $len i32) (result i32)
    (local $end i32)
    (local $target i32)
    (local $target_len i32)
    (local $instruction i32)
    (local $offset i32)
    (local.set $end (i32.add (local.get $at) (local.get $len)))
    (call $read_varint (local.get $at) (local.get $end))
    (local.set $at)
    (local.set $len)
    (if (i32.eqz (local.get $at)) (then (return (i32.const 0))))
    (if (i32.ne (local.get $len) (local.get $source_len)) (then (return (i32.const 0))))
    (call $read_varint (local.get $at) (local.get $end))
    (local.set $at)
    (local.set $target_len)
    (if (i32.eqz (local.get $at)) (then (return (i32.const 0))))
    (local.set $target (call $buffer_new))
    (block $malformed
      (loop $next
        (if (i32.lt_u (local.get $at) (local.get $end))
          (then
            (local.set $instruction (i32.load8_u (local.get $at)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))
            (if (i32.lt_u (local.get $instruction) (i32.const 128))
              (then
                ;; insert; 0 is kept for the future by the format
                (local.set $len (local.get $instruction))
                (br_if $malformed (i32.eqz (local.get $len)))
                (br_if $malformed
                  (i32.gt_u (local.get $len) (i32.sub (local.get $end) (local.get $at))))
                (call $append_bytes (local.get $target) (local.get $at) (local.get $len))
                (local.set $at (i32.add (local.get $at) (local.get $len))))
              (else
                (call $read_sparse (local.get $at) (local.get $end) (local.get $instruction) (i32.const 4))
                (local.set $at)
                (local.set $offset)
                (br_if $malformed (i32.eqz (local.get $at)))
                (call $read_sparse (local.get $at) (local.get $end)
                  (i32.shr_u (i32.and (local.get $instruction) (i32.const 127)) (i32.const 4))
                  (i32.const 3))
                (local.set $at)
                (local.set $len)
                (br_if $malformed (i32.eqz (local.get $at)))
                ;; no length at all means 64 KiB
                (if (i32.eqz (local.get $len)) (then (local.set $len (i32.const 65536))))
                (br_if $malformed (i32.gt_u (local.get $offset) (local.get $source_len)))
                (br_if $malformed
                  (i32.gt_u (local.get $len) (i32.sub (local.get $source_len) (local.get $offset))))
                (call $append_bytes
                  (local.get $target) (i32.add (local.get $source) (local.get $offset)) (local.get $len))))
            (br_if $malformed
              (i32.gt_u (call $buffer_len (local.get $target)) (local.get $target_len)))
            (br $next))))
      (br_if $malformed (i32.ne (call $buffer_len (local.get $target)) (local.get $target_len)))
      (return (local.get $target)))
    (call $buffer_free (local.get $target))
    (i32.const 0))

  ;; Deltas made so far: their number, their bytes, and the fold of their CRCs.
  (global $delta_count (mut i32) (i32.const 0))
  (global $delta_bytes (mut i32) (i32.const 0))
  (global $delta_sum (mut i64) (i64.const 0))

  ;; Makes the delta from one buffer to another, applies it, traps unless that gives the target back, and
  ;; counts it.
  (func $try_delta (param $source i32) (param $target i32)
    (local $delta i32)
    (local $back i32)
    (local.set $delta
      (call $make_delta
        (call $buffer_at (local.get $source)) (call $buffer_len (local.get $source))
        (call $buffer_at (local.get $target)) (call $buffer_len (local.get $target))))
    (local.set $back
      (call $apply_delta
        (call $buffer_at (local.get $source)) (call $buffer_len (local.get $source))
        (call $buffer_at (local.get $delta)) (call $buffer_len (local.get $delta))))
    (if (i32.eqz (local.get $back)) (then (unreachable)))
    (if (i32.eqz (call $equal_buffers (local.get $back) (local.get $target))) (then (unreachable)))
    (global.set $delta_count (i32.add (global.get $delta_count) (i32.const 1)))
    (global.set $delta_bytes
      (i32.add (global.get $delta_bytes) (call $buffer_len (local.get $delta))))
    (global.set $delta_sum
      (call $fold_word (global.get $delta_sum)
        (call $crc32 (call $buffer_at (local.get $delta)) (call $buffer_len (local.get $delta)))))
    (call $buffer_free (local.get $back))
    (call $buffer_free (local.get $delta)))

  (func $equal_buffers (param $a i32) (param $b i32) (result i32)
    (if (i32.ne (call $buffer_len (local.get $a)) (call $buffer_len (local.get $b)))
      (then (return (i32.const 0))))
    (call $equal_bytes
      (call $buffer_at (local.get $a)) (call $buffer_at (local.get $b)) (call $buffer_len (local.get $a))))

  ;; =========================================================================================================
  ;; 9  Trees and commits
  ;;
  ;; A tree is a row of entries "mode name\0" and 20 bytes of id, ordered by name, where a directory's name
  ;; counts as if it ended in a slash. A commit is text: a line for its tree, one for each parent, author and
  ;; committer, an empty line, and the message.
  ;; =========================================================================================================

  (global $MODE_DIRECTORY i32 (i32.const 0x4000))     ;; octal 040000
  (global $MODE_FILE i32 (i32.const 0x81a4))          ;; octal 100644
  (global $MODE_PROGRAM i32 (i32.const 0x81ed))       ;; octal 100755
  (global $MODE_LINK i32 (i32.const 0xa000))          ;; octal 120000

  (func $append_entry
      (param $tree i32) (param $mode i32) (param $name i32) (param $name_len i32) (param $id i32)
    (call $append_octal (local.get $tree) (local.get $mode))
    (call $append_byte (local.get $tree) (i32.const 32))
    (call $append_bytes (local.get $tree) (local.get $name) (local.get $name_len))
    (call $append_byte (local.get $tree) (i32.const 0))
    (call $append_bytes (local.get $tree) (local.get $id) (i32.const 20)))

  ;; Reads the entry at `at`: its mode, name (a text), id, and the address behind it.
  (func $read_entry (param $at i32) (result i32 i32 i32 i32)
    (local $mode i32)
    (local $name i32)
    (local $id i32)
    (loop $next
      (if (i32.ne (i32.load8_u (local.get $at)) (i32.const 32))
        (then
          (local.set $mode
            (i32.or
              (i32.shl (local.get $mode) (i32.const 3))
              (i32.and (i32.load8_u (local.get $at)) (i32.const 7))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $next))))
    (local.set $name (i32.add (local.get $at) (i32.const 1)))
    (local.set $id (i32.add (i32.add (local.get $name) (call $length (local.get $name))) (i32.const 1)))
    (local.get $mode)
    (local.get $name)
    (local.get $id)
    (i32.add (local.get $id) (i32.const 20)))

  ;; The order of entries in a tree: bytes compare as unsigned, and a directory's name is followed by a slash
  ;; where another's is followed by its zero byte.
  (func $compare_entries (param $a i32) (param $a_mode i32) (param $b i32) (param $b_mode i32) (result i32)
    (local $x i32)
    (local $y i32)
    (loop $next
      (local.set $x (i32.load8_u (local.get $a)))
      (local.set $y (i32.load8_u (local.get $b)))
      (if (i32.and (i32.eq (local.get $x) (local.get $y)) (i32.ne (local.get $x) (i32.const 0)))
        (then
          (local.set $a (i32.add (local.get $a) (i32.const 1)))
          (local.set $b (i32.add (local.get $b) (i32.const 1)))
          (br $next))))
    (if (i32.eqz (i32.or (local.get $x) (i32.ne (local.get $a_mode) (global.get $MODE_DIRECTORY))))
      (then (local.set $x (i32.const 47))))
    (if (i32.eqz (i32.or (local.get $y) (i32.ne (local.get $b_mode) (global.get $MODE_DIRECTORY))))
      (then (local.set $y (i32.const 47))))
    (i32.sub (local.get $x) (local.get $y)))

  ;; Orders the entries of a tree that was written in any order (git's mktree): insertion, an entry at a time,
  ;; into a new buffer. Frees the old one and stores the new.
  (func $store_tree_sorted (param $entries i32) (result i32)
    (local $sorted i32)
    (local $at i32)
    (local $mode i32)
    (local $name i32)
    (local $id i32)
    (local $next i32)
    (local $place i32)
    (local.set $sorted (call $buffer_new))
    (local.set $at (call $buffer_at (local.get $entries)))
    (block $done
      (loop $next_entry
        (br_if $done (i32.eq (local.get $at) (call $buffer_end (local.get $entries))))
        (call $read_entry (local.get $at))
        (local.set $next)
        (local.set $id)
        (local.set $name)
        (local.set $mode)
        (local.set $place (call $entry_place (local.get $sorted) (local.get $name) (local.get $mode)))
        (call $insert_bytes
          (local.get $sorted) (local.get $place) (local.get $at) (i32.sub (local.get $next) (local.get $at)))
        (local.set $at (local.get $next))
        (br $next_entry)))
    (call $buffer_free (local.get $entries))
    (call $store_buffer (global.get $TREE) (local.get $sorted)))

  ;; The offset in a tree where an entry belongs: that of the first entry that comes after it.
  (func $entry_place (param $tree i32) (param $name i32) (param $mode i32) (result i32)
    (local $at i32)
    (local $next i32)
    (local $there i32)
    (local $there_mode i32)
    (local.set $at (call $buffer_at (local.get $tree)))
    (block $found
      (loop $next_entry
        (br_if $found (i32.eq (local.get $at) (call $buffer_end (local.get $tree))))
        (call $read_entry (local.get $at))
        (local.set $next)
        (drop)
        (local.set $there)
        (local.set $there_mode)
        (br_if $found
          (i32.lt_s
            (call $compare_entries
              (local.get $name) (local.get $mode) (local.get $there) (local.get $there_mode))
            (i32.const 0)))
        (local.set $at (local.get $next))
        (br $next_entry)))
    (i32.sub (local.get $at) (call $buffer_at (local.get $tree))))

  ;; Puts bytes into a buffer at an offset; what stood there moves up.
  (func $insert_bytes (param $buffer i32) (param $offset i32) (param $at i32) (param $len i32)
    (local $to i32)
    (call $buffer_reserve (local.get $buffer) (local.get $len))
    (local.set $to (i32.add (call $buffer_at (local.get $buffer)) (local.get $offset)))
    (memory.copy
      (i32.add (local.get $to) (local.get $len))
      (local.get $to)
      (i32.sub (call $buffer_end (local.get $buffer)) (local.get $to)))
    (memory.copy (local.get $to) (local.get $at) (local.get $len))
    (call $buffer_advance (local.get $buffer) (local.get $len)))

  ;; ---- Commits --------------------------------------------------------------------------------------------

  ;; Seconds since 1970; an hour passes with every commit.
  (global $clock (mut i32) (i32.const 0))

  (func $append_id_line (param $commit i32) (param $keyword i32) (param $object i32)
    (call $append_text (local.get $commit) (local.get $keyword))
    (call $append_hex (local.get $commit) (call $id_of (local.get $object)))
    (call $append_byte (local.get $commit) (i32.const 10)))

  (func $append_person_line (param $commit i32) (param $keyword i32)
    (call $append_text (local.get $commit) (local.get $keyword))
    (call $append_text (local.get $commit) (i32.const 0xc70))
    (call $append_decimal (local.get $commit) (global.get $clock))
    (call $append_text (local.get $commit) (i32.const 0xca0)))

  ;; Stores a commit of a tree with up to two parents (0 for none) and the message in a buffer, which it
  ;; frees.
  (func $store_commit
      (param $tree i32) (param $first_parent i32) (param $second_parent i32) (param $message i32) (result i32)
    (local $commit i32)
    (local.set $commit (call $buffer_new))
    (call $append_id_line (local.get $commit) (i32.const 0xc30) (local.get $tree))
    (if (local.get $first_parent)
      (then (call $append_id_line (local.get $commit) (i32.const 0xc40) (local.get $first_parent))))
    (if (local.get $second_parent)
      (then (call $append_id_line (local.get $commit) (i32.const 0xc40) (local.get $second_parent))))
    (call $append_person_line (local.get $commit) (i32.const 0xc50))
    (call $append_person_line (local.get $commit) (i32.const 0xc60))
    (call $append_byte (local.get $commit) (i32.const 10))
    (call $append_bytes (local.get $commit)
      (call $buffer_at (local.get $message)) (call $buffer_len (local.get $message)))
    (call $buffer_free (local.get $message))
    (global.set $clock (i32.add (global.get $clock) (i32.const 3600)))
    (call $store_buffer (global.get $COMMIT) (local.get $commit)))

  ;; The tree of a commit, and its parents (0 for none). The first line is "tree " and 40 digits, 46 bytes
  ;; with its end; a parent's line is 48.
  (func $read_commit (param $object i32) (result i32 i32 i32)
    (local $commit i32)
    (local $at i32)
    (local $tree i32)
    (local $first_parent i32)
    (local $second_parent i32)
    (local.set $commit (call $read_object (local.get $object)))
    (local.set $at (call $buffer_at (local.get $commit)))
    (call $parse_id (i32.add (local.get $at) (i32.const 5)) (global.get $SCRATCH_ID))
    (local.set $tree (call $object (global.get $SCRATCH_ID)))
    (local.set $first_parent (call $read_parent (i32.add (local.get $at) (i32.const 46))))
    (if (local.get $first_parent)
      (then (local.set $second_parent (call $read_parent (i32.add (local.get $at) (i32.const 94))))))
    (call $buffer_free (local.get $commit))
    (local.get $tree)
    (local.get $first_parent)
    (local.get $second_parent))

  ;; The object that a line names as parent, or 0 when it is another line.
  (func $read_parent (param $line i32) (result i32)
    (if (i32.eqz (call $equal_bytes (local.get $line) (i32.const 0xc40) (i32.const 7)))
      (then (return (i32.const 0))))
    (call $parse_id (i32.add (local.get $line) (i32.const 7)) (global.get $SCRATCH_ID))
    (call $object (global.get $SCRATCH_ID)))

  ;; The same without the parents.
  (func $tree_of (param $commit i32) (result i32)
    (call $read_commit (local.get $commit))
    (drop)
    (drop))

  ;; =========================================================================================================
  ;; 10  Search tree
  ;;
  ;; A plain binary search tree of i32 keys, never rebalanced while it is used. A node is three words: 0 left,
  ;; 4 right, 8 key. Functions work on links, the cells that point at nodes; the root's cell is one of them,
  ;; so that the root is no special case.
  ;; =========================================================================================================

  ;; The cell that points at the node with `key`, or the empty cell where it belongs.
  (func $bst_link (param $link i32) (param $key i32) (result i32)
    (local $node i32)
    (block $found
      (loop $down
        (local.set $node (i32.load (local.get $link)))
        (br_if $found (i32.eqz (local.get $node)))
        (br_if $found (i32.eq (local.get $key) (i32.load offset=8 (local.get $node))))
        ;; left is the node's first word, right the second
        (local.set $link
          (i32.add
            (local.get $node)
            (i32.shl (i32.gt_s (local.get $key) (i32.load offset=8 (local.get $node))) (i32.const 2))))
        (br $down)))
    (local.get $link))

  (func $bst_has (param $root i32) (param $key i32) (result i32)
    (i32.ne (i32.load (call $bst_link (local.get $root) (local.get $key))) (i32.const 0)))

  ;; 1 when the key is new, 0 when it was there.
  (func $bst_insert (param $root i32) (param $key i32) (result i32)
    (local $link i32)
    (local $node i32)
    (local.set $link (call $bst_link (local.get $root) (local.get $key)))
    (if (i32.load (local.get $link)) (then (return (i32.const 0))))
    (local.set $node (call $allocate_zeroed (i32.const 12)))
    (i32.store offset=8 (local.get $node) (local.get $key))
    (i32.store (local.get $link) (local.get $node))
    (i32.const 1))

  ;; 1 when the key was there. A node with two children gives its place to its successor, the leftmost node on
  ;; its right, which has no left child.
  (func $bst_delete (param $root i32) (param $key i32) (result i32)
    (local $link i32)
    (local $node i32)
    (local $successor_link i32)
    (local $successor i32)
    (local.set $link (call $bst_link (local.get $root) (local.get $key)))
    (local.set $node (i32.load (local.get $link)))
    (if (i32.eqz (local.get $node)) (then (return (i32.const 0))))
    (block $unlinked
      (if (i32.eqz (i32.load (local.get $node)))
        (then
          (i32.store (local.get $link) (i32.load offset=4 (local.get $node)))
          (br $unlinked)))
      (if (i32.eqz (i32.load offset=4 (local.get $node)))
        (then
          (i32.store (local.get $link) (i32.load (local.get $node)))
          (br $unlinked)))
      (local.set $successor_link (i32.add (local.get $node) (i32.const 4)))
      (loop $left
        (local.set $successor (i32.load (local.get $successor_link)))
        (if (i32.load (local.get $successor))
          (then
            (local.set $successor_link (local.get $successor))
            (br $left))))
      (i32.store (local.get $successor_link) (i32.load offset=4 (local.get $successor)))
      (i32.store (local.get $successor) (i32.load (local.get $node)))
      (i32.store offset=4 (local.get $successor) (i32.load offset=4 (local.get $node)))
      (i32.store (local.get $link) (local.get $successor)))
    (call $free (local.get $node))
    (i32.const 1))

  (func $bst_height (param $node i32) (result i32)
    (local $left i32)
    (local $right i32)
    (if (i32.eqz (local.get $node)) (then (return (i32.const 0))))
    (local.set $left (call $bst_height (i32.load (local.get $node))))
    (local.set $right (call $bst_height (i32.load offset=4 (local.get $node))))
    (i32.add
      (select (local.get $left) (local.get $right) (i32.gt_u (local.get $left) (local.get $right)))
      (i32.const 1)))

  ;; Walks the keys in order and folds them, with neither recursion nor a stack (Morris's way): before it goes
  ;; left, it hangs the node under the last node of its left part, whose right cell is empty; coming back by
  ;; that thread it finds it, cuts it, and goes on to the right. The tree is as it was when the walk is over.
  (func $bst_walk (param $node i32) (param $sum i64) (result i64)
    (local $last i32)
    (loop $next
      (if (i32.eqz (local.get $node)) (then (return (local.get $sum))))
      (local.set $last (i32.load (local.get $node)))
      (block $visit
        (br_if $visit (i32.eqz (local.get $last)))
        (loop $right
          (if (i32.and
                (i32.ne (i32.load offset=4 (local.get $last)) (i32.const 0))
                (i32.ne (i32.load offset=4 (local.get $last)) (local.get $node)))
            (then
              (local.set $last (i32.load offset=4 (local.get $last)))
              (br $right))))
        (if (i32.load offset=4 (local.get $last))
          (then
            (i32.store offset=4 (local.get $last) (i32.const 0))
            (br $visit)))
        (i32.store offset=4 (local.get $last) (local.get $node))
        (local.set $node (i32.load (local.get $node)))
        (br $next))
      (local.set $sum (call $fold_word (local.get $sum) (i32.load offset=8 (local.get $node))))
      (local.set $node (i32.load offset=4 (local.get $node)))
      (br $next))
    (unreachable))

  ;; ---- Rebalancing, by Day, Stout and Warren --------------------------------------------------------------

  ;; Turns the tree into a vine: every node has only a right child. Returns how many nodes there are.
  (func $bst_to_vine (param $root i32) (result i32)
    (local $link i32)
    (local $node i32)
    (local $left i32)
    (local $count i32)
    (local.set $link (local.get $root))
    (loop $next
      (local.set $node (i32.load (local.get $link)))
      (if (local.get $node)
        (then
          (local.set $left (i32.load (local.get $node)))
          (if (local.get $left)
            (then
              ;; rotate right: the left child comes up into the vine
              (i32.store (local.get $node) (i32.load offset=4 (local.get $left)))
              (i32.store offset=4 (local.get $left) (local.get $node))
              (i32.store (local.get $link) (local.get $left)))
            (else
              (local.set $count (i32.add (local.get $count) (i32.const 1)))
              (local.set $link (i32.add (local.get $node) (i32.const 4)))))
          (br $next))))
    (local.get $count))

  ;; Rotates every second one of the first 2 `count` nodes of the right spine to the left.
  (func $bst_compress (param $link i32) (param $count i32)
    (local $node i32)
    (local $right i32)
    (loop $next
      (if (local.get $count)
        (then
          (local.set $node (i32.load (local.get $link)))
          (local.set $right (i32.load offset=4 (local.get $node)))
          (i32.store offset=4 (local.get $node) (i32.load (local.get $right)))
          (i32.store (local.get $right) (local.get $node))
          (i32.store (local.get $link) (local.get $right))
          (local.set $link (i32.add (local.get $right) (i32.const 4)))
          (local.set $count (i32.sub (local.get $count) (i32.const 1)))
          (br $next)))))

  ;; Gives the tree the least height there is for its nodes: first so many rotations that what stays on the
  ;; spine is one less than a power of two, then half of the spine again and again.
  (func $bst_rebalance (param $root i32)
    (local $count i32)
    (local $full i32)
    (local.set $count (call $bst_to_vine (local.get $root)))
    ;; the largest 2^k - 1 that is not more than the count
    (local.set $full
      (i32.sub
        (i32.shl (i32.const 1) (i32.sub (i32.const 31) (i32.clz (i32.add (local.get $count) (i32.const 1)))))
        (i32.const 1)))
    (call $bst_compress (local.get $root) (i32.sub (local.get $count) (local.get $full)))
    (loop $halve
      (if (i32.gt_u (local.get $full) (i32.const 1))
        (then
          (local.set $full (i32.shr_u (local.get $full) (i32.const 1)))
          (call $bst_compress (local.get $root) (local.get $full))
          (br $halve)))))

  (func $bst_free (param $node i32)
    (if (local.get $node)
      (then
        (call $bst_free (i32.load (local.get $node)))
        (call $bst_free (i32.load offset=4 (local.get $node)))
        (call $free (local.get $node)))))

  ;; ---- The search tree at work ----------------------------------------------------------------------------

  ;; What the last exercise saw: nodes left, and the height before and after rebalancing.
  (global $bst_nodes (mut i32) (i32.const 0))
  (global $bst_height_before (mut i32) (i32.const 0))
  (global $bst_height_after (mut i32) (i32.const 0))

  ;; Inserts `count` random keys, deletes as many random keys of which some are there, looks for as many,
  ;; walks, rebalances, walks again. Traps when the two walks differ, or the height is not the least.
  (func $bst_exercise (param $count i32) (result i64)
    (local $root i32)
    (local $i i32)
    (local $nodes i32)
    (local $sum i64)
    (local $walk i64)
    (global.set $random_state (i32.const 1985229328))
    (local.set $root (call $allocate_zeroed (i32.const 4)))
    (loop $insert
      (local.set $nodes
        (i32.add (local.get $nodes)
          (call $bst_insert (local.get $root)
            (call $random_below (i32.shl (local.get $count) (i32.const 1))))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $insert (i32.lt_u (local.get $i) (local.get $count))))
    (loop $delete
      (local.set $nodes
        (i32.sub (local.get $nodes)
          (call $bst_delete (local.get $root)
            (call $random_below (i32.shl (local.get $count) (i32.const 2))))))
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (br_if $delete (local.get $i)))
    (local.set $walk (call $bst_walk (i32.load (local.get $root)) (i64.const 0)))
    (global.set $bst_nodes (local.get $nodes))
    (global.set $bst_height_before (call $bst_height (i32.load (local.get $root))))
    (call $bst_rebalance (local.get $root))
    (global.set $bst_height_after (call $bst_height (i32.load (local.get $root))))
    (if (i64.ne (call $bst_walk (i32.load (local.get $root)) (i64.const 0)) (local.get $walk))
      (then (unreachable)))
    ;; a tree of height h has at most 2^h - 1 nodes, so the least height is the number of bits of the count
    (if (i32.ne
          (global.get $bst_height_after)
          (i32.sub (i32.const 32) (i32.clz (local.get $nodes))))
      (then (unreachable)))
    (local.set $sum (call $fold_word (local.get $walk) (local.get $nodes)))
    (local.set $sum (call $fold_word (local.get $sum) (global.get $bst_height_before)))
    (loop $look
      (local.set $sum
        (call $fold_word (local.get $sum)
          (call $bst_has (local.get $root) (call $random_below (i32.shl (local.get $count) (i32.const 1))))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $look (i32.lt_u (local.get $i) (local.get $count))))
    (call $bst_free (i32.load (local.get $root)))
    (call $free (local.get $root))
    (local.get $sum))

  ;; =========================================================================================================
  ;; 11  Balanced tree
  ;;
  ;; An AVL tree: the heights of a node's two sides differ by one at most, so n nodes are no higher than 1.44
  ;; log2 n. The order of keys is a function in the table, given with every call. Each node counts the nodes
  ;; below it, so that the k-th key and the rank of a key are found on the way down.
  ;;
  ;;    0  left     4  right     8  height     12  nodes, itself included     16  key     20  value
  ;; =========================================================================================================

  ;; What the last insertion or removal found, and whether it was new.
  (global $avl_node (mut i32) (i32.const 0))
  (global $avl_is_new (mut i32) (i32.const 0))

  (func $avl_height (param $node i32) (result i32)
    (if (result i32) (local.get $node)
      (then (i32.load offset=8 (local.get $node)))
      (else (i32.const 0))))

  (func $avl_size (param $node i32) (result i32)
    (if (result i32) (local.get $node)
      (then (i32.load offset=12 (local.get $node)))
      (else (i32.const 0))))

  (func $avl_left (param $node i32) (result i32) (i32.load (local.get $node)))
  (func $avl_right (param $node i32) (result i32) (i32.load offset=4 (local.get $node)))
  (func $avl_key (param $node i32) (result i32) (i32.load offset=16 (local.get $node)))
  (func $avl_value (param $node i32) (result i32) (i32.load offset=20 (local.get $node)))

  ;; Height and size from the two sides.
  (func $avl_update (param $node i32)
    (local $left i32)
    (local $right i32)
    (local.set $left (call $avl_height (call $avl_left (local.get $node))))
    (local.set $right (call $avl_height (call $avl_right (local.get $node))))
    (i32.store offset=8 (local.get $node)
      (i32.add
        (select (local.get $left) (local.get $right) (i32.gt_u (local.get $left) (local.get $right)))
        (i32.const 1)))
    (i32.store offset=12 (local.get $node)
      (i32.add
        (i32.add
          (call $avl_size (call $avl_left (local.get $node)))
          (call $avl_size (call $avl_right (local.get $node))))
        (i32.const 1))))

  ;; The left child comes up; the node becomes its right child. Returns the new top.
  (func $avl_rotate_right (param $node i32) (result i32)
    (local $top i32)
    (local.set $top (call $avl_left (local.get $node)))
    (i32.store (local.get $node) (call $avl_right (local.get $top)))
    (i32.store offset=4 (local.get $top) (local.get $node))
    (call $avl_update (local.get $node))
    (call $avl_update (local.get $top))
    (local.get $top))

  (func $avl_rotate_left (param $node i32) (result i32)
    (local $top i32)
    (local.set $top (call $avl_right (local.get $node)))
    (i32.store offset=4 (local.get $node) (call $avl_left (local.get $top)))
    (i32.store (local.get $top) (local.get $node))
    (call $avl_update (local.get $node))
    (call $avl_update (local.get $top))
    (local.get $top))

  ;; How much higher the left side is.
  (func $avl_lean (param $node i32) (result i32)
    (i32.sub
      (call $avl_height (call $avl_left (local.get $node)))
      (call $avl_height (call $avl_right (local.get $node)))))

  ;; Restores the balance of a node whose sides are balanced and differ by two at most. Returns the new top.
  (func $avl_balance (param $node i32) (result i32)
    (local $lean i32)
    (call $avl_update (local.get $node))
    (local.set $lean (call $avl_lean (local.get $node)))
    (if (i32.gt_s (local.get $lean) (i32.const 1))
      (then
        ;; a left child that leans to the right is turned first
        (if (i32.lt_s (call $avl_lean (call $avl_left (local.get $node))) (i32.const 0))
          (then
            (i32.store (local.get $node) (call $avl_rotate_left (call $avl_left (local.get $node))))))
        (return (call $avl_rotate_right (local.get $node)))))
    (if (i32.lt_s (local.get $lean) (i32.const -1))
      (then
        (if (i32.gt_s (call $avl_lean (call $avl_right (local.get $node))) (i32.const 0))
          (then
            (i32.store offset=4 (local.get $node)
              (call $avl_rotate_right (call $avl_right (local.get $node))))))
        (return (call $avl_rotate_left (local.get $node)))))
    (local.get $node))

  (func $avl_compare (param $order i32) (param $a i32) (param $b i32) (result i32)
    (call_indirect (type $comparison) (local.get $a) (local.get $b) (local.get $order)))

  ;; Inserts a key below `node` unless it is there; returns the new top. The node with the key is left in
  ;; $avl_node, and in $avl_is_new whether it is new; then its value is 0, and its key the very one that was
  ;; given.
  (func $avl_insert (param $order i32) (param $node i32) (param $key i32) (result i32)
    (local $side i32)
    (if (i32.eqz (local.get $node))
      (then
        (local.set $node (call $allocate_zeroed (i32.const 24)))
        (i32.store offset=8 (local.get $node) (i32.const 1))
        (i32.store offset=12 (local.get $node) (i32.const 1))
        (i32.store offset=16 (local.get $node) (local.get $key))
        (global.set $avl_node (local.get $node))
        (global.set $avl_is_new (i32.const 1))
        (return (local.get $node))))
    (local.set $side
      (call $avl_compare (local.get $order) (local.get $key) (call $avl_key (local.get $node))))
    (if (i32.eqz (local.get $side))
      (then
        (global.set $avl_node (local.get $node))
        (global.set $avl_is_new (i32.const 0))
        (return (local.get $node))))
    (if (i32.lt_s (local.get $side) (i32.const 0))
      (then
        (i32.store (local.get $node)
          (call $avl_insert (local.get $order) (call $avl_left (local.get $node)) (local.get $key))))
      (else
        (i32.store offset=4 (local.get $node)
          (call $avl_insert (local.get $order) (call $avl_right (local.get $node)) (local.get $key)))))
    (call $avl_balance (local.get $node)))

  ;; Takes a key out; returns the new top. The node is left in $avl_node, to be freed by the caller, or 0 is,
  ;; when there is none.
  (func $avl_remove (param $order i32) (param $node i32) (param $key i32) (result i32)
    (local $side i32)
    (local $heir i32)
    (if (i32.eqz (local.get $node))
      (then
        (global.set $avl_node (i32.const 0))
        (return (i32.const 0))))
    (local.set $side
      (call $avl_compare (local.get $order) (local.get $key) (call $avl_key (local.get $node))))
    (if (i32.lt_s (local.get $side) (i32.const 0))
      (then
        (i32.store (local.get $node)
          (call $avl_remove (local.get $order) (call $avl_left (local.get $node)) (local.get $key)))
        (return (call $avl_balance (local.get $node)))))
    (if (i32.gt_s (local.get $side) (i32.const 0))
      (then
        (i32.store offset=4 (local.get $node)
          (call $avl_remove (local.get $order) (call $avl_right (local.get $node)) (local.get $key)))
        (return (call $avl_balance (local.get $node)))))
    (global.set $avl_node (local.get $node))
    (if (i32.eqz (call $avl_left (local.get $node))) (then (return (call $avl_right (local.get $node)))))
    (if (i32.eqz (call $avl_right (local.get $node))) (then (return (call $avl_left (local.get $node)))))
    ;; two children: the leftmost node of the right side takes the place
    (local.set $heir (call $avl_right (local.get $node)))
    (loop $left
      (if (call $avl_left (local.get $heir))
        (then
          (local.set $heir (call $avl_left (local.get $heir)))
          (br $left))))
    (i32.store offset=4 (local.get $heir) (call $avl_without_leftmost (call $avl_right (local.get $node))))
    (i32.store (local.get $heir) (call $avl_left (local.get $node)))
    (call $avl_balance (local.get $heir)))

  (func $avl_without_leftmost (param $node i32) (result i32)
    (if (i32.eqz (call $avl_left (local.get $node)))
      (then (return (call $avl_right (local.get $node)))))
    (i32.store (local.get $node) (call $avl_without_leftmost (call $avl_left (local.get $node))))
    (call $avl_balance (local.get $node)))

  ;; The node with a key, or 0.
  (func $avl_find (param $order i32) (param $node i32) (param $key i32) (result i32)
    (local $side i32)
    (block $done
      (loop $down
        (br_if $done (i32.eqz (local.get $node)))
        (local.set $side
          (call $avl_compare (local.get $order) (local.get $key) (call $avl_key (local.get $node))))
        (br_if $done (i32.eqz (local.get $side)))
        (local.set $node
          (if (result i32) (i32.lt_s (local.get $side) (i32.const 0))
            (then (call $avl_left (local.get $node)))
            (else (call $avl_right (local.get $node)))))
        (br $down)))
    (local.get $node))

  ;; The node with k smaller keys; 0 when there are no more than k nodes.
  (func $avl_select (param $node i32) (param $k i32) (result i32)
    (local $smaller i32)
    (block $done
      (loop $down
        (br_if $done (i32.eqz (local.get $node)))
        (local.set $smaller (call $avl_size (call $avl_left (local.get $node))))
        (br_if $done (i32.eq (local.get $k) (local.get $smaller)))
        (if (i32.lt_u (local.get $k) (local.get $smaller))
          (then (local.set $node (call $avl_left (local.get $node))))
          (else
            (local.set $k (i32.sub (local.get $k) (i32.add (local.get $smaller) (i32.const 1))))
            (local.set $node (call $avl_right (local.get $node)))))
        (br $down)))
    (local.get $node))

  ;; How many keys are smaller.
  (func $avl_rank (param $order i32) (param $node i32) (param $key i32) (result i32)
    (local $rank i32)
    (loop $down
      (if (local.get $node)
        (then
          (if (i32.gt_s
                (call $avl_compare (local.get $order) (local.get $key) (call $avl_key (local.get $node)))
                (i32.const 0))
            (then
              (local.set $rank
                (i32.add
                  (i32.add (local.get $rank) (call $avl_size (call $avl_left (local.get $node))))
                  (i32.const 1)))
              (local.set $node (call $avl_right (local.get $node))))
            (else (local.set $node (call $avl_left (local.get $node)))))
          (br $down))))
    (local.get $rank))

  ;; Appends the nodes in order to a buffer of words.
  (func $avl_collect (param $node i32) (param $list i32)
    (if (local.get $node)
      (then
        (call $avl_collect (call $avl_left (local.get $node)) (local.get $list))
        (call $append_word (local.get $list) (local.get $node))
        (call $avl_collect (call $avl_right (local.get $node)) (local.get $list)))))

  ;; Frees the nodes; keys and values are the caller's.
  (func $avl_free (param $node i32)
    (if (local.get $node)
      (then
        (call $avl_free (call $avl_left (local.get $node)))
        (call $avl_free (call $avl_right (local.get $node)))
        (call $free (local.get $node)))))

  ;; Whether every node tells the truth about its height and size and leans by one at most.
  (func $avl_is_sound (param $node i32) (result i32)
    (local $height i32)
    (local $size i32)
    (if (i32.eqz (local.get $node)) (then (return (i32.const 1))))
    (if (i32.eqz (call $avl_is_sound (call $avl_left (local.get $node)))) (then (return (i32.const 0))))
    (if (i32.eqz (call $avl_is_sound (call $avl_right (local.get $node)))) (then (return (i32.const 0))))
    (local.set $height (call $avl_height (local.get $node)))
    (local.set $size (call $avl_size (local.get $node)))
    (call $avl_update (local.get $node))
    (if (i32.ne (call $avl_height (local.get $node)) (local.get $height)) (then (return (i32.const 0))))
    (if (i32.ne (call $avl_size (local.get $node)) (local.get $size)) (then (return (i32.const 0))))
    (i32.le_u (i32.add (call $avl_lean (local.get $node)) (i32.const 1)) (i32.const 2)))

  ;; =========================================================================================================
  ;; 12  Index
  ;;
  ;; What the next commit will hold: a balanced tree from paths to records of 24 bytes, 0 mode and 4 id. Paths
  ;; and records are the index's own. In the order of paths, the files of a directory stand together; so trees
  ;; are made in one pass.
  ;; =========================================================================================================

  (global $index (mut i32) (i32.const 0))

  (func $index_size (result i32)
    (call $avl_size (global.get $index)))

  ;; Sets the mode and id of a path; copies all three.
  (func $index_put (param $path i32) (param $mode i32) (param $id i32)
    (local $len i32)
    (local $own i32)
    (local $entry i32)
    (local.set $len (i32.add (call $length (local.get $path)) (i32.const 1)))
    (local.set $own (call $allocate (local.get $len)))
    (memory.copy (local.get $own) (local.get $path) (local.get $len))
    (global.set $index (call $avl_insert (global.get $BY_TEXT) (global.get $index) (local.get $own)))
    (if (global.get $avl_is_new)
      (then (i32.store offset=20 (global.get $avl_node) (call $allocate (i32.const 24))))
      (else (call $free (local.get $own))))
    (local.set $entry (call $avl_value (global.get $avl_node)))
    (i32.store (local.get $entry) (local.get $mode))
    (call $copy_id (i32.add (local.get $entry) (i32.const 4)) (local.get $id)))

  (func $index_remove (param $path i32)
    (global.set $index (call $avl_remove (global.get $BY_TEXT) (global.get $index) (local.get $path)))
    (if (global.get $avl_node) (then (call $free_index_node (global.get $avl_node)))))

  (func $free_index_node (param $node i32)
    (call $free (call $avl_key (local.get $node)))
    (call $free (call $avl_value (local.get $node)))
    (call $free (local.get $node)))

  (func $index_clear
    (local $nodes i32)
    (local.set $nodes (call $buffer_new))
    (call $avl_collect (global.get $index) (local.get $nodes))
    (loop $next
      (if (call $buffer_len (local.get $nodes))
        (then
          (call $free_index_node (call $pop_word (local.get $nodes)))
          (br $next))))
    (call $buffer_free (local.get $nodes))
    (global.set $index (i32.const 0)))

  ;; ---- From the index to trees ----------------------------------------------------------------------------

  ;; Stores the trees of the whole index (git's write-tree); the record of the topmost.
  (func $write_tree (result i32)
    (local $nodes i32)
    (local $tree i32)
    (local.set $nodes (call $buffer_new))
    (call $avl_collect (global.get $index) (local.get $nodes))
    (local.set $tree
      (call $write_level
        (local.get $nodes) (i32.const 0) (call $word_count (local.get $nodes)) (i32.const 0)))
    (call $buffer_free (local.get $nodes))
    (local.get $tree))

  ;; Stores the tree of one directory: the paths number `first` to `last` - 1, which all begin with the same
  ;; `prefix` bytes. In the order of paths, "x/..." comes where a tree wants the directory x, so nothing needs
  ;; to be sorted.
  (func $write_level (param $nodes i32) (param $first i32) (param $last i32) (param $prefix i32) (result i32)
    (local $tree i32)
    (local $node i32)
    (local $name i32)
    (local $name_len i32)
    (local $past i32)
    (local.set $tree (call $buffer_new))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $first) (local.get $last)))
        (local.set $node (call $word (local.get $nodes) (local.get $first)))
        (local.set $name (i32.add (call $avl_key (local.get $node)) (local.get $prefix)))
        (local.set $name_len (call $component_length (local.get $name)))
        (if (i32.eqz (i32.load8_u (i32.add (local.get $name) (local.get $name_len))))
          (then
            (call $append_entry (local.get $tree)
              (i32.load (call $avl_value (local.get $node)))
              (local.get $name)
              (local.get $name_len)
              (i32.add (call $avl_value (local.get $node)) (i32.const 4)))
            (local.set $first (i32.add (local.get $first) (i32.const 1)))
            (br $next)))
        ;; a directory: all that follow with the same name and slash belong to it
        (local.set $past
          (call $directory_past
            (local.get $nodes) (local.get $first) (local.get $last) (local.get $prefix)
            (i32.add (local.get $name_len) (i32.const 1))))
        (call $append_entry (local.get $tree)
          (global.get $MODE_DIRECTORY)
          (local.get $name)
          (local.get $name_len)
          (call $id_of
            (call $write_level
              (local.get $nodes) (local.get $first) (local.get $past)
              (i32.add (i32.add (local.get $prefix) (local.get $name_len)) (i32.const 1)))))
        (local.set $first (local.get $past))
        (br $next)))
    (call $store_buffer (global.get $TREE) (local.get $tree)))

  ;; Bytes up to the first slash, or to the end.
  (func $component_length (param $path i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $path))
    (block $found
      (loop $next
        (br_if $found (i32.eqz (i32.load8_u (local.get $end))))
        (br_if $found (i32.eq (i32.load8_u (local.get $end)) (i32.const 47)))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $next)))
    (i32.sub (local.get $end) (local.get $path)))

  ;; The number behind the last path that has, after `prefix` bytes, the same `len` bytes as number `first`.
  (func $directory_past
      (param $nodes i32) (param $first i32) (param $last i32) (param $prefix i32) (param $len i32) (result i32)
    (local $name i32)
    (local.set $name
      (i32.add (call $avl_key (call $word (local.get $nodes) (local.get $first))) (local.get $prefix)))
    (block $past
      (loop $next
        (local.set $first (i32.add (local.get $first) (i32.const 1)))
        (br_if $past (i32.eq (local.get $first) (local.get $last)))
        (br_if $next
          (call $equal_bytes
            (i32.add (call $avl_key (call $word (local.get $nodes) (local.get $first))) (local.get $prefix))
            (local.get $name)
            (local.get $len)))))
    (local.get $first))

  ;; ---- From trees to the index ----------------------------------------------------------------------------

  ;; Makes the index what a tree holds (git's read-tree).
  (func $read_tree (param $tree i32)
    (local $path i32)
    (call $index_clear)
    (local.set $path (call $buffer_new))
    (call $read_level (local.get $tree) (local.get $path))
    (call $buffer_free (local.get $path)))

  ;; Enters what is below a tree; the buffer holds the path to it, with its slash, and holds it again
  ;; afterwards.
  (func $read_level (param $tree i32) (param $path i32)
    (local $content i32)
    (local $path_len i32)
    (local $at i32)
    (local $mode i32)
    (local $name i32)
    (local $id i32)
    (local $next i32)
    (local.set $content (call $read_object (local.get $tree)))
    (local.set $path_len (call $buffer_len (local.get $path)))
    (local.set $at (call $buffer_at (local.get $content)))
    (block $done
      (loop $next_entry
        (br_if $done (i32.eq (local.get $at) (call $buffer_end (local.get $content))))
        (call $read_entry (local.get $at))
        (local.set $next)
        (local.set $id)
        (local.set $name)
        (local.set $mode)
        (call $append_text (local.get $path) (local.get $name))
        (if (i32.eq (local.get $mode) (global.get $MODE_DIRECTORY))
          (then
            (call $append_byte (local.get $path) (i32.const 47))
            (call $read_level (call $object (local.get $id)) (local.get $path)))
          (else
            (call $append_byte (local.get $path) (i32.const 0))
            (call $index_put (call $buffer_at (local.get $path)) (local.get $mode) (local.get $id))))
        (call $buffer_cut (local.get $path) (local.get $path_len))
        (local.set $at (local.get $next))
        (br $next_entry)))
    (call $buffer_free (local.get $content)))

  ;; =========================================================================================================
  ;; 13  History
  ;; =========================================================================================================

  ;; References are records of 32 bytes: 0 whether it is in use, 4 the id of a commit.
  (global $MAIN i32 (i32.const 0))
  (global $TOPIC i32 (i32.const 1))
  (global $EXPERIMENT i32 (i32.const 2))

  (func $reference (param $number i32) (result i32)
    (i32.add (global.get $REFERENCES) (i32.shl (local.get $number) (i32.const 5))))

  (func $set_reference (param $number i32) (param $commit i32)
    (i32.store (call $reference (local.get $number)) (i32.const 1))
    (call $copy_id
      (i32.add (call $reference (local.get $number)) (i32.const 4))
      (call $id_of (local.get $commit))))

  (func $delete_reference (param $number i32)
    (i32.store (call $reference (local.get $number)) (i32.const 0)))

  ;; The commit a reference points at, or 0 when it is not in use.
  (func $resolve (param $number i32) (result i32)
    (if (i32.eqz (i32.load (call $reference (local.get $number)))) (then (return (i32.const 0))))
    (call $object (i32.add (call $reference (local.get $number)) (i32.const 4))))

  ;; Marks a commit and all its ancestors; returns how many did not have the mark before.
  (func $mark_ancestors (param $commit i32) (param $mark i32) (result i32)
    (local $stack i32)
    (local $count i32)
    (local $first_parent i32)
    (local $second_parent i32)
    (local.set $stack (call $buffer_new))
    (call $append_word (local.get $stack) (local.get $commit))
    (loop $next
      (if (call $buffer_len (local.get $stack))
        (then
          (local.set $commit (call $pop_word (local.get $stack)))
          (br_if $next (i32.and (call $object_marks (local.get $commit)) (local.get $mark)))
          (call $set_marks (local.get $commit) (local.get $mark))
          (local.set $count (i32.add (local.get $count) (i32.const 1)))
          (call $read_commit (local.get $commit))
          (local.set $second_parent)
          (local.set $first_parent)
          (drop)
          (if (local.get $second_parent)
            (then (call $append_word (local.get $stack) (local.get $second_parent))))
          (if (local.get $first_parent)
            (then (call $append_word (local.get $stack) (local.get $first_parent))))
          (br $next))))
    (call $buffer_free (local.get $stack))
    (local.get $count))

  ;; The best common ancestor of two commits, or 0: one that both have and that no other such commit has for a
  ;; parent. Marks: 1 ancestor of a, 2 of b, 4 parent of a common one.
  (func $merge_base (param $a i32) (param $b i32) (result i32)
    (local $list i32)
    (local $i i32)
    (local $commit i32)
    (local $base i32)
    (local $first_parent i32)
    (local $second_parent i32)
    (call $clear_marks)
    (drop (call $mark_ancestors (local.get $a) (i32.const 1)))
    (drop (call $mark_ancestors (local.get $b) (i32.const 2)))
    (local.set $list (call $all_objects))
    (local.set $i (call $word_count (local.get $list)))
    (loop $next
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (local.set $commit (call $word (local.get $list) (local.get $i)))
      (if (i32.eq (i32.and (call $object_marks (local.get $commit)) (i32.const 3)) (i32.const 3))
        (then
          (call $read_commit (local.get $commit))
          (local.set $second_parent)
          (local.set $first_parent)
          (drop)
          (if (local.get $first_parent)
            (then (call $set_marks (local.get $first_parent) (i32.const 4))))
          (if (local.get $second_parent)
            (then (call $set_marks (local.get $second_parent) (i32.const 4))))))
      (br_if $next (local.get $i)))
    (local.set $i (call $word_count (local.get $list)))
    (loop $next
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (local.set $commit (call $word (local.get $list) (local.get $i)))
      (if (i32.eq (call $object_marks (local.get $commit)) (i32.const 3))
        (then (local.set $base (local.get $commit))))
      (br_if $next (local.get $i)))
    (call $buffer_free (local.get $list))
    (local.get $base))

  ;; ---- Differences of trees -------------------------------------------------------------------------------

  ;; What the last comparison counted, and the fold of its lines: letter and path, in order.
  (global $added (mut i32) (i32.const 0))
  (global $deleted (mut i32) (i32.const 0))
  (global $modified (mut i32) (i32.const 0))
  (global $diff_sum (mut i64) (i64.const 0))

  ;; Compares two trees, either of which may be 0 for none, as `git diff-tree -r` does.
  (func $diff (param $old i32) (param $new i32)
    (local $path i32)
    (global.set $added (i32.const 0))
    (global.set $deleted (i32.const 0))
    (global.set $modified (i32.const 0))
    (global.set $diff_sum (i64.const 0))
    (local.set $path (call $buffer_new))
    (call $diff_level (local.get $old) (local.get $new) (local.get $path))
    (call $buffer_free (local.get $path)))

  ;; A new buffer with a tree's entries, empty for none.
  (func $tree_content (param $tree i32) (result i32)
    (if (result i32) (local.get $tree)
      (then (call $read_object (local.get $tree)))
      (else (call $buffer_new))))

  ;; Goes through two trees side by side. Where both have the same entry with the same id, whatever is below
  ;; is the same too and is not looked at: that is what makes it quick.
  (func $diff_level (param $old i32) (param $new i32) (param $path i32)
    (local $old_content i32)
    (local $new_content i32)
    (local $a i32)
    (local $b i32)
    (local $side i32)
    (local.set $old_content (call $tree_content (local.get $old)))
    (local.set $new_content (call $tree_content (local.get $new)))
    (local.set $a (call $buffer_at (local.get $old_content)))
    (local.set $b (call $buffer_at (local.get $new_content)))
    (block $done
      (loop $next
        (local.set $side
          (call $diff_side
            (local.get $a) (call $buffer_end (local.get $old_content))
            (local.get $b) (call $buffer_end (local.get $new_content))))
        (br_if $done (i32.eq (local.get $side) (i32.const 2)))
        ;; 0 when the entry is on the other side alone
        (call $diff_entry
          (select (local.get $a) (i32.const 0) (i32.le_s (local.get $side) (i32.const 0)))
          (select (local.get $b) (i32.const 0) (i32.ge_s (local.get $side) (i32.const 0)))
          (local.get $path))
        (if (i32.le_s (local.get $side) (i32.const 0))
          (then (local.set $a (call $entry_past (local.get $a)))))
        (if (i32.ge_s (local.get $side) (i32.const 0))
          (then (local.set $b (call $entry_past (local.get $b)))))
        (br $next)))
    (call $buffer_free (local.get $old_content))
    (call $buffer_free (local.get $new_content)))

  ;; Which of two entries comes first: -1 the old one, 1 the new one, 0 they are the same entry, 2 there are
  ;; none left.
  (func $diff_side (param $a i32) (param $a_end i32) (param $b i32) (param $b_end i32) (result i32)
    (local $a_mode i32)
    (local $a_name i32)
    (local $b_mode i32)
    (local $b_name i32)
    (local $side i32)
    (if (i32.eq (local.get $a) (local.get $a_end))
      (then
        (return (select (i32.const 2) (i32.const 1) (i32.eq (local.get $b) (local.get $b_end))))))
    (if (i32.eq (local.get $b) (local.get $b_end)) (then (return (i32.const -1))))
    (call $read_entry (local.get $a))
    (drop)
    (drop)
    (local.set $a_name)
    (local.set $a_mode)
    (call $read_entry (local.get $b))
    (drop)
    (drop)
    (local.set $b_name)
    (local.set $b_mode)
    (local.set $side
      (call $compare_entries
        (local.get $a_name) (local.get $a_mode) (local.get $b_name) (local.get $b_mode)))
    ;; its sign
    (i32.sub
      (i32.gt_s (local.get $side) (i32.const 0))
      (i32.lt_s (local.get $side) (i32.const 0))))

  (func $entry_past (param $at i32) (result i32)
    (local $past i32)
    (call $read_entry (local.get $at))
    (local.set $past)
    (drop)
    (drop)
    (drop)
    (local.get $past))

  ;; One entry as it was and as it is, either of which may be 0 for absent.
  (func $diff_entry (param $a i32) (param $b i32) (param $path i32)
    (local $mode i32)
    (local $name i32)
    (local $a_id i32)
    (local $a_mode i32)
    (local $b_id i32)
    (local $b_mode i32)
    (local $path_len i32)
    (if (local.get $a)
      (then
        (call $read_entry (local.get $a))
        (drop)
        (local.set $a_id)
        (local.set $name)
        (local.set $a_mode)
        (local.set $mode (local.get $a_mode))))
    (if (local.get $b)
      (then
        (call $read_entry (local.get $b))
        (drop)
        (local.set $b_id)
        (local.set $name)
        (local.set $b_mode)
        (local.set $mode (local.get $b_mode))))
    (if (i32.and (i32.ne (local.get $a) (i32.const 0)) (i32.ne (local.get $b) (i32.const 0)))
      (then
        (if (i32.and
              (i32.eq (local.get $a_mode) (local.get $b_mode))
              (call $same_id (local.get $a_id) (local.get $b_id)))
          (then (return)))))
    (local.set $path_len (call $buffer_len (local.get $path)))
    (call $append_text (local.get $path) (local.get $name))
    (if (i32.eq (local.get $mode) (global.get $MODE_DIRECTORY))
      (then
        (call $append_byte (local.get $path) (i32.const 47))
        (call $diff_level
          (call $object_or_none (local.get $a_id))
          (call $object_or_none (local.get $b_id))
          (local.get $path)))
      (else
        (call $append_byte (local.get $path) (i32.const 0))
        (call $count_difference
          (local.get $a) (local.get $b) (call $buffer_at (local.get $path)))))
    (call $buffer_cut (local.get $path) (local.get $path_len)))

  (func $object_or_none (param $id i32) (result i32)
    (if (result i32) (local.get $id)
      (then (call $object (local.get $id)))
      (else (i32.const 0))))

  ;; Folds "A path", "D path" or "M path", and counts.
  (func $count_difference (param $a i32) (param $b i32) (param $path i32)
    (local $letter i32)
    (if (i32.eqz (local.get $a))
      (then
        (local.set $letter (i32.const 65))
        (global.set $added (i32.add (global.get $added) (i32.const 1))))
      (else
        (if (i32.eqz (local.get $b))
          (then
            (local.set $letter (i32.const 68))
            (global.set $deleted (i32.add (global.get $deleted) (i32.const 1))))
          (else
            (local.set $letter (i32.const 77))
            (global.set $modified (i32.add (global.get $modified) (i32.const 1)))))))
    (global.set $diff_sum
      (call $fold_text (call $fold_word (global.get $diff_sum) (local.get $letter)) (local.get $path))))

  ;; =========================================================================================================
  ;; 14  Abbreviations
  ;;
  ;; Sorted by id, an object shares most digits with one of its two neighbours; one digit more than that names
  ;; it alone.
  ;; =========================================================================================================

  ;; How many leading hexadecimal digits two ids share.
  (func $common_digits (param $a i32) (param $b i32) (result i32)
    (local $bytes i32)
    (local.set $bytes (call $common_length (local.get $a) (local.get $b) (i32.const 20)))
    (if (i32.eq (local.get $bytes) (i32.const 20)) (then (return (i32.const 40))))
    (i32.add
      (i32.shl (local.get $bytes) (i32.const 1))
      (i32.eqz
        (i32.and
          (i32.xor
            (i32.load8_u (i32.add (local.get $a) (local.get $bytes)))
            (i32.load8_u (i32.add (local.get $b) (local.get $bytes))))
          (i32.const 0xf0)))))

  ;; The shortest unique prefix of the node with rank `rank`, of four digits at least, as git has it.
  (func $abbreviation (param $root i32) (param $rank i32) (result i32)
    (local $id i32)
    (local $digits i32)
    (local $other i32)
    (local.set $id (call $avl_key (call $avl_select (local.get $root) (local.get $rank))))
    (local.set $digits (i32.const 3))
    (if (local.get $rank)
      (then
        (local.set $other
          (call $common_digits
            (local.get $id)
            (call $avl_key (call $avl_select (local.get $root) (i32.sub (local.get $rank) (i32.const 1))))))
        (if (i32.gt_u (local.get $other) (local.get $digits))
          (then (local.set $digits (local.get $other))))))
    (if (i32.lt_u (i32.add (local.get $rank) (i32.const 1)) (call $avl_size (local.get $root)))
      (then
        (local.set $other
          (call $common_digits
            (local.get $id)
            (call $avl_key (call $avl_select (local.get $root) (i32.add (local.get $rank) (i32.const 1))))))
        (if (i32.gt_u (local.get $other) (local.get $digits))
          (then (local.set $digits (local.get $other))))))
    (i32.add (local.get $digits) (i32.const 1)))

  ;; All objects by id: the root of a balanced tree whose keys are the ids inside the records.
  (func $objects_by_id (result i32)
    (local $list i32)
    (local $root i32)
    (local $object i32)
    (local.set $list (call $all_objects))
    (loop $next
      (if (call $buffer_len (local.get $list))
        (then
          (local.set $object (call $pop_word (local.get $list)))
          (local.set $root
            (call $avl_insert (global.get $BY_ID) (local.get $root) (call $id_of (local.get $object))))
          (i32.store offset=20 (global.get $avl_node) (local.get $object))
          (br $next))))
    (call $buffer_free (local.get $list))
    (local.get $root))

  ;; What the last survey saw: the longest abbreviation that was needed.
  (global $longest_abbreviation (mut i32) (i32.const 0))

  ;; Folds all objects in the order of their ids, each with its kind and the length of its abbreviation.
  (func $survey_objects (result i64)
    (local $root i32)
    (local $node i32)
    (local $rank i32)
    (local $digits i32)
    (local $sum i64)
    (local.set $root (call $objects_by_id))
    (global.set $longest_abbreviation (i32.const 0))
    (block $done
      (loop $next
        (local.set $node (call $avl_select (local.get $root) (local.get $rank)))
        (br_if $done (i32.eqz (local.get $node)))
        (if (i32.ne
              (call $avl_rank (global.get $BY_ID) (local.get $root) (call $avl_key (local.get $node)))
              (local.get $rank))
          (then (unreachable)))
        (local.set $digits (call $abbreviation (local.get $root) (local.get $rank)))
        (if (i32.gt_u (local.get $digits) (global.get $longest_abbreviation))
          (then (global.set $longest_abbreviation (local.get $digits))))
        (local.set $sum (call $fold_id (local.get $sum) (call $avl_key (local.get $node))))
        (local.set $sum
          (call $fold_word (local.get $sum) (call $object_kind (call $avl_value (local.get $node)))))
        (local.set $sum (call $fold_word (local.get $sum) (local.get $digits)))
        (local.set $rank (i32.add (local.get $rank) (i32.const 1)))
        (br $next)))
    (call $avl_free (local.get $root))
    (local.get $sum))

  ;; =========================================================================================================
  ;; 15  Merkle tree
  ;;
  ;; A binary tree of digests over the chunks of a file, shaped as in RFC 6962: the left side of a node has
  ;; the largest power of two of chunks that is less than all. A leaf's digest is of a zero byte and the
  ;; chunk, an inner node's of a one byte and its children's digests; so no inner node can pass for a chunk.
  ;; (The RFC uses SHA-256; this has SHA-1.)
  ;;
  ;;    0  left     4  right     8  chunks below     12  digest, 20 bytes
  ;; =========================================================================================================

  ;; Bytes of a chunk; the last one may have fewer.
  (global $CHUNK i32 (i32.const 128))

  (func $merkle_left (param $node i32) (result i32) (i32.load (local.get $node)))
  (func $merkle_right (param $node i32) (result i32) (i32.load offset=4 (local.get $node)))
  (func $merkle_chunks (param $node i32) (result i32) (i32.load offset=8 (local.get $node)))
  (func $merkle_digest (param $node i32) (result i32) (i32.add (local.get $node) (i32.const 12)))

  ;; The digest of chunk number `chunk` of a buffer.
  (func $hash_chunk (param $file i32) (param $chunk i32) (param $digest i32)
    (local $offset i32)
    (local.set $offset (i32.mul (local.get $chunk) (global.get $CHUNK)))
    (call $sha1_start)
    (call $sha1_feed_byte (i32.const 0))
    (call $sha1_feed
      (i32.add (call $buffer_at (local.get $file)) (local.get $offset))
      (call $smaller
        (i32.sub (call $buffer_len (local.get $file)) (local.get $offset))
        (global.get $CHUNK)))
    (call $sha1_finish (local.get $digest)))

  (func $hash_pair (param $left i32) (param $right i32) (param $digest i32)
    (call $sha1_start)
    (call $sha1_feed_byte (i32.const 1))
    (call $sha1_feed (local.get $left) (i32.const 20))
    (call $sha1_feed (local.get $right) (i32.const 20))
    (call $sha1_finish (local.get $digest)))

  (func $hash_children (param $node i32)
    (call $hash_pair
      (call $merkle_digest (call $merkle_left (local.get $node)))
      (call $merkle_digest (call $merkle_right (local.get $node)))
      (call $merkle_digest (local.get $node))))

  (func $chunk_count (param $file i32) (result i32)
    (i32.div_u
      (i32.sub (i32.add (call $buffer_len (local.get $file)) (global.get $CHUNK)) (i32.const 1))
      (global.get $CHUNK)))

  ;; The largest power of two that is less than `count` (2 or more).
  (func $left_share (param $count i32) (result i32)
    (i32.shl
      (i32.const 1)
      (i32.sub (i32.const 31) (i32.clz (i32.sub (local.get $count) (i32.const 1))))))

  ;; The tree of `count` chunks from number `first` on.
  (func $merkle_build (param $file i32) (param $first i32) (param $count i32) (result i32)
    (local $node i32)
    (local $share i32)
    (local.set $node (call $allocate_zeroed (i32.const 32)))
    (i32.store offset=8 (local.get $node) (local.get $count))
    (if (i32.eq (local.get $count) (i32.const 1))
      (then (call $hash_chunk (local.get $file) (local.get $first) (call $merkle_digest (local.get $node))))
      (else
        (local.set $share (call $left_share (local.get $count)))
        (i32.store (local.get $node)
          (call $merkle_build (local.get $file) (local.get $first) (local.get $share)))
        (i32.store offset=4 (local.get $node)
          (call $merkle_build (local.get $file)
            (i32.add (local.get $first) (local.get $share))
            (i32.sub (local.get $count) (local.get $share))))
        (call $hash_children (local.get $node))))
    (local.get $node))

  (func $merkle_free (param $node i32)
    (if (local.get $node)
      (then
        (call $merkle_free (call $merkle_left (local.get $node)))
        (call $merkle_free (call $merkle_right (local.get $node)))
        (call $free (local.get $node)))))

  ;; Chunk number `chunk` of the file has changed: digests on the way to it are taken again, and no others.
  ;; `at` is its number below this node.
  (func $merkle_update (param $node i32) (param $file i32) (param $chunk i32) (param $at i32)
    (local $share i32)
    (if (i32.eqz (call $merkle_left (local.get $node)))
      (then
        (call $hash_chunk (local.get $file) (local.get $chunk) (call $merkle_digest (local.get $node)))
        (return)))
    (local.set $share (call $merkle_chunks (call $merkle_left (local.get $node))))
    (if (i32.lt_u (local.get $at) (local.get $share))
      (then
        (call $merkle_update
          (call $merkle_left (local.get $node)) (local.get $file) (local.get $chunk) (local.get $at)))
      (else
        (call $merkle_update
          (call $merkle_right (local.get $node)) (local.get $file) (local.get $chunk)
          (i32.sub (local.get $at) (local.get $share)))))
    (call $hash_children (local.get $node)))

  ;; ---- Proofs ---------------------------------------------------------------------------------------------

  ;; Appends what one must know to get from chunk number `at` to the root: the digests of the siblings, from
  ;; below.
  (func $merkle_prove (param $node i32) (param $at i32) (param $proof i32)
    (local $share i32)
    (if (i32.eqz (call $merkle_left (local.get $node))) (then (return)))
    (local.set $share (call $merkle_chunks (call $merkle_left (local.get $node))))
    (if (i32.lt_u (local.get $at) (local.get $share))
      (then
        (call $merkle_prove (call $merkle_left (local.get $node)) (local.get $at) (local.get $proof))
        (call $append_bytes (local.get $proof)
          (call $merkle_digest (call $merkle_right (local.get $node))) (i32.const 20)))
      (else
        (call $merkle_prove
          (call $merkle_right (local.get $node))
          (i32.sub (local.get $at) (local.get $share))
          (local.get $proof))
        (call $append_bytes (local.get $proof)
          (call $merkle_digest (call $merkle_left (local.get $node))) (i32.const 20)))))

  ;; Whether a proof leads from the digest of chunk `at` of `count` to the root. It knows no tree, only
  ;; numbers, as in RFC 9162, section 2.1.3.2: `last` is the number of the last node on the level, and a node
  ;; without a right sibling comes up to the next level as it is.
  (func $merkle_verify
      (param $digest i32) (param $at i32) (param $count i32) (param $proof i32) (param $root i32) (result i32)
    (local $last i32)
    (local $step i32)
    (local $end i32)
    (local $is_right i32)
    (local.set $last (i32.sub (local.get $count) (i32.const 1)))
    (local.set $step (call $buffer_at (local.get $proof)))
    (local.set $end (call $buffer_end (local.get $proof)))
    (call $copy_id (global.get $DIGEST) (local.get $digest))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $step) (local.get $end)))
        (if (i32.eqz (local.get $last)) (then (return (i32.const 0))))
        (local.set $is_right (i32.and (local.get $at) (i32.const 1)))
        (if (i32.or (local.get $is_right) (i32.eq (local.get $at) (local.get $last)))
          (then
            (call $hash_pair (local.get $step) (global.get $DIGEST) (global.get $DIGEST))
            ;; levels where it had no sibling
            (loop $up
              (if (i32.eqz (i32.or (i32.and (local.get $at) (i32.const 1)) (i32.eqz (local.get $at))))
                (then
                  (local.set $at (i32.shr_u (local.get $at) (i32.const 1)))
                  (local.set $last (i32.shr_u (local.get $last) (i32.const 1)))
                  (br $up)))))
          (else (call $hash_pair (global.get $DIGEST) (local.get $step) (global.get $DIGEST))))
        (local.set $at (i32.shr_u (local.get $at) (i32.const 1)))
        (local.set $last (i32.shr_u (local.get $last) (i32.const 1)))
        (local.set $step (i32.add (local.get $step) (i32.const 20)))
        (br $next)))
    (i32.and
      (i32.eqz (local.get $last))
      (call $same_id (global.get $DIGEST) (local.get $root))))

  ;; ---- Comparing ------------------------------------------------------------------------------------------

  ;; Nodes that comparisons have looked at.
  (global $merkle_visits (mut i32) (i32.const 0))

  ;; How many chunks two trees of the same shape differ in. Equal digests are not looked into.
  (func $merkle_compare (param $a i32) (param $b i32) (result i32)
    (global.set $merkle_visits (i32.add (global.get $merkle_visits) (i32.const 1)))
    (if (call $same_id (call $merkle_digest (local.get $a)) (call $merkle_digest (local.get $b)))
      (then (return (i32.const 0))))
    (if (i32.eqz (call $merkle_left (local.get $a))) (then (return (i32.const 1))))
    (i32.add
      (call $merkle_compare (call $merkle_left (local.get $a)) (call $merkle_left (local.get $b)))
      (call $merkle_compare (call $merkle_right (local.get $a)) (call $merkle_right (local.get $b)))))

  ;; ---- The Merkle tree at work ----------------------------------------------------------------------------

  ;; What the last exercise saw: the root's digest before the changes, chunks changed, nodes looked at to find
  ;; them.
  (global $MERKLE_ROOT i32 (i32.const 0x1a40))
  (global $merkle_changed (mut i32) (i32.const 0))

  ;; A proof for every chunk must hold, and must fail for another place and for another chunk's digest.
  (func $check_proofs (param $root i32) (param $file i32) (result i32)
    (local $proof i32)
    (local $chunk i32)
    (local $count i32)
    (local $sound i32)
    (local $digest i32)
    (local.set $count (call $merkle_chunks (local.get $root)))
    (local.set $proof (call $buffer_new))
    (local.set $digest (call $allocate (i32.const 20)))
    (block $unsound
      (loop $next
        (call $buffer_cut (local.get $proof) (i32.const 0))
        (call $merkle_prove (local.get $root) (local.get $chunk) (local.get $proof))
        (call $hash_chunk (local.get $file) (local.get $chunk) (local.get $digest))
        (br_if $unsound
          (i32.eqz
            (call $merkle_verify
              (local.get $digest) (local.get $chunk) (local.get $count) (local.get $proof)
              (call $merkle_digest (local.get $root)))))
        (br_if $unsound
          (call $merkle_verify
            (local.get $digest)
            (i32.rem_u (i32.add (local.get $chunk) (i32.const 1)) (local.get $count))
            (local.get $count) (local.get $proof) (call $merkle_digest (local.get $root))))
        (i32.store8 (local.get $digest) (i32.xor (i32.load8_u (local.get $digest)) (i32.const 1)))
        (br_if $unsound
          (call $merkle_verify
            (local.get $digest) (local.get $chunk) (local.get $count) (local.get $proof)
            (call $merkle_digest (local.get $root))))
        (local.set $chunk (i32.add (local.get $chunk) (i32.const 1)))
        (br_if $next (i32.lt_u (local.get $chunk) (local.get $count))))
      (local.set $sound (i32.const 1)))
    (call $free (local.get $digest))
    (call $buffer_free (local.get $proof))
    (local.get $sound))

  ;; Builds the tree of a random file of `count` chunks (2 or more), the last one of 78 bytes; changes a byte
  ;; in one of sixteen chunks or so; finds the changes by comparing. Traps when a proof fails, when the
  ;; updated tree is not the tree of the changed file, or when other chunks than the changed ones are found.
  (func $merkle_exercise (param $count i32) (result i64)
    (local $file i32)
    (local $old i32)
    (local $new i32)
    (local $fresh i32)
    (local $chunk i32)
    (local $at i32)
    (local $sum i64)
    (global.set $random_state (i32.const 1737075661))
    (local.set $file (call $buffer_new))
    (loop $fill
      (call $append_word (local.get $file) (call $random))
      (br_if $fill
        (i32.lt_u (call $buffer_len (local.get $file)) (i32.mul (local.get $count) (global.get $CHUNK)))))
    (call $buffer_cut (local.get $file) (i32.sub (call $buffer_len (local.get $file)) (i32.const 50)))
    ;; as many chunks as were asked for, though the last is shorter
    (if (i32.ne (call $chunk_count (local.get $file)) (local.get $count)) (then (unreachable)))
    (local.set $old (call $merkle_build (local.get $file) (i32.const 0) (local.get $count)))
    (local.set $new (call $merkle_build (local.get $file) (i32.const 0) (local.get $count)))
    (call $copy_id (global.get $MERKLE_ROOT) (call $merkle_digest (local.get $old)))
    (local.set $sum (call $fold_id (local.get $sum) (global.get $MERKLE_ROOT)))
    (if (i32.eqz (call $check_proofs (local.get $old) (local.get $file))) (then (unreachable)))
    (global.set $merkle_changed (i32.const 0))
    (loop $change
      (if (i32.eqz (call $random_below (i32.const 16)))
        (then
          (local.set $at
            (i32.add (call $buffer_at (local.get $file)) (i32.mul (local.get $chunk) (global.get $CHUNK))))
          (i32.store8 (local.get $at) (i32.xor (i32.load8_u (local.get $at)) (i32.const 0x20)))
          (call $merkle_update (local.get $new) (local.get $file) (local.get $chunk) (local.get $chunk))
          (global.set $merkle_changed (i32.add (global.get $merkle_changed) (i32.const 1)))))
      (local.set $chunk (i32.add (local.get $chunk) (i32.const 1)))
      (br_if $change (i32.lt_u (local.get $chunk) (local.get $count))))
    (local.set $fresh (call $merkle_build (local.get $file) (i32.const 0) (local.get $count)))
    (if (call $merkle_compare (local.get $new) (local.get $fresh)) (then (unreachable)))
    (global.set $merkle_visits (i32.const 0))
    (if (i32.ne (call $merkle_compare (local.get $old) (local.get $new)) (global.get $merkle_changed))
      (then (unreachable)))
    (local.set $sum (call $fold_id (local.get $sum) (call $merkle_digest (local.get $new))))
    (local.set $sum (call $fold_word (local.get $sum) (global.get $merkle_changed)))
    (local.set $sum (call $fold_word (local.get $sum) (global.get $merkle_visits)))
    (call $merkle_free (local.get $old))
    (call $merkle_free (local.get $new))
    (call $merkle_free (local.get $fresh))
    (call $buffer_free (local.get $file))
    (local.get $sum))

  ;; =========================================================================================================
  ;; 16  Collection and inspection
  ;; =========================================================================================================

  ;; Pushes the objects that an object names: a commit its tree and parents, a tree its entries, a blob none.
  (func $push_links (param $object i32) (param $stack i32)
    (local $tree i32)
    (local $first_parent i32)
    (local $second_parent i32)
    (if (i32.eq (call $object_kind (local.get $object)) (global.get $COMMIT))
      (then
        (call $read_commit (local.get $object))
        (local.set $second_parent)
        (local.set $first_parent)
        (local.set $tree)
        (call $append_word (local.get $stack) (local.get $tree))
        (if (local.get $first_parent)
          (then (call $append_word (local.get $stack) (local.get $first_parent))))
        (if (local.get $second_parent)
          (then (call $append_word (local.get $stack) (local.get $second_parent))))))
    (if (i32.eq (call $object_kind (local.get $object)) (global.get $TREE))
      (then (call $push_entries (local.get $object) (local.get $stack)))))

  (func $push_entries (param $tree i32) (param $stack i32)
    (local $content i32)
    (local $at i32)
    (local $id i32)
    (local.set $content (call $read_object (local.get $tree)))
    (local.set $at (call $buffer_at (local.get $content)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (call $buffer_end (local.get $content))))
        (call $read_entry (local.get $at))
        (local.set $at)
        (local.set $id)
        (drop)
        (drop)
        (call $append_word (local.get $stack) (call $object (local.get $id)))
        (br $next)))
    (call $buffer_free (local.get $content)))

  ;; Marks everything that can be reached from a reference; returns how many objects that is. The stack is a
  ;; buffer on the heap: a history of any length is marked without recursion.
  (func $mark_reachable (result i32)
    (local $stack i32)
    (local $number i32)
    (local $object i32)
    (local $count i32)
    (call $clear_marks)
    (local.set $stack (call $buffer_new))
    (loop $next_reference
      (local.set $object (call $resolve (local.get $number)))
      (if (local.get $object)
        (then (call $append_word (local.get $stack) (local.get $object))))
      (local.set $number (i32.add (local.get $number) (i32.const 1)))
      (br_if $next_reference (i32.lt_u (local.get $number) (i32.const 4))))
    (loop $next
      (if (call $buffer_len (local.get $stack))
        (then
          (local.set $object (call $pop_word (local.get $stack)))
          (br_if $next (call $object_marks (local.get $object)))
          (call $set_marks (local.get $object) (i32.const 1))
          (local.set $count (i32.add (local.get $count) (i32.const 1)))
          (call $push_links (local.get $object) (local.get $stack))
          (br $next))))
    (call $buffer_free (local.get $stack))
    (local.get $count))

  ;; Frees every object without a mark; returns how many.
  (func $sweep (result i32)
    (local $chain i32)
    (local $link i32)
    (local $object i32)
    (local $freed i32)
    (local.set $chain (global.get $OBJECT_TABLE))
    (loop $next_chain
      ;; the link is the cell that points at the object: the chain's head, or the object before
      (local.set $link (local.get $chain))
      (loop $next
        (local.set $object (i32.load (local.get $link)))
        (if (local.get $object)
          (then
            (if (call $object_marks (local.get $object))
              (then (local.set $link (local.get $object)))
              (else
                (i32.store (local.get $link) (i32.load (local.get $object)))
                (call $free_object (local.get $object))
                (local.set $freed (i32.add (local.get $freed) (i32.const 1)))))
            (br $next))))
      (local.set $chain (i32.add (local.get $chain) (i32.const 4)))
      (br_if $next_chain
        (i32.lt_u (local.get $chain) (i32.add (global.get $OBJECT_TABLE) (i32.const 4096)))))
    (local.get $freed))

  ;; What the last collection kept and freed.
  (global $kept (mut i32) (i32.const 0))
  (global $freed (mut i32) (i32.const 0))

  (func $collect
    (global.set $kept (call $mark_reachable))
    (global.set $freed (call $sweep)))

  ;; ---- Inspection -----------------------------------------------------------------------------------------

  ;; How many of each kind the last inspection saw.
  (global $commits (mut i32) (i32.const 0))
  (global $trees (mut i32) (i32.const 0))
  (global $blobs (mut i32) (i32.const 0))

  ;; Reads every object. 0, or what is wrong: 1 an id that is not that of the content, 2 a tree out of order,
  ;; 3 a link that leads nowhere, or to an object of a wrong kind. Damaged bytes are a trap in `read_object`.
  (func $fsck (result i32)
    (local $list i32)
    (local $object i32)
    (local $fault i32)
    (global.set $commits (i32.const 0))
    (global.set $trees (i32.const 0))
    (global.set $blobs (i32.const 0))
    (local.set $list (call $all_objects))
    (loop $next
      (if (call $buffer_len (local.get $list))
        (then
          (local.set $object (call $pop_word (local.get $list)))
          (local.set $fault (call $object_fault (local.get $object)))
          (br_if $next (i32.eqz (local.get $fault))))))
    (call $buffer_free (local.get $list))
    (local.get $fault))

  (func $object_fault (param $object i32) (result i32)
    (local $content i32)
    (local $kind i32)
    (local $fault i32)
    (local.set $kind (call $object_kind (local.get $object)))
    (local.set $content (call $read_object (local.get $object)))
    (call $object_id
      (local.get $kind)
      (call $buffer_at (local.get $content)) (call $buffer_len (local.get $content))
      (global.get $DIGEST))
    (if (i32.eqz (call $same_id (global.get $DIGEST) (call $id_of (local.get $object))))
      (then (local.set $fault (i32.const 1))))
    (if (i32.eq (local.get $kind) (global.get $COMMIT))
      (then
        (global.set $commits (i32.add (global.get $commits) (i32.const 1)))
        (if (i32.eqz (call $commit_links (local.get $object)))
          (then (local.set $fault (i32.const 3))))))
    (if (i32.eq (local.get $kind) (global.get $TREE))
      (then
        (global.set $trees (i32.add (global.get $trees) (i32.const 1)))
        (if (i32.eqz (local.get $fault))
          (then (local.set $fault (call $entries_fault (local.get $content)))))))
    (if (i32.eq (local.get $kind) (global.get $BLOB))
      (then (global.set $blobs (i32.add (global.get $blobs) (i32.const 1)))))
    (call $buffer_free (local.get $content))
    (local.get $fault))

  ;; Whether a commit's tree is a tree and its parents are commits.
  (func $commit_links (param $commit i32) (result i32)
    (local $tree i32)
    (local $first_parent i32)
    (local $second_parent i32)
    (call $read_commit (local.get $commit))
    (local.set $second_parent)
    (local.set $first_parent)
    (local.set $tree)
    (if (i32.ne (call $object_kind (local.get $tree)) (global.get $TREE))
      (then (return (i32.const 0))))
    (if (local.get $first_parent)
      (then
        (if (i32.ne (call $object_kind (local.get $first_parent)) (global.get $COMMIT))
          (then (return (i32.const 0))))))
    (if (local.get $second_parent)
      (then
        (if (i32.ne (call $object_kind (local.get $second_parent)) (global.get $COMMIT))
          (then (return (i32.const 0))))))
    (i32.const 1))

  ;; Entries must ascend, and each must lead to a tree or a blob as its mode says.
  (func $entries_fault (param $content i32) (result i32)
    (local $at i32)
    (local $mode i32)
    (local $name i32)
    (local $id i32)
    (local $before_mode i32)
    (local $before i32)
    (local $object i32)
    (local.set $at (call $buffer_at (local.get $content)))
    (block $done
      (loop $next
        (br_if $done (i32.eq (local.get $at) (call $buffer_end (local.get $content))))
        (call $read_entry (local.get $at))
        (local.set $at)
        (local.set $id)
        (local.set $name)
        (local.set $mode)
        (if (local.get $before)
          (then
            (if (i32.ge_s
                  (call $compare_entries
                    (local.get $before) (local.get $before_mode) (local.get $name) (local.get $mode))
                  (i32.const 0))
              (then (return (i32.const 2))))))
        (local.set $object (call $find_object (local.get $id)))
        (if (i32.eqz (local.get $object)) (then (return (i32.const 3))))
        (if (i32.ne
              (call $object_kind (local.get $object))
              (select
                (global.get $TREE) (global.get $BLOB)
                (i32.eq (local.get $mode) (global.get $MODE_DIRECTORY))))
          (then (return (i32.const 3))))
        (local.set $before (local.get $name))
        (local.set $before_mode (local.get $mode))
        (br $next)))
    (i32.const 0))

  ;; =========================================================================================================
  ;; 17  A repository's life
  ;; =========================================================================================================

  (func $random_word (result i32)
    (i32.add (i32.const 0x1000) (i32.shl (call $random_below (i32.const 64)) (i32.const 3))))

  ;; Appends 4 to 11 words and a newline.
  (func $append_random_line (param $buffer i32)
    (local $words i32)
    (local.set $words (i32.add (call $random_below (i32.const 8)) (i32.const 4)))
    (loop $next
      (call $append_text (local.get $buffer) (call $random_word))
      (local.set $words (i32.sub (local.get $words) (i32.const 1)))
      (if (local.get $words)
        (then
          (call $append_byte (local.get $buffer) (i32.const 32))
          (br $next))))
    (call $append_byte (local.get $buffer) (i32.const 10)))

  ;; Appends a directory, a word, a number below 1,000 and ".txt".
  (func $append_random_path (param $buffer i32)
    (call $append_text (local.get $buffer)
      (i32.add (i32.const 0x1200) (i32.shl (call $random_below (i32.const 8)) (i32.const 4))))
    (call $append_text (local.get $buffer) (call $random_word))
    (call $append_decimal (local.get $buffer) (call $random_below (i32.const 1000)))
    (call $append_text (local.get $buffer) (i32.const 0xcd0)))

  ;; A new buffer with a random path as a text.
  (func $random_path (result i32)
    (local $path i32)
    (local.set $path (call $buffer_new))
    (call $append_random_path (local.get $path))
    (call $append_byte (local.get $path) (i32.const 0))
    (local.get $path))

  ;; A new file: a link to a random path one time in sixteen, a program two times, else plain text of 20 to 59
  ;; lines.
  (func $add_file
    (local $path i32)
    (local $kind i32)
    (local $mode i32)
    (local $content i32)
    (local $lines i32)
    (local.set $path (call $random_path))
    (local.set $content (call $buffer_new))
    (local.set $kind (call $random_below (i32.const 16)))
    (if (local.get $kind)
      (then
        (local.set $mode
          (select
            (global.get $MODE_PROGRAM) (global.get $MODE_FILE)
            (i32.le_u (local.get $kind) (i32.const 2))))
        (local.set $lines (i32.add (call $random_below (i32.const 40)) (i32.const 20)))
        (loop $next
          (call $append_random_line (local.get $content))
          (local.set $lines (i32.sub (local.get $lines) (i32.const 1)))
          (br_if $next (local.get $lines))))
      (else
        (local.set $mode (global.get $MODE_LINK))
        (call $append_random_path (local.get $content))))
    (call $index_put
      (call $buffer_at (local.get $path))
      (local.get $mode)
      (call $id_of (call $store_buffer (global.get $BLOB) (local.get $content))))
    (call $buffer_free (local.get $path)))

  ;; A node of the index at random.
  (func $random_node (result i32)
    (call $avl_select (global.get $index) (call $random_below (call $index_size))))

  (func $delete_file
    (call $index_remove (call $avl_key (call $random_node))))

  ;; Makes a program of a plain file, or the other way; leaves links alone.
  (func $toggle_program
    (local $entry i32)
    (local.set $entry (call $avl_value (call $random_node)))
    (if (i32.ne (i32.load (local.get $entry)) (global.get $MODE_LINK))
      (then
        (i32.store (local.get $entry)
          (i32.xor
            (i32.load (local.get $entry))
            (i32.xor (global.get $MODE_FILE) (global.get $MODE_PROGRAM)))))))

  ;; The same mode and id under another path.
  (func $rename_file
    (local $path i32)
    (local $node i32)
    (local $mode i32)
    (local.set $node (call $random_node))
    (local.set $path (call $random_path))
    (local.set $mode (i32.load (call $avl_value (local.get $node))))
    (call $copy_id (global.get $SCRATCH_ID) (i32.add (call $avl_value (local.get $node)) (i32.const 4)))
    (call $index_remove (call $avl_key (local.get $node)))
    (call $index_put (call $buffer_at (local.get $path)) (local.get $mode) (global.get $SCRATCH_ID))
    (call $buffer_free (local.get $path)))

  ;; A link gets another target. Of any other file one line at random is replaced, and with `and_append` one
  ;; is added at the end; the change is tried as a delta too.
  (func $modify_file (param $and_append i32)
    (local $entry i32)
    (local $old i32)
    (local $new i32)
    (local.set $entry (call $avl_value (call $random_node)))
    (local.set $old (call $read_object (call $object (i32.add (local.get $entry) (i32.const 4)))))
    (local.set $new (call $buffer_new))
    (if (i32.eq (i32.load (local.get $entry)) (global.get $MODE_LINK))
      (then (call $append_random_path (local.get $new)))
      (else
        (call $replace_line
          (local.get $old) (local.get $new) (call $random_below (call $count_lines (local.get $old))))
        (if (local.get $and_append) (then (call $append_random_line (local.get $new))))
        (call $try_delta (local.get $old) (local.get $new))))
    (call $buffer_free (local.get $old))
    (call $copy_id
      (i32.add (local.get $entry) (i32.const 4))
      (call $id_of (call $store_buffer (global.get $BLOB) (local.get $new)))))

  (func $count_lines (param $buffer i32) (result i32)
    (local $at i32)
    (local $end i32)
    (local $lines i32)
    (local.set $at (call $buffer_at (local.get $buffer)))
    (local.set $end (call $buffer_end (local.get $buffer)))
    (loop $next
      (local.set $lines
        (i32.add (local.get $lines) (i32.eq (i32.load8_u (local.get $at)) (i32.const 10))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (local.get $lines))

  ;; Copies a text, but has a random line where line number `line` was.
  (func $replace_line (param $from i32) (param $to i32) (param $line i32)
    (local $at i32)
    (local $end i32)
    (local $start i32)
    (local.set $at (call $buffer_at (local.get $from)))
    (local.set $end (call $buffer_end (local.get $from)))
    (loop $next_line
      (local.set $start (local.get $at))
      (loop $next
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br_if $next
          (i32.ne (i32.load8_u (i32.sub (local.get $at) (i32.const 1))) (i32.const 10))))
      (if (local.get $line)
        (then
          (call $append_bytes
            (local.get $to) (local.get $start) (i32.sub (local.get $at) (local.get $start))))
        (else (call $append_random_line (local.get $to))))
      (local.set $line (i32.sub (local.get $line) (i32.const 1)))
      (br_if $next_line (i32.lt_u (local.get $at) (local.get $end)))))

  ;; One change to the working tree: of eight, one adds, one deletes (unless few are left), one toggles, one
  ;; renames, and four modify.
  (func $edit
    (local $what i32)
    (local.set $what (call $random_below (i32.const 8)))
    (block $modify
      (block $rename
        (block $toggle
          (block $delete
            (block $add
              (br_table $add $delete $toggle $rename $modify (local.get $what)))
            (return (call $add_file)))
          (if (i32.gt_u (call $index_size) (i32.const 10)) (then (call $delete_file)))
          (return))
        (return (call $toggle_program)))
      (return (call $rename_file)))
    (call $modify_file (i32.eq (local.get $what) (i32.const 7))))

  ;; Commits made so far; the number goes into the message.
  (global $commit_number (mut i32) (i32.const 0))

  ;; Commits the index to a reference, on top of what that points at.
  (func $commit_index (param $number i32)
    (local $message i32)
    (local.set $message (call $buffer_new))
    (call $append_text (local.get $message) (i32.const 0xcb0))
    (call $append_decimal (local.get $message) (global.get $commit_number))
    (call $append_byte (local.get $message) (i32.const 10))
    (call $append_byte (local.get $message) (i32.const 10))
    (call $append_random_line (local.get $message))
    (global.set $commit_number (i32.add (global.get $commit_number) (i32.const 1)))
    (call $set_reference (local.get $number)
      (call $store_commit
        (call $write_tree) (call $resolve (local.get $number)) (i32.const 0) (local.get $message))))

  ;; `commits` commits of four edits each to a reference, from what it holds now.
  (func $work_on (param $number i32) (param $commits i32)
    (local $edits i32)
    (call $read_tree (call $tree_of (call $resolve (local.get $number))))
    (loop $next_commit
      (if (local.get $commits)
        (then
          (local.set $edits (i32.const 4))
          (loop $next_edit
            (call $edit)
            (local.set $edits (i32.sub (local.get $edits) (i32.const 1)))
            (br_if $next_edit (local.get $edits)))
          (call $commit_index (local.get $number))
          (local.set $commits (i32.sub (local.get $commits) (i32.const 1)))
          (br $next_commit)))))

  ;; Joins `topic` to `main`; what main holds wins (git's strategy "ours").
  (func $merge_topic
    (local $message i32)
    (local.set $message (call $buffer_new))
    (call $append_text (local.get $message) (i32.const 0xcc0))
    (call $set_reference (global.get $MAIN)
      (call $store_commit
        (call $tree_of (call $resolve (global.get $MAIN)))
        (call $resolve (global.get $MAIN))
        (call $resolve (global.get $TOPIC))
        (local.get $message))))

  ;; The first commit of the last life, as an id.
  (global $FIRST_COMMIT i32 (i32.const 0x1a60))

  ;; Forty files, and `rounds` commits on main; `rounds` / 2 on topic, and `rounds` more on main; a merge; as
  ;; many again on an experiment that will be given up, and on main. When it is over, all three references are
  ;; there.
  ;;
  ;;    first --- rounds --- rounds --- merge --- rounds --- main
  ;;                  \                /     \
  ;;                   -- topic -------       -- experiment
  (func $live (param $rounds i32)
    (local $files i32)
    (call $store_reset)
    (global.set $random_state (i32.const 305419896))
    (global.set $commit_number (i32.const 0))
    (global.set $delta_count (i32.const 0))
    (global.set $delta_bytes (i32.const 0))
    (global.set $delta_sum (i64.const 0))
    (local.set $files (i32.const 40))
    (loop $next
      (call $add_file)
      (local.set $files (i32.sub (local.get $files) (i32.const 1)))
      (br_if $next (local.get $files)))
    (call $commit_index (global.get $MAIN))
    (call $copy_id (global.get $FIRST_COMMIT) (call $id_of (call $resolve (global.get $MAIN))))
    (call $work_on (global.get $MAIN) (local.get $rounds))
    (call $set_reference (global.get $TOPIC) (call $resolve (global.get $MAIN)))
    (call $work_on (global.get $TOPIC) (i32.shr_u (local.get $rounds) (i32.const 1)))
    (call $work_on (global.get $MAIN) (local.get $rounds))
    (call $merge_topic)
    (call $set_reference (global.get $EXPERIMENT) (call $resolve (global.get $MAIN)))
    (call $work_on (global.get $EXPERIMENT) (i32.shr_u (local.get $rounds) (i32.const 1)))
    (call $work_on (global.get $MAIN) (local.get $rounds)))

  ;; Gives up the repository: without references everything is garbage. Traps unless the heap is whole again.
  (func $abandon
    (call $delete_reference (global.get $MAIN))
    (call $delete_reference (global.get $TOPIC))
    (call $delete_reference (global.get $EXPERIMENT))
    (call $index_clear)
    (call $collect)
    (if (i32.eqz (call $heap_is_whole)) (then (unreachable))))

  ;; =========================================================================================================
  ;; 18  The timed work
  ;; =========================================================================================================

  ;; A whole life with its statistics, and the collection of what the experiment left.
  (func $live_and_collect (param $rounds i32) (result i64)
    (local $sum i64)
    (call $live (local.get $rounds))
    (local.set $sum (call $fold_id (local.get $sum) (call $id_of (call $resolve (global.get $MAIN)))))
    (local.set $sum (call $fold_id (local.get $sum) (call $id_of (call $resolve (global.get $TOPIC)))))
    (local.set $sum (call $fold_id (local.get $sum) (call $id_of (call $resolve (global.get $EXPERIMENT)))))
    (local.set $sum
      (call $fold_id (local.get $sum)
        (call $id_of
          (call $merge_base
            (call $resolve (global.get $MAIN)) (call $resolve (global.get $EXPERIMENT))))))
    (call $diff
      (call $tree_of (call $object (global.get $FIRST_COMMIT)))
      (call $tree_of (call $resolve (global.get $MAIN))))
    (local.set $sum (call $fold (local.get $sum) (global.get $diff_sum)))
    (local.set $sum (call $fold (local.get $sum) (global.get $delta_sum)))
    (local.set $sum (call $fold_word (local.get $sum) (call $stored_bytes)))
    (local.set $sum (call $fold (local.get $sum) (call $survey_objects)))
    (call $delete_reference (global.get $EXPERIMENT))
    (call $collect)
    (local.set $sum (call $fold_word (local.get $sum) (global.get $kept)))
    (local.set $sum (call $fold_word (local.get $sum) (global.get $freed)))
    (if (call $fsck) (then (unreachable)))
    (local.set $sum (call $fold_word (local.get $sum) (global.get $commits)))
    (local.set $sum (call $fold_word (local.get $sum) (global.get $trees)))
    (local.set $sum (call $fold_word (local.get $sum) (global.get $blobs)))
    (call $fold (local.get $sum) (call $survey_objects)))

  (func $run (export "run") (result i64)
    (local $sum i64)
    (local.set $sum (call $fold (local.get $sum) (call $allocator_exercise (i32.const 20000))))
    (local.set $sum (call $fold (local.get $sum) (call $live_and_collect (i32.const 20))))
    (local.set $sum (call $fold (local.get $sum) (call $bst_exercise (i32.const 10000))))
    (local.set $sum (call $fold (local.get $sum) (call $merkle_exercise (i32.const 300))))
    (call $abandon)
    (local.get $sum))

  ;; =========================================================================================================
  ;; 19  Self-check
  ;;
  ;; What is compared with here is either published (FIPS 180-4, the check value of CRC-32, git's id of
  ;; nothing, and the repository that the book Pro Git builds in its chapter on git's internals) or a law: two
  ;; ways to one result, an inverse, a count that must come out.
  ;; =========================================================================================================

  (data (i32.const 0x1280) "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq\00")
  (data (i32.const 0x12c0) "84983e441c3bd26ebaae4aa1f95129e5e54670f1")     ;; FIPS 180-4: SHA-1 of these
  (data (i32.const 0x12f0) "a9993e364706816aba3e25717850c26c9cd0d89d")     ;; FIPS 180-4: SHA-1 of abc
  (data (i32.const 0x1320) "123456789\00")                                 ;; CRC-32 of this is 0xcbf43926
  (data (i32.const 0x1330) "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")     ;; git: the empty blob
  (data (i32.const 0x1360) "4b825dc642cb6eb9a060e54bf8d69288fbee4904")     ;; git: the empty tree
  (data (i32.const 0x1390) "version 1\n\00")
  (data (i32.const 0x13a0) "version 2\n\00")
  (data (i32.const 0x13b0) "new file\n\00")
  (data (i32.const 0x13c0) "test.txt\00")
  (data (i32.const 0x13d0) "new.txt\00")
  (data (i32.const 0x13e0) "bak\00")
  (data (i32.const 0x13f0) "83baae61804e65cc73a7201a7252750c76066a30")     ;; Pro Git: blob "version 1"
  (data (i32.const 0x1420) "d8329fc1cc938780ffdd9f94e0d364e0ea74f579")     ;; Pro Git: tree with test.txt
  (data (i32.const 0x1450) "3c4e9cd789d88d8d89c1073707c3585e41b0e614")     ;; Pro Git: tree with bak and two files
  (data (i32.const 0x1480) "fdf4fc3344e67ab068f836878b6c4951e3b15f3d")     ;; Pro Git: first commit
  (data (i32.const 0x14b0) "Scott Chacon <schacon@gmail.com> 1243040974 -0700\n\00")
  (data (i32.const 0x14f0) "\nfirst commit\n\00")
  (data (i32.const 0x1500) "lib\00lib-extra\00lib.old\00lib0\00li\00")
  (data (i32.const 0x1530) "lib/x\00")

  (func $check (export "check") (result i32)
    ;; 1: the allocator: nothing is damaged, and nothing is left over.
    (call $crc_fill_table)
    (drop (call $allocator_exercise (i32.const 3000)))
    (if (i32.eqz (call $heap_is_whole)) (then (return (i32.const 1))))
    (if (call $heap_fault) (then (return (i32.const 1))))
    (if (i32.eqz (call $check_digests)) (then (return (i32.const 2))))
    (if (i32.eqz (call $check_round_trips)) (then (return (i32.const 3))))
    (if (i32.eqz (call $check_malformed)) (then (return (i32.const 4))))
    (if (i32.eqz (call $check_deltas)) (then (return (i32.const 5))))
    (if (i32.eqz (call $check_published_ids)) (then (return (i32.const 6))))
    (if (i32.eqz (call $check_tree_order)) (then (return (i32.const 7))))
    (if (i32.eqz (call $check_search_tree)) (then (return (i32.const 8))))
    (if (i32.eqz (call $check_balanced_tree)) (then (return (i32.const 9))))
    ;; 10: the exercises of both trees and of the Merkle tree, which trap when something is wrong.
    (drop (call $bst_exercise (i32.const 500)))
    (drop (call $merkle_exercise (i32.const 37)))
    (drop (call $merkle_exercise (i32.const 64)))
    (call $live (i32.const 4))
    (if (i32.eqz (call $check_index)) (then (return (i32.const 11))))
    (if (i32.eqz (call $check_history (i32.const 4))) (then (return (i32.const 12))))
    (if (i32.eqz (call $check_differences)) (then (return (i32.const 13))))
    (if (i32.eqz (call $check_collection)) (then (return (i32.const 14))))
    ;; 15: without references all is garbage, and the heap is one free block again (`abandon` traps
    ;; otherwise).
    (call $abandon)
    (if (global.get $object_count) (then (return (i32.const 15))))
    (if (call $heap_fault) (then (return (i32.const 15))))
    (i32.const 0))

  ;; The standard's vectors, and that it does not matter how a message is cut into pieces.
  (func $check_digests (result i32)
    (local $text i32)
    (local $at i32)
    (local $piece i32)
    (local $whole i32)
    (call $sha1_start)
    (call $sha1_feed (i32.const 0x1280) (i32.const 3))
    (call $sha1_finish (global.get $DIGEST))
    (if (i32.eqz (call $id_is (global.get $DIGEST) (i32.const 0x12f0))) (then (return (i32.const 0))))
    (call $sha1_start)
    (call $sha1_feed (i32.const 0x1280) (i32.const 56))
    (call $sha1_finish (global.get $DIGEST))
    (if (i32.eqz (call $id_is (global.get $DIGEST) (i32.const 0x12c0))) (then (return (i32.const 0))))
    (if (i32.ne (call $crc32 (i32.const 0x1320) (i32.const 9)) (i32.const 0xcbf43926))
      (then (return (i32.const 0))))
    (local.set $text (call $random_text (i32.const 40)))
    (local.set $whole (call $allocate (i32.const 20)))
    (call $sha1_start)
    (call $sha1_feed (call $buffer_at (local.get $text)) (call $buffer_len (local.get $text)))
    (call $sha1_finish (local.get $whole))
    (call $sha1_start)
    (loop $next
      (local.set $piece
        (call $smaller
          (call $random_below (i32.const 150))
          (i32.sub (call $buffer_len (local.get $text)) (local.get $at))))
      (call $sha1_feed (i32.add (call $buffer_at (local.get $text)) (local.get $at)) (local.get $piece))
      (local.set $at (i32.add (local.get $at) (local.get $piece)))
      (br_if $next (i32.lt_u (local.get $at) (call $buffer_len (local.get $text)))))
    (call $sha1_finish (global.get $DIGEST))
    (local.set $piece (call $same_id (global.get $DIGEST) (local.get $whole)))
    (call $buffer_free (local.get $text))
    (call $free (local.get $whole))
    (local.get $piece))

  ;; A new buffer with random lines.
  (func $random_text (param $lines i32) (result i32)
    (local $text i32)
    (local.set $text (call $buffer_new))
    (loop $next
      (call $append_random_line (local.get $text))
      (local.set $lines (i32.sub (local.get $lines) (i32.const 1)))
      (br_if $next (local.get $lines)))
    (local.get $text))

  ;; Compression and back, for what is hard in different ways: nothing, one byte, one byte over and over,
  ;; noise, text.
  (func $check_round_trips (result i32)
    (local $text i32)
    (local $packed i32)
    (local $fine i32)
    (local $i i32)
    (local.set $text (call $buffer_new))
    (local.set $fine (call $round_trips (call $buffer_at (local.get $text)) (i32.const 0)))
    (call $append_byte (local.get $text) (i32.const 42))
    (local.set $fine
      (i32.and (local.get $fine) (call $round_trips (call $buffer_at (local.get $text)) (i32.const 1))))
    (call $buffer_reserve (local.get $text) (i32.const 5000))
    (memory.fill (call $buffer_at (local.get $text)) (i32.const 42) (i32.const 5000))
    (local.set $fine
      (i32.and (local.get $fine) (call $round_trips (call $buffer_at (local.get $text)) (i32.const 5000))))
    (loop $noise
      (i32.store (i32.add (call $buffer_at (local.get $text)) (local.get $i)) (call $random))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $noise (i32.lt_u (local.get $i) (i32.const 5000))))
    (local.set $fine
      (i32.and (local.get $fine) (call $round_trips (call $buffer_at (local.get $text)) (i32.const 5000))))
    (call $buffer_free (local.get $text))
    ;; longer than the window, so that old places fall out of it
    (local.set $text (call $random_text (i32.const 400)))
    (local.set $fine
      (i32.and (local.get $fine)
        (call $round_trips (call $buffer_at (local.get $text)) (call $buffer_len (local.get $text)))))
    ;; and it is worth the trouble: text of few words shrinks to less than two thirds
    (local.set $packed
      (call $deflate (call $buffer_at (local.get $text)) (call $buffer_len (local.get $text))))
    (local.set $fine
      (i32.and (local.get $fine)
        (i32.lt_u
          (i32.mul (call $buffer_len (local.get $packed)) (i32.const 3))
          (i32.mul (call $buffer_len (local.get $text)) (i32.const 2)))))
    (call $buffer_free (local.get $packed))
    (call $buffer_free (local.get $text))
    (local.get $fine))

  ;; No text that was cut off anywhere is taken for a whole one, and no byte that is changed leads out of
  ;; bounds: the result is refused, or it is of the length that was promised.
  (func $check_malformed (result i32)
    (local $text i32)
    (local $packed i32)
    (local $back i32)
    (local $i i32)
    (local $fine i32)
    (local.set $text (call $random_text (i32.const 20)))
    (local.set $packed
      (call $deflate (call $buffer_at (local.get $text)) (call $buffer_len (local.get $text))))
    (local.set $fine (i32.const 1))
    (loop $next
      (local.set $back (call $inflate (call $buffer_at (local.get $packed)) (local.get $i)))
      (if (local.get $back)
        (then
          (call $buffer_free (local.get $back))
          (local.set $fine (i32.const 0))))
      (call $flip (local.get $packed) (local.get $i))
      (local.set $back
        (call $inflate (call $buffer_at (local.get $packed)) (call $buffer_len (local.get $packed))))
      (if (local.get $back)
        (then
          ;; the first two bytes are the length itself
          (if (i32.and
                (i32.ne (call $buffer_len (local.get $back)) (call $buffer_len (local.get $text)))
                (i32.ge_u (local.get $i) (i32.const 2)))
            (then (local.set $fine (i32.const 0))))
          (call $buffer_free (local.get $back))))
      (call $flip (local.get $packed) (local.get $i))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (call $buffer_len (local.get $packed)))))
    (call $buffer_free (local.get $packed))
    (call $buffer_free (local.get $text))
    (local.get $fine))

  ;; Turns all bits of one byte.
  (func $flip (param $buffer i32) (param $i i32)
    (local $at i32)
    (local.set $at (i32.add (call $buffer_at (local.get $buffer)) (local.get $i)))
    (i32.store8 (local.get $at) (i32.xor (i32.load8_u (local.get $at)) (i32.const 255))))

  ;; Deltas between unlike texts, from and to nothing; a cut delta, or one for another source, is refused.
  (func $check_deltas (result i32)
    (local $old i32)
    (local $new i32)
    (local $delta i32)
    (local $back i32)
    (local $i i32)
    (local $fine i32)
    (local.set $old (call $random_text (i32.const 30)))
    (local.set $new (call $random_text (i32.const 30)))
    ;; `try_delta` traps when the target does not come back
    (call $try_delta (local.get $old) (local.get $new))
    (call $append_bytes (local.get $new)
      (call $buffer_at (local.get $old)) (call $buffer_len (local.get $old)))
    (call $try_delta (local.get $old) (local.get $new))
    (call $try_delta (local.get $new) (local.get $old))
    (local.set $delta
      (call $make_delta
        (call $buffer_at (local.get $old)) (call $buffer_len (local.get $old))
        (call $buffer_at (local.get $new)) (call $buffer_len (local.get $new))))
    (local.set $fine (i32.const 1))
    (loop $next
      (local.set $back
        (call $apply_delta
          (call $buffer_at (local.get $old)) (call $buffer_len (local.get $old))
          (call $buffer_at (local.get $delta)) (local.get $i)))
      (if (local.get $back)
        (then
          (call $buffer_free (local.get $back))
          (local.set $fine (i32.const 0))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (call $buffer_len (local.get $delta)))))
    (call $buffer_free (local.get $delta))
    ;; a target that goes on in memory just as its source does: the copy must stop where the target ends
    (local.set $delta
      (call $make_delta
        (call $buffer_at (local.get $old)) (call $buffer_len (local.get $old))
        (call $buffer_at (local.get $old)) (i32.shr_u (call $buffer_len (local.get $old)) (i32.const 1))))
    (local.set $back
      (call $apply_delta
        (call $buffer_at (local.get $old)) (call $buffer_len (local.get $old))
        (call $buffer_at (local.get $delta)) (call $buffer_len (local.get $delta))))
    (if (i32.eqz (local.get $back)) (then (return (i32.const 0))))
    (call $buffer_free (local.get $back))
    (if (call $apply_delta
          (call $buffer_at (local.get $old)) (i32.sub (call $buffer_len (local.get $old)) (i32.const 1))
          (call $buffer_at (local.get $delta)) (call $buffer_len (local.get $delta)))
      (then (local.set $fine (i32.const 0))))
    (call $buffer_free (local.get $delta))
    (call $buffer_cut (local.get $old) (i32.const 0))
    (call $try_delta (local.get $old) (local.get $new))
    (call $try_delta (local.get $new) (local.get $old))
    (call $buffer_free (local.get $old))
    (call $buffer_free (local.get $new))
    (local.get $fine))

  ;; ---- Ids that were published ----------------------------------------------------------------------------

  (func $store_text (param $text i32) (result i32)
    (call $store_object (global.get $BLOB) (local.get $text) (call $length (local.get $text))))

  (func $append_text_entry (param $tree i32) (param $mode i32) (param $name i32) (param $object i32)
    (call $append_entry (local.get $tree)
      (local.get $mode) (local.get $name) (call $length (local.get $name))
      (call $id_of (local.get $object))))

  ;; Nothing as a blob and as a tree; then blobs, trees and the first commit of the book. Empties the store
  ;; before and after.
  (func $check_published_ids (result i32)
    (local $first_tree i32)
    (local $third_tree i32)
    (local $commit i32)
    (call $store_reset)
    (if (i32.eqz
          (call $id_is
            (call $id_of (call $store_object (global.get $BLOB) (i32.const 0) (i32.const 0)))
            (i32.const 0x1330)))
      (then (return (i32.const 0))))
    (if (i32.eqz
          (call $id_is
            (call $id_of (call $store_object (global.get $TREE) (i32.const 0) (i32.const 0)))
            (i32.const 0x1360)))
      (then (return (i32.const 0))))
    (if (i32.eqz (call $id_is (call $id_of (call $store_text (i32.const 0x1390))) (i32.const 0x13f0)))
      (then (return (i32.const 0))))
    (local.set $first_tree (call $book_tree (i32.const 0)))
    (if (i32.eqz (call $id_is (call $id_of (local.get $first_tree)) (i32.const 0x1420)))
      (then (return (i32.const 0))))
    (local.set $third_tree (call $book_tree (local.get $first_tree)))
    (if (i32.eqz (call $id_is (call $id_of (local.get $third_tree)) (i32.const 0x1450)))
      (then (return (i32.const 0))))
    (local.set $commit (call $buffer_new))
    (call $append_id_line (local.get $commit) (i32.const 0xc30) (local.get $first_tree))
    (call $append_text (local.get $commit) (i32.const 0xc50))
    (call $append_text (local.get $commit) (i32.const 0x14b0))
    (call $append_text (local.get $commit) (i32.const 0xc60))
    (call $append_text (local.get $commit) (i32.const 0x14b0))
    (call $append_text (local.get $commit) (i32.const 0x14f0))
    (local.set $commit (call $store_buffer (global.get $COMMIT) (local.get $commit)))
    (if (i32.eqz (call $id_is (call $id_of (local.get $commit)) (i32.const 0x1480)))
      (then (return (i32.const 0))))
    (if (i32.ne (call $tree_of (local.get $commit)) (local.get $first_tree))
      (then (return (i32.const 0))))
    (call $store_reset)
    (i32.const 1))

  ;; The book's trees: of test.txt alone, or of bak (the tree given), new.txt and test.txt with new content.
  (func $book_tree (param $bak i32) (result i32)
    (local $tree i32)
    (local.set $tree (call $buffer_new))
    (if (local.get $bak)
      (then
        ;; out of order on purpose
        (call $append_text_entry (local.get $tree)
          (global.get $MODE_FILE) (i32.const 0x13c0) (call $store_text (i32.const 0x13a0)))
        (call $append_text_entry (local.get $tree)
          (global.get $MODE_FILE) (i32.const 0x13d0) (call $store_text (i32.const 0x13b0)))
        (call $append_text_entry (local.get $tree)
          (global.get $MODE_DIRECTORY) (i32.const 0x13e0) (local.get $bak)))
      (else
        (call $append_text_entry (local.get $tree)
          (global.get $MODE_FILE) (i32.const 0x13c0) (call $store_text (i32.const 0x1390)))))
    (call $store_tree_sorted (local.get $tree)))

  ;; ---- Trees ----------------------------------------------------------------------------------------------

  ;; The directory lib among files that sort around it: by sorting entries, and by way of the index.
  (func $check_tree_order (result i32)
    (local $blob i32)
    (local $below i32)
    (local $tree i32)
    (call $store_reset)
    (local.set $blob (call $store_text (i32.const 0x1390)))
    ;; lib holds one file, x
    (local.set $below (call $buffer_new))
    (call $append_text_entry (local.get $below) (global.get $MODE_FILE) (i32.const 0x1534) (local.get $blob))
    (local.set $below (call $store_buffer (global.get $TREE) (local.get $below)))
    (local.set $tree (call $buffer_new))
    (call $append_text_entry (local.get $tree) (global.get $MODE_FILE) (i32.const 0x1516) (local.get $blob))
    (call $append_text_entry (local.get $tree)
      (global.get $MODE_DIRECTORY) (i32.const 0x1500) (local.get $below))
    (call $append_text_entry (local.get $tree) (global.get $MODE_FILE) (i32.const 0x150e) (local.get $blob))
    (call $append_text_entry (local.get $tree) (global.get $MODE_FILE) (i32.const 0x1504) (local.get $blob))
    (call $append_text_entry (local.get $tree) (global.get $MODE_FILE) (i32.const 0x151b) (local.get $blob))
    (local.set $tree (call $store_tree_sorted (local.get $tree)))
    (call $index_put (i32.const 0x1516) (global.get $MODE_FILE) (call $id_of (local.get $blob)))
    (call $index_put (i32.const 0x1530) (global.get $MODE_FILE) (call $id_of (local.get $blob)))
    (call $index_put (i32.const 0x150e) (global.get $MODE_FILE) (call $id_of (local.get $blob)))
    (call $index_put (i32.const 0x1504) (global.get $MODE_FILE) (call $id_of (local.get $blob)))
    (call $index_put (i32.const 0x151b) (global.get $MODE_FILE) (call $id_of (local.get $blob)))
    (if (i32.ne (call $write_tree) (local.get $tree)) (then (return (i32.const 0))))
    (if (call $fsck) (then (return (i32.const 0))))
    (call $store_reset)
    (i32.const 1))

  ;; Inserts, deletions and questions about random keys below 256, held against a table of which keys are
  ;; there.
  (func $check_search_tree (result i32)
    (local $there i32)
    (local $root i32)
    (local $rounds i32)
    (local $key i32)
    (local $known i32)
    (local.set $there (call $allocate_zeroed (i32.const 256)))
    (local.set $root (call $allocate_zeroed (i32.const 4)))
    (local.set $rounds (i32.const 3000))
    (loop $next
      (local.set $key (call $random_below (i32.const 256)))
      (local.set $known (i32.load8_u (i32.add (local.get $there) (local.get $key))))
      (if (i32.ne (call $bst_has (local.get $root) (local.get $key)) (local.get $known))
        (then (return (i32.const 0))))
      (if (i32.and (call $random) (i32.const 1))
        (then
          (if (i32.eq (call $bst_insert (local.get $root) (local.get $key)) (local.get $known))
            (then (return (i32.const 0))))
          (i32.store8 (i32.add (local.get $there) (local.get $key)) (i32.const 1)))
        (else
          (if (i32.ne (call $bst_delete (local.get $root) (local.get $key)) (local.get $known))
            (then (return (i32.const 0))))
          (i32.store8 (i32.add (local.get $there) (local.get $key)) (i32.const 0))))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (br_if $next (local.get $rounds)))
    (call $bst_free (i32.load (local.get $root)))
    (call $free (local.get $root))
    (call $free (local.get $there))
    (i32.const 1))

  ;; The same for the balanced tree, with words of the vocabulary for keys; after every step it must be sound,
  ;; and the rank of a key the number of keys in the table before it (the vocabulary is in order).
  (func $check_balanced_tree (result i32)
    (local $there i32)
    (local $root i32)
    (local $rounds i32)
    (local $number i32)
    (local $word i32)
    (local $known i32)
    (local.set $there (call $allocate_zeroed (i32.const 64)))
    (local.set $rounds (i32.const 1000))
    (loop $next
      (local.set $number (call $random_below (i32.const 64)))
      (local.set $word (i32.add (i32.const 0x1000) (i32.shl (local.get $number) (i32.const 3))))
      (local.set $known (i32.load8_u (i32.add (local.get $there) (local.get $number))))
      (if (i32.ne
            (i32.ne (call $avl_find (global.get $BY_TEXT) (local.get $root) (local.get $word)) (i32.const 0))
            (local.get $known))
        (then (return (i32.const 0))))
      (if (i32.and (call $random) (i32.const 1))
        (then
          (local.set $root (call $avl_insert (global.get $BY_TEXT) (local.get $root) (local.get $word)))
          (if (i32.eq (global.get $avl_is_new) (local.get $known)) (then (return (i32.const 0))))
          (i32.store8 (i32.add (local.get $there) (local.get $number)) (i32.const 1)))
        (else
          (local.set $root (call $avl_remove (global.get $BY_TEXT) (local.get $root) (local.get $word)))
          (if (i32.ne (i32.ne (global.get $avl_node) (i32.const 0)) (local.get $known))
            (then (return (i32.const 0))))
          (if (local.get $known) (then (call $free (global.get $avl_node))))
          (i32.store8 (i32.add (local.get $there) (local.get $number)) (i32.const 0))))
      (if (i32.eqz (call $avl_is_sound (local.get $root))) (then (return (i32.const 0))))
      (if (i32.ne
            (call $avl_rank (global.get $BY_TEXT) (local.get $root) (local.get $word))
            (call $count_set (local.get $there) (local.get $number)))
        (then (return (i32.const 0))))
      (local.set $rounds (i32.sub (local.get $rounds) (i32.const 1)))
      (br_if $next (local.get $rounds)))
    (call $avl_free (local.get $root))
    (call $free (local.get $there))
    (i32.const 1))

  ;; How many of the first `count` bytes are set.
  (func $count_set (param $at i32) (param $count i32) (result i32)
    (local $set i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (local.set $set
          (i32.add (local.get $set) (i32.load8_u (i32.add (local.get $at) (local.get $count)))))
        (br $next)))
    (local.get $set))

  ;; ---- A repository ---------------------------------------------------------------------------------------

  ;; Reading a tree into the index and writing it again gives the same tree; no file has a name twice.
  (func $check_index (result i32)
    (local $tree i32)
    (local.set $tree (call $tree_of (call $resolve (global.get $TOPIC))))
    (call $read_tree (local.get $tree))
    (if (i32.ne (call $write_tree) (local.get $tree)) (then (return (i32.const 0))))
    (if (i32.eqz (call $avl_is_sound (global.get $index))) (then (return (i32.const 0))))
    (i32.eqz (call $fsck)))

  ;; Commits are as many as were made; merge bases are where the branches parted or met.
  (func $check_history (param $rounds i32) (result i32)
    (local $main i32)
    (local $topic i32)
    (local $experiment i32)
    (local $base i32)
    (local.set $main (call $resolve (global.get $MAIN)))
    (local.set $topic (call $resolve (global.get $TOPIC)))
    (local.set $experiment (call $resolve (global.get $EXPERIMENT)))
    (call $clear_marks)
    ;; the first, three times the rounds on main, half of them on topic, and the merge
    (if (i32.ne
          (call $mark_ancestors (local.get $main) (i32.const 1))
          (i32.add
            (i32.mul (local.get $rounds) (i32.const 3))
            (i32.add (i32.shr_u (local.get $rounds) (i32.const 1)) (i32.const 2))))
      (then (return (i32.const 0))))
    (if (i32.ne
          (call $mark_ancestors (local.get $experiment) (i32.const 1))
          (i32.shr_u (local.get $rounds) (i32.const 1)))
      (then (return (i32.const 0))))
    ;; topic is merged, so it is itself what it shares with main, and with the experiment
    (if (i32.ne (call $merge_base (local.get $main) (local.get $topic)) (local.get $topic))
      (then (return (i32.const 0))))
    (if (i32.ne (call $merge_base (local.get $topic) (local.get $experiment)) (local.get $topic))
      (then (return (i32.const 0))))
    ;; where main and the experiment part is the merge: the commit with two parents
    (local.set $base (call $merge_base (local.get $experiment) (local.get $main)))
    (call $read_commit (local.get $base))
    (local.set $base)
    (drop)
    (drop)
    (i32.eq (local.get $base) (local.get $topic)))

  ;; Nothing differs from itself; backwards, what was added was deleted; from nothing, every file is added.
  (func $check_differences (result i32)
    (local $old i32)
    (local $new i32)
    (local $added i32)
    (local $deleted i32)
    (local $modified i32)
    (local.set $old (call $tree_of (call $object (global.get $FIRST_COMMIT))))
    (local.set $new (call $tree_of (call $resolve (global.get $MAIN))))
    (call $diff (local.get $new) (local.get $new))
    (if (i32.or (i32.or (global.get $added) (global.get $deleted)) (global.get $modified))
      (then (return (i32.const 0))))
    (call $diff (local.get $old) (local.get $new))
    (local.set $added (global.get $added))
    (local.set $deleted (global.get $deleted))
    (local.set $modified (global.get $modified))
    (if (i32.eqz (local.get $modified)) (then (return (i32.const 0))))
    (call $diff (local.get $new) (local.get $old))
    (if (i32.ne (global.get $added) (local.get $deleted)) (then (return (i32.const 0))))
    (if (i32.ne (global.get $deleted) (local.get $added)) (then (return (i32.const 0))))
    (if (i32.ne (global.get $modified) (local.get $modified)) (then (return (i32.const 0))))
    (call $read_tree (local.get $new))
    (call $diff (i32.const 0) (local.get $new))
    (i32.eq (global.get $added) (call $index_size)))

  ;; Nothing goes while all is referred to. When the experiment is given up, its last commit goes; what is
  ;; left is sound, and a second collection finds nothing more.
  (func $check_collection (result i32)
    (local $objects i32)
    (local $experiment i32)
    (local $gone i32)
    (local.set $objects (global.get $object_count))
    (call $collect)
    (if (global.get $freed) (then (return (i32.const 0))))
    (if (i32.ne (global.get $kept) (local.get $objects)) (then (return (i32.const 0))))
    (local.set $experiment (call $allocate (i32.const 20)))
    (call $copy_id (local.get $experiment) (call $id_of (call $resolve (global.get $EXPERIMENT))))
    (call $delete_reference (global.get $EXPERIMENT))
    (call $collect)
    (local.set $gone (i32.eqz (call $find_object (local.get $experiment))))
    (call $free (local.get $experiment))
    (if (i32.eqz (local.get $gone)) (then (return (i32.const 0))))
    (if (i32.ne (i32.add (global.get $kept) (global.get $freed)) (local.get $objects))
      (then (return (i32.const 0))))
    (if (i32.ne (global.get $object_count) (global.get $kept)) (then (return (i32.const 0))))
    (if (call $fsck) (then (return (i32.const 0))))
    (if (call $heap_fault) (then (return (i32.const 0))))
    (call $collect)
    (i32.eqz (global.get $freed)))

  ;; =========================================================================================================
  ;; 20  Output
  ;; =========================================================================================================

  ;; Bytes waiting in the output buffer.
  (global $out_len (mut i32) (i32.const 0))

  ;; Hands the waiting bytes to the host. It may take fewer than it was offered, so this goes on until all
  ;; are gone; an error, or no progress, ends the program with code 74 (an input or output error by custom).
  (func $flush
    (local $from i32)
    (local.set $from (i32.const 0x800))
    (loop $more
      (if (global.get $out_len)
        (then
          (i32.store (i32.const 0) (local.get $from))
          (i32.store (i32.const 4) (global.get $out_len))
          (if (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))
            (then (call $proc_exit (i32.const 74)) (unreachable)))
          (if (i32.eqz (i32.load (i32.const 8)))
            (then (call $proc_exit (i32.const 74)) (unreachable)))
          (local.set $from (i32.add (local.get $from) (i32.load (i32.const 8))))
          (global.set $out_len (i32.sub (global.get $out_len) (i32.load (i32.const 8))))
          (br $more)))))

  (func $put_byte (param $byte i32)
    (if (i32.eq (global.get $out_len) (i32.const 1024)) (then (call $flush)))
    (i32.store8 (i32.add (i32.const 0x800) (global.get $out_len)) (local.get $byte))
    (global.set $out_len (i32.add (global.get $out_len) (i32.const 1))))

  (func $newline (call $put_byte (i32.const 10)))

  (func $put_text (param $text i32)
    (loop $next
      (if (i32.load8_u (local.get $text))
        (then
          (call $put_byte (i32.load8_u (local.get $text)))
          (local.set $text (i32.add (local.get $text) (i32.const 1)))
          (br $next)))))

  ;; All digits but the last are those of n / 10; then comes the last one.
  (func $put_decimal (param $n i64)
    (if (i64.ge_u (local.get $n) (i64.const 10))
      (then (call $put_decimal (i64.div_u (local.get $n) (i64.const 10)))))
    (call $put_byte (i32.add (i32.const 48) (i32.wrap_i64 (i64.rem_u (local.get $n) (i64.const 10))))))

  ;; Sixteen hexadecimal digits: the value turns by four bits and each turn shows the next digit at the
  ;; bottom.
  (func $put_hex (param $n i64)
    (local $left i32)
    (local.set $left (i32.const 16))
    (loop $next
      (local.set $n (i64.rotl (local.get $n) (i64.const 4)))
      (call $put_byte (call $hex_digit (i32.and (i32.wrap_i64 (local.get $n)) (i32.const 15))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $next (local.get $left))))

  ;; An id in full.
  (func $put_id (param $id i32)
    (local $digits i32)
    (local.set $digits (call $buffer_new))
    (call $append_hex (local.get $digits) (local.get $id))
    (call $append_byte (local.get $digits) (i32.const 0))
    (call $put_text (call $buffer_at (local.get $digits)))
    (call $buffer_free (local.get $digits)))

  (func $put_number (param $n i32)
    (call $put_decimal (i64.extend_i32_u (local.get $n))))

  ;; A number between two texts.
  (func $say (param $before i32) (param $n i32) (param $after i32)
    (call $put_text (local.get $before))
    (call $put_number (local.get $n))
    (call $put_text (local.get $after)))

  ;; A label and an id, on a line.
  (func $say_id (param $label i32) (param $id i32)
    (call $put_text (local.get $label))
    (call $put_id (local.get $id))
    (call $newline))

  ;; A label and a checksum, on a line.
  (func $say_checksum (param $label i32) (param $checksum i64)
    (call $put_text (local.get $label))
    (call $put_hex (local.get $checksum))
    (call $newline))

  ;; =========================================================================================================
  ;; 21  The program
  ;; =========================================================================================================

  (data (i32.const 0x0100) "git_benchmark\n\00")
  ;; The text without bytes, for numbers with nothing before them: the zero byte that ends the title.
  (global $NO_TEXT i32 (i32.const 0x10e))
  (data (i32.const 0x0110) "  allocator     most in use: \00")
  (data (i32.const 0x0130) " blocks, \00")
  (data (i32.const 0x0140) " bytes; 0x\00")
  (data (i32.const 0x0150) "  empty blob    \00")
  (data (i32.const 0x0168) "  empty tree    \00")
  (data (i32.const 0x0180) "  first commit  \00")
  (data (i32.const 0x0198) "  main          \00")
  (data (i32.const 0x01b0) "  topic         \00")
  (data (i32.const 0x01c8) "  experiment    \00")
  (data (i32.const 0x01e0) "  merge base    \00")
  (data (i32.const 0x01f8) "  objects       \00")
  (data (i32.const 0x0210) " commits, \00")
  (data (i32.const 0x0220) " trees, \00")
  (data (i32.const 0x0230) " blobs in \00")
  (data (i32.const 0x0240) " bytes, ids of \00")
  (data (i32.const 0x0250) " digits\n\00")
  (data (i32.const 0x0260) "  first..main   \00")
  (data (i32.const 0x0278) " added, \00")
  (data (i32.const 0x0288) " deleted, \00")
  (data (i32.const 0x0298) " modified; 0x\00")
  (data (i32.const 0x02a8) "  deltas        \00")
  (data (i32.const 0x02c0) " in \00")
  (data (i32.const 0x02c8) " bytes; 0x\00")
  (data (i32.const 0x02d8) "  collected     \00")
  (data (i32.const 0x02f0) " freed, \00")
  (data (i32.const 0x0300) " kept\n\00")
  (data (i32.const 0x0310) "  search tree   \00")
  (data (i32.const 0x0328) " nodes, height \00")
  (data (i32.const 0x0338) ", rebalanced \00")
  (data (i32.const 0x0350) "  Merkle root   \00")
  (data (i32.const 0x0368) "  Merkle diff   \00")
  (data (i32.const 0x0380) " chunks changed, found in \00")
  (data (i32.const 0x03a0) " nodes\n\00")
  (data (i32.const 0x03b0) "  self-check    \00")
  (data (i32.const 0x03c8) "ok\n\00")
  (data (i32.const 0x03d0) "FAILED at check \00")
  (data (i32.const 0x03e8) "  run           0x\00")

  ;; The life of a small repository, told as it goes.
  (func $tell_of_a_life
    (call $live (i32.const 6))
    (call $say_id (i32.const 0x180) (global.get $FIRST_COMMIT))
    (call $say_id (i32.const 0x198) (call $id_of (call $resolve (global.get $MAIN))))
    (call $say_id (i32.const 0x1b0) (call $id_of (call $resolve (global.get $TOPIC))))
    (call $say_id (i32.const 0x1c8) (call $id_of (call $resolve (global.get $EXPERIMENT))))
    (call $say_id (i32.const 0x1e0)
      (call $id_of
        (call $merge_base (call $resolve (global.get $MAIN)) (call $resolve (global.get $EXPERIMENT)))))

    ;; `fsck` counts the kinds; were there a fault, the self-check would find it
    (drop (call $fsck))
    (drop (call $survey_objects))
    (call $say (i32.const 0x1f8) (global.get $commits) (i32.const 0x210))
    (call $say (global.get $NO_TEXT) (global.get $trees) (i32.const 0x220))
    (call $say (global.get $NO_TEXT) (global.get $blobs) (i32.const 0x230))
    (call $say (global.get $NO_TEXT) (call $stored_bytes) (i32.const 0x240))
    (call $say (global.get $NO_TEXT) (global.get $longest_abbreviation) (i32.const 0x250))

    (call $diff
      (call $tree_of (call $object (global.get $FIRST_COMMIT)))
      (call $tree_of (call $resolve (global.get $MAIN))))
    (call $say (i32.const 0x260) (global.get $added) (i32.const 0x278))
    (call $say (global.get $NO_TEXT) (global.get $deleted) (i32.const 0x288))
    (call $put_number (global.get $modified))
    (call $say_checksum (i32.const 0x298) (global.get $diff_sum))

    (call $say (i32.const 0x2a8) (global.get $delta_count) (i32.const 0x2c0))
    (call $put_number (global.get $delta_bytes))
    (call $say_checksum (i32.const 0x2c8) (global.get $delta_sum))

    (call $delete_reference (global.get $EXPERIMENT))
    (call $collect)
    (call $say (i32.const 0x2d8) (global.get $freed) (i32.const 0x2f0))
    (call $say (global.get $NO_TEXT) (global.get $kept) (i32.const 0x300))
    (call $abandon))

  (func $start (export "_start")
    (local $sum i64)
    (local $failed i32)
    (call $put_text (i32.const 0x100))
    (call $crc_fill_table)
    (local.set $sum (call $allocator_exercise (i32.const 2000)))
    (call $say (i32.const 0x110) (global.get $peak_blocks) (i32.const 0x130))
    (call $put_number (global.get $peak_bytes))
    (call $say_checksum (i32.const 0x140) (local.get $sum))

    (call $object_id (global.get $BLOB) (i32.const 0) (i32.const 0) (global.get $DIGEST))
    (call $say_id (i32.const 0x150) (global.get $DIGEST))
    (call $object_id (global.get $TREE) (i32.const 0) (i32.const 0) (global.get $DIGEST))
    (call $say_id (i32.const 0x168) (global.get $DIGEST))

    (call $tell_of_a_life)

    (drop (call $bst_exercise (i32.const 1000)))
    (call $say (i32.const 0x310) (global.get $bst_nodes) (i32.const 0x328))
    (call $say (global.get $NO_TEXT) (global.get $bst_height_before) (i32.const 0x338))
    (call $put_number (global.get $bst_height_after))
    (call $newline)

    (drop (call $merkle_exercise (i32.const 100)))
    (call $say_id (i32.const 0x350) (global.get $MERKLE_ROOT))
    (call $say (i32.const 0x368) (global.get $merkle_changed) (i32.const 0x380))
    (call $say (global.get $NO_TEXT) (global.get $merkle_visits) (i32.const 0x3a0))

    (call $put_text (i32.const 0x3b0))
    (local.set $failed (call $check))
    (if (local.get $failed)
      (then
        (call $say (i32.const 0x3d0) (local.get $failed) (global.get $NO_TEXT))
        (call $newline)
        (call $flush)
        (call $proc_exit (i32.const 1))
        (unreachable)))
    (call $put_text (i32.const 0x3c8))

    (call $say_checksum (i32.const 0x3e8) (call $run))
    (call $flush)))
