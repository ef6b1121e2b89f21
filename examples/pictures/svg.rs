//! A terminal's screen as an SVG picture: text runs, frames as lines, a dark window around it.

use std::collections::{BTreeMap, BTreeSet};

use vt100::{Cell, Color, Screen};

/// Size of a cell, and of the window around the cells.
const COLUMN: u32 = 8;
const ROW: u32 = 17;
const MARGIN: u32 = 14;
const TITLE_BAR: u32 = 30;
/// A monospaced font is about 0.6 as wide as it is high.
const FONT: &str = "13.3px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

const BACKGROUND: [u8; 3] = [0x16, 0x18, 0x1d];
const FOREGROUND: [u8; 3] = [0xd4, 0xd7, 0xdd];
const PALETTE: [[u8; 3]; 16] = [
    [0x2a, 0x2e, 0x37],
    [0xf0, 0x71, 0x78],
    [0x98, 0xc3, 0x79],
    [0xe5, 0xc0, 0x7b],
    [0x61, 0xaf, 0xef],
    [0xc6, 0x78, 0xdd],
    [0x56, 0xc8, 0xd8],
    [0xc8, 0xcc, 0xd4],
    [0x7f, 0x84, 0x8e],
    [0xff, 0x8b, 0x92],
    [0xb1, 0xd9, 0x95],
    [0xf3, 0xd3, 0x98],
    [0x82, 0xc4, 0xff],
    [0xd9, 0x95, 0xee],
    [0x7a, 0xdb, 0xe8],
    [0xff, 0xff, 0xff],
];

/// Blank cells within a run; a longer gap begins a new one.
const LONGEST_GAP: usize = 3;

/// How the text of a cell looks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    colour: [u8; 3],
    bold: bool,
    italic: bool,
    underline: bool,
}

/// Cells of one row that look the same.
struct Run {
    column: u32,
    columns: u32,
    row: u32,
    look: Look,
    text: String,
}

/// The picture.
pub fn picture(screen: &Screen) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (u32::from(rows.get()), u32::from(columns.get()));
    let (width, height) = (columns * COLUMN + 2 * MARGIN, rows * ROW + TITLE_BAR + MARGIN);
    let mut parts = Parts::default();
    for row in 0..rows {
        parts.read_row(screen, row, columns);
    }
    let mut lines = vec![
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">"#
        ),
        parts.style(),
        format!(r#"<rect width="{width}" height="{height}" rx="9" fill="{}"/>"#, hex(BACKGROUND)),
    ];
    lines.extend(
        [(20, 0xff_5f_57), (38, 0xfe_bc_2e), (56, 0x28_c8_40)]
            .map(|(x, colour)| format!(r##"<circle cx="{x}" cy="16" r="5.5" fill="#{colour:06x}"/>"##)),
    );
    lines.push(format!(r#"<g transform="translate({MARGIN} {TITLE_BAR})">"#));
    lines.extend(parts.body());
    lines.push("</g></svg>\n".to_owned());
    lines.join("\n")
}

#[derive(Default)]
struct Parts {
    grounds: Vec<String>,
    runs: Vec<Run>,
    frames: BTreeMap<[u8; 3], Frame>,
}

/// The lines of a colour: where each lies, from where it goes, and to where.
#[derive(Default)]
struct Frame {
    across: Vec<[u32; 3]>,
    down: Vec<[u32; 3]>,
}

impl Parts {
    fn read_row(&mut self, screen: &Screen, row: u32, columns: u32) {
        let cells = (0..columns).filter_map(|column| {
            let cell = screen.cell(u16::try_from(row).ok()?, u16::try_from(column).ok()?)?;
            Some((column, cell))
        });
        let mut ground: Option<(u32, u32, [u8; 3])> = None;
        let mut run: Option<Run> = None;
        for (column, cell) in cells {
            let (look, back) = look(cell);
            match &mut ground {
                Some((_, end, colour)) if *end == column && back == Some(*colour) => *end += 1,
                _ => {
                    self.grounds.extend(ground.take().map(|ground| rect(ground, row)));
                    ground = back.map(|colour| (column, column + 1, colour));
                }
            }
            if cell.is_wide_continuation() {
                continue;
            }
            let text = if cell.has_contents() { cell.contents() } else { " " };
            if let Some(arms) = frame_arms(text) {
                self.frames.entry(look.colour).or_default().add(arms, column, row);
                self.runs.extend(run.take());
                continue;
            }
            if text == " " && !look.underline {
                if let Some(open) = &mut run {
                    open.text.push(' ');
                    open.columns += 1;
                }
                continue;
            }
            let columns = 1 + u32::from(cell.is_wide());
            match &mut run {
                Some(open)
                    if open.look == look && !cell.is_wide() && !open.text.ends_with(&" ".repeat(LONGEST_GAP)) =>
                {
                    open.text.push_str(text);
                    open.columns += columns;
                }
                _ => {
                    self.runs.extend(run.take());
                    run = Some(Run { column, columns, row, look, text: text.to_owned() });
                }
            }
            // A wide character stands alone, so that it keeps its place whatever the font.
            if cell.is_wide() {
                self.runs.extend(run.take());
            }
        }
        self.grounds.extend(ground.map(|ground| rect(ground, row)));
        self.runs.extend(run);
    }

    /// The looks, each with the letter of its class.
    fn classes(&self) -> BTreeMap<Look, String> {
        let looks: BTreeSet<Look> = self.runs.iter().map(|run| run.look).collect();
        looks.into_iter().enumerate().map(|(number, look)| (look, format!("c{number}"))).collect()
    }

    fn style(&self) -> String {
        let rules = self.classes().into_iter().map(|(look, class)| {
            let weight = if look.bold { ";font-weight:bold" } else { "" };
            let slant = if look.italic { ";font-style:italic" } else { "" };
            let line = if look.underline { ";text-decoration:underline" } else { "" };
            format!(".{class}{{fill:{}{weight}{slant}{line}}}", hex(look.colour))
        });
        let rules: String = rules.collect();
        format!("<style>text{{font:{FONT};white-space:pre}}path{{fill:none}}{rules}</style>")
    }

    fn body(self) -> Vec<String> {
        let classes = self.classes();
        let texts = self.runs.into_iter().map(|run| {
            let text = run.text.trim_end();
            let length = (run.columns - u32::try_from(run.text.len() - text.len()).unwrap_or(0)) * COLUMN;
            let (x, y) = (run.column * COLUMN, run.row * ROW + 13);
            let class = &classes[&run.look];
            format!(
                r#"<text class="{class}" x="{x}" y="{y}" textLength="{length}" lengthAdjust="spacingAndGlyphs">{}</text>"#,
                escaped(text)
            )
        });
        let frames = self.frames.into_iter().map(|(colour, frame)| frame.path(colour));
        self.grounds.into_iter().chain(frames).chain(texts).collect()
    }
}

/// The text's look, and the background where it is not the window's own.
fn look(cell: &Cell) -> (Look, Option<[u8; 3]>) {
    let mut front = rgb(cell.fgcolor(), FOREGROUND);
    let mut back = rgb(cell.bgcolor(), BACKGROUND);
    if cell.inverse() {
        (front, back) = (back, front);
    }
    if cell.dim() {
        front = halfway(front, back);
    }
    let look = Look { colour: front, bold: cell.bold(), italic: cell.italic(), underline: cell.underline() };
    (look, (back != BACKGROUND).then_some(back))
}

fn rgb(colour: Color, default: [u8; 3]) -> [u8; 3] {
    match colour {
        Color::Default => default,
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Idx(number @ 0..16) => PALETTE[usize::from(number)],
        Color::Idx(number @ 16..232) => {
            let step = |part: u8| if part == 0 { 0 } else { 55 + part * 40 };
            let number = number - 16;
            [step(number / 36), step(number / 6 % 6), step(number % 6)]
        }
        Color::Idx(number @ 232..) => [8 + (number - 232) * 10; 3],
    }
}

/// Three fifths of the way from `back` to `front`.
fn halfway(front: [u8; 3], back: [u8; 3]) -> [u8; 3] {
    std::array::from_fn(|part| {
        let mixed = (u32::from(front[part]) * 3 + u32::from(back[part]) * 2) / 5;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    })
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn rect((from, to, colour): (u32, u32, [u8; 3]), row: u32) -> String {
    let (x, y, width) = (from * COLUMN, row * ROW, (to - from) * COLUMN);
    format!(r#"<rect x="{x}" y="{y}" width="{width}" height="{ROW}" fill="{}"/>"#, hex(colour))
}

/// Which ways a character of a frame goes from the middle of its cell: left, right, up, down.
fn frame_arms(text: &str) -> Option<[bool; 4]> {
    Some(match text {
        "─" => [true, true, false, false],
        "│" => [false, false, true, true],
        "┌" => [false, true, false, true],
        "┐" => [true, false, false, true],
        "└" => [false, true, true, false],
        "┘" => [true, false, true, false],
        "├" => [false, true, true, true],
        "┤" => [true, false, true, true],
        "┬" => [true, true, false, true],
        "┴" => [true, true, true, false],
        "┼" => [true; 4],
        _ => return None,
    })
}

impl Frame {
    fn add(&mut self, [left, right, up, down]: [bool; 4], column: u32, row: u32) {
        let (x, y) = (column * COLUMN, row * ROW);
        let (middle, centre) = (x + COLUMN / 2, y + ROW / 2);
        if left || right {
            let to = if right { x + COLUMN } else { middle };
            self.across.push([centre, if left { x } else { middle }, to]);
        }
        if up || down {
            let to = if down { y + ROW } else { centre };
            self.down.push([middle, if up { y } else { centre }, to]);
        }
    }

    /// Fonts leave gaps between the rows; a path does not.
    fn path(self, colour: [u8; 3]) -> String {
        let across = joined(self.across).into_iter().map(|[y, from, to]| format!("M{from} {y}.5H{to}"));
        let down = joined(self.down).into_iter().map(|[x, from, to]| format!("M{x}.5 {from}V{to}"));
        let data: String = across.chain(down).collect();
        format!(r#"<path stroke="{}" d="{data}"/>"#, hex(colour))
    }
}

/// Stretches that touch become one.
fn joined(mut stretches: Vec<[u32; 3]>) -> Vec<[u32; 3]> {
    stretches.sort_unstable();
    stretches.dedup_by(|next, last| {
        let touches = next[0] == last[0] && next[1] <= last[2];
        if touches {
            last[2] = next[2].max(last[2]);
        }
        touches
    });
    stretches
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
