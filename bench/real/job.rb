# A longer job for Ruby: blocks, hashes, strings, arrays of arrays.
state = 7
numbers = Array.new(30_000) { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; state >> 12 }
groups = numbers.group_by { |n| n % 97 }
sums = groups.map { |k, v| [k, v.sum] }.sort
primes = (2..6000).select { |n| (2..Integer.sqrt(n)).none? { |d| (n % d).zero? } }
text = numbers.first(5000).map(&:to_s).join(",")
swaps = 0
list = numbers.first(400)
list.each_index { |i| (0...list.size - 1 - i).each { |j| (list[j], list[j + 1] = list[j + 1], list[j]; swaps += 1) if list[j] > list[j + 1] } }
puts "checksum #{sums[5].inspect} #{primes.size} #{text.scan(/1\d3/).size} #{swaps} #{(1..300).inject(:*).to_s.size}"
