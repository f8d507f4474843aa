//! What became of the directives of one file.
//!
//! # Why four numbers
//! Only a directive that asserts something can pass: counting `module`, `register` and plain `invoke`
//! as passed would inflate the figure by what no one asked about.  Their failure does count, because a
//! module that cannot be instantiated leaves every assertion after it meaningless.  The four numbers
//! add up to the number of directives; `trial` relies on that to notice a script that stopped early.

/// Where and why one directive failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Line of the directive, from 1; 0 if the file as a whole failed.
    pub line: usize,
    /// Column of the directive, from 1; 0 if the file as a whole failed.
    pub column: usize,
    /// What was asked, for example `assert_return (invoke "add")`.
    pub directive: String,
    /// What happened instead; values are shown on lines of their own.
    pub message: String,
}

/// The count of one file's directives, and its failures in order of appearance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Assertions that held.
    pub passed: usize,
    /// Assertions that did not hold, and set-up directives that did not work.
    pub failed: usize,
    /// Failures that `testsuite/expectations.toml` lists with a reason.
    pub skipped: usize,
    /// Directives that worked and assert nothing: `module`, `register`, `invoke`, `thread`, `wait`.
    pub setup: usize,
    /// One entry for each failed directive; those never reached share the entry of what stopped the file.
    pub failures: Vec<Failure>,
}

impl Tally {
    /// A file that failed before any directive ran.
    pub fn whole_file(message: String) -> Tally {
        let failure = Failure { line: 0, column: 0, directive: "file".to_string(), message };
        Tally { failed: 1, failures: vec![failure], ..Tally::default() }
    }

    /// How many directives have been accounted for.
    pub fn total(&self) -> usize {
        self.passed + self.failed + self.skipped + self.setup
    }

    /// Adds the numbers and the failures of `other`.
    pub fn add(&mut self, other: &Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.setup += other.setup;
        self.failures.extend(other.failures.iter().cloned());
    }
}
