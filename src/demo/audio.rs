//! Sound: an MPEG audio file of any length that players play, without an encoder.
//!
//! MPEG-2 Layer III, 16 kHz, mono, 8 kbit/s. Frames are 36 bytes and 36 milliseconds long and need nothing of their neighbours
//! (`main_data_begin` is 0), so a file is a row of them. A sounding frame holds one spectral line, the others none; two notes
//! and a rest take turns, so a listener hears that it goes on. Layout: ISO/IEC 13818-3 and 11172-3.

use std::time::Duration;

/// The media type of [`mpeg`], as Zoom sends it.
pub const CONTENT_TYPE: &str = "audio/mpeg";

/// Milliseconds a frame lasts: 576 samples at 16 kHz.
const FRAME_MILLIS: u128 = 36;

/// Bytes of a frame: 72 x 8000 bit/s / 16000 Hz.
const FRAME_BYTES: usize = 36;

/// Sync, MPEG-2, Layer III, no checksum; 8 kbit/s, 16 kHz, no padding; mono; neither copyright nor emphasis.
const HEADER: [u8; 4] = [0xff, 0xf3, 0x18, 0xc4];

/// Frames of each note and of the rest after them.
const BEAT: usize = 14;

/// Spectral lines of the two notes: 13.9 Hz apart, so about 430 and 570 Hz.
const NOTES: [usize; 2] = [30, 40];

/// An MPEG audio file that lasts `duration`, rounded up to a whole frame; at least one frame.
#[must_use]
pub fn mpeg(duration: Duration) -> Vec<u8> {
    let frames = usize::try_from(duration.as_millis().div_ceil(FRAME_MILLIS)).unwrap_or(1).max(1);
    let mut file = Vec::with_capacity(frames * FRAME_BYTES);
    for place in 0..frames {
        let note = NOTES.get(place / BEAT % 4).copied();
        // A steady tone turns by a quarter from frame to frame in one line of the transform: two of each sign in turn.
        file.extend(frame(note, place % 4 >= 2));
    }
    file
}

/// One frame: silence, or a line of the spectrum with a sign.
fn frame(line: Option<usize>, negative: bool) -> [u8; FRAME_BYTES] {
    let mut bits = Bits::default();
    let pairs = line.map_or(0, |line| line / 2 + 1);
    // In Huffman table 1, a pair of zeros takes one bit; (1, 0) takes two, and (0, 1) three, and then comes the sign.
    let tone = line.map(|line| if line % 2 == 0 { (0b01, 2) } else { (0b001, 3) });
    let length = tone.map_or(0, |(_, bits)| pairs - 1 + bits + 1);
    for byte in HEADER {
        bits.push(usize::from(byte), 8);
    }
    bits.push(0, 8 + 1); // main_data_begin, private_bits
    bits.push(length, 12); // part2_3_length: there are no scale factors, so only Huffman bits
    bits.push(pairs, 9); // big_values
    bits.push(202, 8); // global_gain: 2 to the power of (202 - 210) / 4, a quarter of full scale
    bits.push(0, 9 + 1); // scalefac_compress, window_switching_flag: long blocks
    bits.push(0b00001_00001_00001, 15); // table_select: table 1 in all three regions
    bits.push(0, 4 + 3 + 1 + 1); // region0_count, region1_count, scalefac_scale, count1table_select
    if let Some((code, width)) = tone {
        for _ in 1..pairs {
            bits.push(1, 1);
        }
        bits.push(code, width);
        bits.push(usize::from(negative), 1);
    }
    bits.bytes
}

/// A frame being filled from its first bit on.
struct Bits {
    bytes: [u8; FRAME_BYTES],
    filled: usize,
}

impl Default for Bits {
    fn default() -> Self {
        Self { bytes: [0; FRAME_BYTES], filled: 0 }
    }
}

impl Bits {
    /// Appends the lowest `width` bits of `value`, highest first.
    fn push(&mut self, value: usize, width: usize) {
        for bit in (0..width).rev() {
            if let Some(byte) = self.bytes.get_mut(self.filled / 8)
                && value >> bit & 1 == 1
            {
                *byte |= 0x80 >> (self.filled % 8);
            }
            self.filled += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_as_long_as_asked_and_every_frame_starts_with_its_header() {
        for (millis, frames) in [(0, 1), (1, 1), (36, 1), (37, 2), (60_000, 1667)] {
            let file = mpeg(Duration::from_millis(millis));
            assert_eq!(file.len(), frames * FRAME_BYTES, "{millis} ms");
            assert!(file.chunks(FRAME_BYTES).all(|frame| frame.starts_with(&HEADER)));
        }
    }

    #[test]
    fn a_sounding_frame_counts_its_own_bits() {
        for line in NOTES {
            let bytes = frame(Some(line), false);
            // part2_3_length follows 4 bytes of header and 9 bits of side information.
            let length = usize::from(bytes[5] & 0x7f) << 5 | usize::from(bytes[6] >> 3);
            let data: Vec<bool> =
                (13 * 8..13 * 8 + length).map(|bit| bytes[bit / 8] & 0x80 >> (bit % 8) != 0).collect();
            let zeros = data.iter().take_while(|bit| **bit).count();
            assert_eq!(zeros, line / 2, "pairs of zeros before the line");
            assert_eq!(length, zeros + 3, "the pair (1, 0) and its sign");
            assert!(bytes[13 + length.div_ceil(8)..].iter().all(|byte| *byte == 0));
        }
    }
}
