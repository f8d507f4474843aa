/* Prints the checksum of `run_n(argv[1])`, or of `run()` without an argument: build.sh links this with each program
 * to obtain the expected checksums from a compiler and a processor that know nothing of WebAssembly. */
#include "bench.h"
#include <stdio.h>
#include <stdlib.h>

i64 run(void);

int main(int argc, char **argv) {
    printf("%lld\n", (long long)(argc > 1 ? run_n(atoi(argv[1])) : run()));
    return 0;
}
