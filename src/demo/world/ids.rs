//! Ids in Zoom's forms that carry, scrambled, what they name: an id is turned back into its call without any table.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A `call_history_uuid` or `call_element_id`: the day the call started (UTC), a dash, and a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DatedUuid {
    /// The day as the number `yyyymmdd`.
    pub day: u32,
    /// The bits of the UUID.
    pub uuid: u128,
}

impl DatedUuid {
    /// The UUID alone, as old answers name a leg.
    #[must_use]
    pub fn without_day(self) -> String {
        let u = self.uuid;
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            u >> 96,
            (u >> 80) & 0xffff,
            (u >> 64) & 0xffff,
            (u >> 48) & 0xffff,
            u & 0xffff_ffff_ffff
        )
    }
}

impl fmt::Display for DatedUuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08}-{}", self.day, self.without_day())
    }
}

/// A `call_id`: 19 digits, with `_1`, `_2` on the legs after a direct transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CallId {
    /// The digits.
    pub number: u64,
    /// How many direct transfers came before; 0 gives no suffix.
    pub transfers: u8,
}

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.transfers == 0 { write!(f, "{}", self.number) } else { write!(f, "{}_{}", self.number, self.transfers) }
    }
}

/// The id of a recording or a voicemail: 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HexId(pub u128);

impl fmt::Display for HexId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// The id of an extension, user, site, group, file or AI summary: 22 characters of base64url.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ShortId(pub u128);

impl fmt::Display for ShortId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0.to_be_bytes()))
    }
}

/// Ids go into JSON as the text they show.
macro_rules! serialize_as_text {
    ($($id:ty),*) => {$(
        impl serde::Serialize for $id {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}

serialize_as_text!(DatedUuid, CallId, HexId, ShortId);

/// What an id names. The number is part of what is scrambled, so that ids of different kinds never meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Call,
    Element,
    Recording,
    RecordingFile,
    Voicemail,
    VoicemailFile,
    AiSummary,
}

impl Kind {
    const ALL: [Self; 7] = [
        Self::Call,
        Self::Element,
        Self::Recording,
        Self::RecordingFile,
        Self::Voicemail,
        Self::VoicemailFile,
        Self::AiSummary,
    ];
}

/// Where a call sits: the hour it started in (hours since 1970) and its place among that hour's calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    pub hour: u32,
    pub nth: u32,
}

/// Turns (kind, slot, leg) into 128 bits and back, keyed by the seed.
///
/// Layout of the 64 bits before scrambling: kind 4, leg 6, hour 22, nth 32. The upper half of an id is their mix, the lower
/// half a check over the upper.
#[derive(Clone, Debug)]
pub(super) struct Scramble {
    key: u64,
    check: u64,
}

impl Scramble {
    pub fn new(seed: u64) -> Self {
        Self { key: mix(seed), check: mix(seed ^ 0x5851_f42d_4c95_7f2d) }
    }

    pub fn bits(&self, kind: Kind, slot: Slot, leg: usize) -> u128 {
        let plain = (kind as u64) << 60
            | (leg as u64 & 0x3f) << 54
            | (u64::from(slot.hour) & 0x3f_ffff) << 32
            | u64::from(slot.nth);
        self.with_check(mix(plain ^ self.key))
    }

    /// What `bits` names, or nothing when this scramble did not make them.
    pub fn read(&self, bits: u128) -> Option<(Kind, Slot, usize)> {
        let hidden = low64(bits >> 64);
        if self.with_check(hidden) != bits {
            return None;
        }
        let plain = unmix(hidden) ^ self.key;
        let kind = *Kind::ALL.get(usize::try_from(plain >> 60).ok()?)?;
        let slot = Slot { hour: low32(plain >> 32) & 0x3f_ffff, nth: low32(plain) };
        Some((kind, slot, usize::try_from(plain >> 54 & 0x3f).ok()?))
    }

    fn with_check(&self, hidden: u64) -> u128 {
        u128::from(hidden) << 64 | u128::from(mix(hidden ^ self.check))
    }

    pub fn uuid(&self, kind: Kind, slot: Slot, leg: usize) -> u128 {
        as_uuid(self.bits(kind, slot, leg))
    }

    /// Reads a UUID with or without the day before it. The caller still compares the whole text.
    pub fn read_uuid(&self, text: &str) -> Option<(Kind, Slot, usize)> {
        let uuid = if text.len() == 45 { text.get(9..)? } else { text };
        let given = u128::from_str_radix(&uuid.replace('-', ""), 16).ok()?;
        // The version digit displaced four bits, which were kept below the variant (see `as_uuid`).
        let hidden = low64(given >> 64) & !0xf000 | low64(given >> 58 & 0xf) << 12;
        let bits = self.with_check(hidden);
        if as_uuid(bits) == given { self.read(bits) } else { None }
    }

    pub fn read_hex(&self, text: &str) -> Option<(Kind, Slot, usize)> {
        let bits = u128::from_str_radix(text, 16).ok()?;
        if HexId(bits).to_string() == text { self.read(bits) } else { None }
    }

    pub fn read_short(&self, text: &str) -> Option<(Kind, Slot, usize)> {
        let bytes: [u8; 16] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        self.read(u128::from_be_bytes(bytes))
    }
}

/// A version 4, variant 1 UUID of these bits. Six bits of the check half give way.
fn as_uuid(bits: u128) -> u128 {
    let (high, low) = (low64(bits >> 64), low64(bits));
    let displaced = high >> 12 & 0xf;
    let high = high & !0xf000 | 0x4000;
    let low = low & ((1 << 58) - 1) | displaced << 58 | 0b10 << 62;
    u128::from(high) << 64 | u128::from(low)
}

/// An id of something that is not a call, such as a user or a site: a hash of the seed, what it is, and its number.
pub(super) fn named(seed: u64, what: &str, number: usize) -> String {
    let word = what.bytes().fold(mix(seed), |hash, byte| mix(hash ^ u64::from(byte)));
    let high = mix(word ^ number as u64);
    ShortId(u128::from(high) << 64 | u128::from(mix(high ^ word))).to_string()
}

/// The mixing function of `SplitMix64`: a bijection in which every bit of the input moves every bit of the output.
pub(super) const fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The inverse of [`mix`].
const fn unmix(mut z: u64) -> u64 {
    z = (z ^ (z >> 31) ^ (z >> 62)).wrapping_mul(0x3196_42b2_d24d_8ec3);
    z = (z ^ (z >> 27) ^ (z >> 54)).wrapping_mul(0x96de_1b17_3f11_9089);
    z = z ^ (z >> 30) ^ (z >> 60);
    z.wrapping_sub(0x9e37_79b9_7f4a_7c15)
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is what is asked for")]
pub(super) const fn low64(bits: u128) -> u64 {
    bits as u64
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is what is asked for")]
pub(super) const fn low32(bits: u64) -> u32 {
    bits as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_id_names_what_it_was_made_of(seed: u64, hour in 0_u32..1 << 22, nth: u32, leg in 0_usize..64) {
            let scramble = Scramble::new(seed);
            let slot = Slot { hour, nth };
            for kind in Kind::ALL {
                let named = Some((kind, slot, leg));
                let bits = scramble.bits(kind, slot, leg);
                prop_assert_eq!(scramble.read_hex(&HexId(bits).to_string()), named);
                prop_assert_eq!(scramble.read_short(&ShortId(bits).to_string()), named);
                let dated = DatedUuid { day: 20_261_103, uuid: scramble.uuid(kind, slot, leg) };
                prop_assert_eq!(scramble.read_uuid(&dated.to_string()), named);
                prop_assert_eq!(scramble.read_uuid(&dated.without_day()), named);
            }
        }

        #[test]
        fn a_foreign_id_names_nothing(text in "[0-9a-f]{32}") {
            let scramble = Scramble::new(1);
            prop_assert_eq!(scramble.read_hex(&text), None);
            prop_assert_eq!(scramble.read_uuid(&text), None);
            prop_assert_eq!(scramble.read_short(&text[..22]), None);
        }
    }

    #[test]
    fn a_uuid_has_the_form_of_version_4() {
        let uuid = DatedUuid { day: 20_261_103, uuid: as_uuid(u128::MAX) }.to_string();
        assert_eq!(uuid.len(), 45);
        assert_eq!(&uuid[..9], "20261103-");
        assert_eq!(&uuid[23..24], "4");
        assert!("89ab".contains(&uuid[28..29]));
    }
}
