//! From samples to claims: quartiles, noise, geometric means.
//!
//! A time on a shared machine is the true cost plus disturbances that only ever add, arrive in bursts and sometimes
//! last for seconds. Three habits answer that. The lower quartile, because a burst moves the mean, and a neighbour that
//! is busy half of the time moves even the median, while the least sample would reward luck. Interleaving (see `rounds`),
//! because a slow second then hits every engine. And an A/A row: wx is timed against a second copy of itself, so the
//! difference that means nothing is measured, not guessed.
//!
//! A ratio of two quartiles is *inside the noise* when its distance from 1 is smaller than the sum of two things: how
//! far the A/A ratio of the same row is from 1, and how uncertain both quartiles are, taken from the spread of their
//! samples (the median absolute deviation, scaled to a standard error of the quartile).

use serde::{Deserialize, Serialize};

/// The samples of one figure, in nanoseconds, in the order in which they were taken.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Samples(Vec<f64>);

impl Samples {
    pub fn push(&mut self, nanoseconds: f64) {
        self.0.push(nanoseconds);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn as_slice(&self) -> &[f64] {
        &self.0
    }

    /// The middle sample, or the mean of the two middle ones; `None` without samples.
    pub fn median(&self) -> Option<f64> {
        quantile(&self.0, 0.5)
    }

    /// The lower quartile, which stands for the samples in every claim; `None` without samples.
    pub fn quartile(&self) -> Option<f64> {
        quantile(&self.0, 0.25)
    }

    pub fn least(&self) -> Option<f64> {
        self.0.iter().copied().reduce(f64::min)
    }

    /// The standard error of the quartile relative to it: 1.4826 MAD estimates the standard deviation of a normal
    /// distribution, 1.3626 / sqrt(n) turns that into the error of its quartile.
    pub fn relative_error(&self) -> Option<f64> {
        let middle = self.median()?;
        let distances: Vec<f64> = self.0.iter().map(|s| (s - middle).abs()).collect();
        let deviation = 1.4826 * quantile(&distances, 0.5)?;
        Some(1.3626 * deviation / (self.0.len() as f64).sqrt() / self.quartile()?)
    }
}

impl FromIterator<f64> for Samples {
    fn from_iter<I: IntoIterator<Item = f64>>(samples: I) -> Samples {
        Samples(samples.into_iter().collect())
    }
}

/// The value below which this share of the sorted values lies, between two of them where it falls there.
fn quantile(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = share * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(below + (above - below) * place.fract())
}

/// A peer's quartile over that of wx: above 1, wx is faster.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ratio {
    pub value: f64,
    /// The half-width of the band around 1 in which a ratio of this row says nothing.
    pub noise: f64,
}

impl Ratio {
    /// `None` where either side has no samples, or an impossible one of zero.
    pub fn of(wx: &Samples, again: &Samples, peer: &Samples) -> Option<Ratio> {
        let (ours, theirs) = (wx.quartile()?, peer.quartile()?);
        let apart = again.quartile().map_or(0.0, |second| (second / ours - 1.0).abs());
        let spread = wx.relative_error()? + peer.relative_error()?;
        let value = theirs / ours;
        value.is_finite().then_some(Ratio { value, noise: apart + spread })
    }

    pub fn is_noise(&self) -> bool {
        (self.value - 1.0).abs() <= self.noise
    }
}

/// The geometric mean, which treats twice as fast and half as fast alike; `None` for no values.
pub fn geometric_mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let logs: Vec<f64> = values.into_iter().map(f64::ln).collect();
    (!logs.is_empty()).then(|| (logs.iter().sum::<f64>() / logs.len() as f64).exp())
}

/// `1.234 ms` and the like, with three significant digits.
pub fn duration(nanoseconds: f64) -> String {
    let (value, unit) = match nanoseconds {
        n if n < 1e3 => (n, "ns"),
        n if n < 1e6 => (n / 1e3, "µs"),
        n if n < 1e9 => (n / 1e6, "ms"),
        n => (n / 1e9, "s"),
    };
    let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.digits$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(values: &[f64]) -> Samples {
        values.iter().copied().collect()
    }

    #[test]
    fn the_median_ignores_a_burst() {
        assert_eq!(samples(&[1.0, 900.0, 2.0]).median(), Some(2.0));
        assert_eq!(samples(&[4.0, 1.0, 2.0, 100.0]).median(), Some(3.0));
        assert_eq!(samples(&[]).median(), None);
    }

    #[test]
    fn the_quartile_ignores_a_neighbour_that_is_busy_half_of_the_time() {
        assert_eq!(samples(&[1.5, 1.0, 1.6, 1.0, 1.5, 1.0, 1.6, 1.0, 1.5]).quartile(), Some(1.0));
        assert_eq!(samples(&[4.0, 1.0, 2.0]).quartile(), Some(1.5));
        assert_eq!(samples(&[]).quartile(), None);
    }

    #[test]
    fn a_difference_within_the_spread_is_noise() {
        let wx = samples(&[100.0, 104.0, 96.0, 101.0, 99.0]);
        let near = Ratio::of(&wx, &wx, &samples(&[101.0, 103.0, 98.0, 102.0, 97.0])).unwrap();
        assert!(near.is_noise(), "{near:?}");
        let far = Ratio::of(&wx, &wx, &samples(&[150.0, 149.0, 151.0, 150.0, 152.0])).unwrap();
        assert!(!far.is_noise() && (far.value - 150.0 / 99.0).abs() < 1e-9, "{far:?}");
    }

    #[test]
    fn an_unsteady_a_a_row_widens_the_band() {
        let wx = samples(&[100.0; 5]);
        let peer = samples(&[105.0; 5]);
        assert!(!Ratio::of(&wx, &samples(&[101.0; 5]), &peer).unwrap().is_noise());
        assert!(Ratio::of(&wx, &samples(&[92.0; 5]), &peer).unwrap().is_noise());
    }

    #[test]
    fn the_geometric_mean_is_even_handed() {
        assert!((geometric_mean([2.0, 0.5]).unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(geometric_mean([]), None);
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(duration(12.34), "12.3 ns");
        assert_eq!(duration(1_234_000.0), "1.23 ms");
        assert_eq!(duration(2.5e9), "2.50 s");
    }
}
