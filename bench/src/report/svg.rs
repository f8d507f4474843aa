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

/// Horizontal bars with a title, a grid of powers of two, and the number at the end of each row.
pub fn bars(title: &str, bars: &[Bar]) -> String {
    let reach = bars.iter().map(|b| b.ratio.log2().abs()).fold(1.0, f64::max).ceil();
    let middle = LABEL + (WIDTH - LABEL - NUMBER) / 2.0;
    let scale = (WIDTH - LABEL - NUMBER) / 2.0 / reach;
    let height = TOP + ROW * bars.len() as f64 + 12.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
         font-family=\"system-ui,sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"{0}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"var(--paper,#fff)\"/>\n\
         <text x=\"8\" y=\"18\" font-weight=\"600\" font-size=\"14\" fill=\"var(--ink,#1d1d1f)\">{0}</text>\n",
        escape(title)
    );
    grid(&mut out, reach as i32, middle, scale, height);
    for (at, bar) in bars.iter().enumerate() {
        one_bar(&mut out, bar, TOP + ROW * at as f64, middle, scale);
    }
    out.push_str("</svg>\n");
    out
}

fn grid(out: &mut String, reach: i32, middle: f64, scale: f64, height: f64) {
    // At most nine lines, whatever the range.
    let step = (reach / 4).max(1);
    let powers = (-reach..=reach).filter(|p| p % step == 0);
    for power in powers {
        let x = middle + f64::from(power) * scale;
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

fn one_bar(out: &mut String, bar: &Bar, y: f64, middle: f64, scale: f64) {
    let length = bar.ratio.log2() * scale;
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
        middle + length.min(0.0),
        y + 3.0,
        length.abs().max(1.0),
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
        let svg = bars("t", &[bar(4.0), bar(0.25), bar(1.01)]);
        assert!(svg.contains("a&lt;b") && svg.contains("4.00x") && svg.contains("~1.01x"), "{svg}");
        let colours: Vec<bool> = ["--win", "--loss", "--noise"].iter().map(|c| svg.contains(c)).collect();
        assert_eq!(colours, [true; 3]);
        // Both bars are equally long: 4x and 1/4x.
        let middle = LABEL + (WIDTH - LABEL - NUMBER) / 2.0;
        let half = (WIDTH - LABEL - NUMBER) / 2.0;
        assert!(svg.contains(&format!("<rect x=\"{middle:.1}\"")));
        assert!(
            svg.contains(&format!("<rect x=\"{:.1}\" y=\"69.0\" width=\"{half:.1}\"", middle - half)),
            "{svg}"
        );
    }
}
