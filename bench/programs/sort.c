/* Quicksort, heap sort, merge sort and radix sort of the same n thousand keys; all four must agree. */
#include "bench.h"

enum { MOST = 131072 };
static u32 keys[MOST], work[MOST], spare[MOST];

static void quicksort(u32 *a, int low, int high) {
    while (high - low > 12) {
        u32 pivot = a[low + (high - low) / 2];
        int i = low, j = high;
        while (i <= j) {
            while (a[i] < pivot) i++;
            while (a[j] > pivot) j--;
            if (i <= j) {
                u32 t = a[i];
                a[i++] = a[j];
                a[j--] = t;
            }
        }
        if (j - low < high - i) {
            quicksort(a, low, j);
            low = i;
        } else {
            quicksort(a, i, high);
            high = j;
        }
    }
    for (int i = low + 1; i <= high; i++) {
        u32 v = a[i];
        int j = i - 1;
        for (; j >= low && a[j] > v; j--) a[j + 1] = a[j];
        a[j + 1] = v;
    }
}

static void sift_down(u32 *a, int root, int count) {
    for (int child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && a[child + 1] > a[child]) child++;
        if (a[root] >= a[child]) return;
        u32 t = a[root];
        a[root] = a[child];
        a[child] = t;
    }
}

static void heap_sort(u32 *a, int count) {
    for (int i = count / 2; i-- > 0;) sift_down(a, i, count);
    for (int last = count; --last > 0;) {
        u32 t = a[0];
        a[0] = a[last];
        a[last] = t;
        sift_down(a, 0, last);
    }
}

static void merge_sort(u32 *a, u32 *tmp, int count) {
    if (count < 2) return;
    int half = count / 2, i = 0, j = half, k = 0;
    merge_sort(a, tmp, half);
    merge_sort(a + half, tmp, count - half);
    while (i < half && j < count) tmp[k++] = a[i] <= a[j] ? a[i++] : a[j++];
    while (i < half) tmp[k++] = a[i++];
    while (j < count) tmp[k++] = a[j++];
    for (i = 0; i < count; i++) a[i] = tmp[i];
}

static void radix_sort(u32 *a, u32 *tmp, int count) {
    for (int shift = 0; shift < 32; shift += 8) {
        u32 start[257] = {0};
        for (int i = 0; i < count; i++) start[(a[i] >> shift & 255) + 1]++;
        for (int i = 0; i < 256; i++) start[i + 1] += start[i];
        for (int i = 0; i < count; i++) tmp[start[a[i] >> shift & 255]++] = a[i];
        for (int i = 0; i < count; i++) a[i] = tmp[i];
    }
}

static u64 sum_of(int count) {
    u64 sum = 0;
    for (int i = 0; i < count; i++) {
        if (i && work[i - 1] > work[i]) return 0;
        sum = mix(sum, work[i]);
    }
    return sum;
}

i64 run_n(i32 n) {
    u32 seed = 31337;
    int count = n * 1000 > MOST ? MOST : n * 1000;
    u64 sums[4];
    for (int i = 0; i < count; i++) keys[i] = next_random(&seed) >> (i % 3 * 8);
    for (int how = 0; how < 4; how++) {
        for (int i = 0; i < count; i++) work[i] = keys[i];
        if (how == 0) quicksort(work, 0, count - 1);
        if (how == 1) heap_sort(work, count);
        if (how == 2) merge_sort(work, spare, count);
        if (how == 3) radix_sort(work, spare, count);
        sums[how] = sum_of(count);
    }
    return sums[0] == sums[1] && sums[1] == sums[2] && sums[2] == sums[3] ? (i64)sums[0] : -1;
}
BENCH(120)
