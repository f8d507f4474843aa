//! Charts as SVG text: bars around 1 on a logarithmic axis, so that twice as fast and half as fast are equally long.
//!
//! Colours come from CSS variables with fallbacks: inside the page they follow its light or dark theme, and the same
//! text stands alone as an image file.

use std::fmt::Write;

/// One bar: a label, a ratio (above 1: wx is faster), and the half-width of the noise around 1.
pub struct Bar {
    pub label: String,
    pub ratio: f64,
    pub noise: f64,
}

const WIDTH: f64 = 760.0;
const LABEL: f64 = 190.0;
const NUMBER: f64 = 70.0;
const ROW: f64 = 20.0;
const TOP: f64 = 46.0;

/// Where ratios lie from left to right: whole powers of two, with 1 always among them.
struct Axis {
    least: i32,
    most: i32,
    scale: f64,
}

impl Axis {
    fn of(ratios: impl Iterator<Item = f64>) -> Axis {
        // One step to each side is there even when nothing reaches it, so that the side of 1 is seen at a glance.
        let (mut least, mut most) = (-1.0f64, 1.0f64);
        for power in ratios.map(f64::log2) {
            (least, most) = (least.min(power.floor()), most.max(power.ceil()));
        }
        Axis { least: least as i32, most: most as i32, scale: (WIDTH - LABEL - NUMBER) / (most - least) }
    }

    /// The place of a power of two.
    fn x(&self, power: f64) -> f64 {
        LABEL + (power - f64::from(self.least)) * self.scale
    }
}

/// Horizontal bars with a title, a grid of powers of two, and the number at the end of each row; in sections, of which
/// those with a name have a line for it.
pub fn bars(title: &str, sections: &[(String, Vec<Bar>)]) -> String {
    let all = || sections.iter().flat_map(|(_, bars)| bars);
    let axis = Axis::of(all().map(|bar| bar.ratio));
    let rows = all().count() + sections.iter().filter(|(name, _)| !name.is_empty()).count();
    let height = TOP + ROW * rows as f64 + 12.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"system-ui,sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"{0}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"var(--paper,#fff)\"/>\n\
         <text x=\"8\" y=\"18\" font-weight=\"600\" font-size=\"14\" fill=\"var(--ink,#1d1d1f)\">{0}</text>\n",
        escape(title)
    );
    grid(&mut out, &axis, height);
    let mut y = TOP;
    for (name, bars) in sections {
        if !name.is_empty() {
            let _ = writeln!(
                out,
                "<text x=\"8\" y=\"{:.1}\" font-weight=\"600\" fill=\"var(--ink,#1d1d1f)\">{}</text>",
                y + 14.0,
                escape(name)
            );
            y += ROW;
        }
        for bar in bars {
            one_bar(&mut out, bar, y, &axis);
            y += ROW;
        }
    }
    out.push_str("</svg>\n");
    out
}

fn grid(out: &mut String, axis: &Axis, height: f64) {
    // At most nine lines, whatever the range.
    let step = (axis.most - axis.least + 7) / 8;
    let powers = (axis.least..=axis.most).filter(|p| p % step == 0);
    for power in powers {
        let x = axis.x(f64::from(power));
        let name = if power < 0 { format!("1/{}", 1u64 << -power) } else { format!("{}x", 1u64 << power) };
        let shade = if power == 0 { "var(--ink,#1d1d1f)" } else { "var(--line,#d8d8dc)" };
        let _ = write!(
            out,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{0:.1}\" y2=\"{1:.1}\" stroke=\"{shade}\"/>\n\
             <text x=\"{x:.1}\" y=\"{2:.1}\" text-anchor=\"middle\" fill=\"var(--soft,#6e6e73)\">{name}</text>\n",
            TOP - 6.0,
            height - 8.0,
            TOP - 12.0
        );
    }
}

fn one_bar(out: &mut String, bar: &Bar, y: f64, axis: &Axis) {
    let (one, end) = (axis.x(0.0), axis.x(bar.ratio.log2()));
    let noisy = (bar.ratio - 1.0).abs() <= bar.noise;
    let colour = match (noisy, bar.ratio >= 1.0) {
        (true, _) => "var(--noise,#a9a9b0)",
        (false, true) => "var(--win,#2f7d5b)",
        (false, false) => "var(--loss,#b4532a)",
    };
    let _ = write!(
        out,
        "<text x=\"{0:.1}\" y=\"{1:.1}\" text-anchor=\"end\" fill=\"var(--ink,#1d1d1f)\">{2}</text>\n\
         <rect x=\"{3:.1}\" y=\"{4:.1}\" width=\"{5:.1}\" height=\"{6:.1}\" rx=\"2\" fill=\"{colour}\"/>\n\
         <text x=\"{7:.1}\" y=\"{1:.1}\" text-anchor=\"end\" fill=\"var(--ink,#1d1d1f)\">{8}{9:.2}x</text>\n",
        LABEL - 8.0,
        y + 14.0,
        escape(&bar.label),
        one.min(end),
        y + 3.0,
        (end - one).abs().max(1.0),
        ROW - 6.0,
        WIDTH - 8.0,
        if noisy { "~" } else { "" },
        bar.ratio
    );
}

/// Text that is safe inside XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_win_goes_right_and_a_loss_goes_left() {
        let bar = |ratio| Bar { label: "a<b".to_owned(), ratio, noise: 0.05 };
        let svg = bars("t", &[(String::new(), vec![bar(4.0), bar(0.25), bar(1.01)])]);
        assert!(svg.contains("a&lt;b") && svg.contains("4.00x") && svg.contains("~1.01x"), "{svg}");
        let colours: Vec<bool> = ["--win", "--loss", "--noise"].iter().map(|c| svg.contains(c)).collect();
        assert_eq!(colours, [true; 3]);
        // Both bars are equally long: 4x and 1/4x.
        let half = (WIDTH - LABEL - NUMBER) / 2.0;
        let middle = LABEL + half;
        assert!(svg.contains(&format!("<rect x=\"{middle:.1}\" y=\"49.0\" width=\"{half:.1}\"")), "{svg}");
        assert!(svg.contains(&format!("<rect x=\"{LABEL:.1}\" y=\"69.0\" width=\"{half:.1}\"")), "{svg}");
    }

    #[test]
    fn the_axis_goes_as_far_as_the_bars_and_keeps_one() {
        let axis = Axis::of([0.04, 0.5].into_iter());
        assert_eq!((axis.least, axis.most), (-5, 1));
        assert!(axis.x(-5.0) == LABEL && axis.x(0.0) < WIDTH - NUMBER);
    }
}
