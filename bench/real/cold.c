int work(int a, int b) { return a * b; }
