<?php
// A longer job for PHP: arrays, strings, functions, regular expressions.
function fib($n) { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
$state = 99;
$words = [];
for ($i = 0; $i < 60000; $i++) {
    $state = ($state * 1309 + 13849) % 65536;
    $words[] = 'k' . ($state % 500);
}
$counts = array_count_values($words);
arsort($counts);
$text = implode(' ', array_slice($words, 0, 20000));
$matches = preg_match_all('/k(\d)\1/', $text);
$matrix = [];
for ($i = 0; $i < 60; $i++) for ($j = 0; $j < 60; $j++) $matrix[$i][$j] = ($i * $j) % 11;
$trace = 0;
for ($i = 0; $i < 60; $i++) for ($k = 0; $k < 60; $k++) $trace += $matrix[$i][$k] * $matrix[$k][$i];
echo 'checksum ', reset($counts), ' ', $matches, ' ', $trace, ' ', fib(22), ' ', crc32($text), "\n";
