//! Truth values: bytes on the wire, bits in Arrow. Eight at a time.

use arrow_buffer::{BooleanBuffer, Buffer};

/// The lowest bit of each byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// One byte for each bit.
pub(super) fn to_bytes(bits: &BooleanBuffer) -> Buffer {
    let chunks = bits.bit_chunks();
    let mut bytes = Vec::with_capacity(bits.len().next_multiple_of(64));
    for chunk in chunks.iter().chain([chunks.remainder_bits()]) {
        for eight in chunk.to_le_bytes() {
            bytes.extend_from_slice(&spread(eight).to_le_bytes());
        }
    }
    bytes.truncate(bits.len());
    Buffer::from_vec(bytes)
}

/// One bit for each byte; the first byte that is neither 0 nor 1, where there is one.
pub(super) fn to_bits(bytes: &[u8]) -> Result<BooleanBuffer, u8> {
    let mut bits = Vec::with_capacity(bytes.len().div_ceil(8));
    let mut all = 0;
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        let eight = u64::from_le_bytes(*eight);
        all |= eight;
        bits.push(gather(eight));
    }
    if !rest.is_empty() {
        let mut eight = [0; 8];
        eight.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        let eight = u64::from_le_bytes(eight);
        all |= eight;
        bits.push(gather(eight));
    }
    match bytes.iter().find(|byte| all & !ONES != 0 && **byte > 1) {
        Some(byte) => Err(*byte),
        None => Ok(BooleanBuffer::new(Buffer::from_vec(bits), 0, bytes.len())),
    }
}

/// A byte of 0 or 1 for each bit, the lowest first.
fn spread(bits: u8) -> u64 {
    // Each byte keeps another bit; adding 127 carries any of them into the byte's highest.
    let kept = (u64::from(bits) * ONES) & 0x8040_2010_0804_0201;
    ((kept + 0x7f7f_7f7f_7f7f_7f7f) >> 7) & ONES
}

/// The lowest bits of eight bytes: the product brings the bit of byte `i` to place `56 + i`, and no two sums meet.
fn gather(bytes: u64) -> u8 {
    ((bytes & ONES).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_of_bits_comes_back() {
        for bits in 0..=u8::MAX {
            let bytes = spread(bits).to_le_bytes();
            for (place, byte) in bytes.iter().enumerate() {
                assert_eq!(*byte, bits >> place & 1);
            }
            assert_eq!(gather(spread(bits)), bits);
        }
    }

    #[test]
    fn slices_of_any_length_and_offset_come_back() {
        let values: Vec<bool> = (0..300).map(|n| n * n % 7 < 3).collect();
        let whole = BooleanBuffer::from(values.clone());
        for length in [0, 1, 7, 8, 9, 63, 64, 65, 128, 200] {
            for offset in [0, 1, 8, 13, 64, 99] {
                let part = whole.slice(offset, length);
                let bytes = to_bytes(&part);
                assert_eq!(bytes.len(), length);
                assert!(
                    bytes.iter().zip(&values[offset..]).all(|(byte, bit)| *byte == u8::from(*bit))
                );
                assert_eq!(to_bits(&bytes), Ok(part));
            }
        }
    }

    #[test]
    fn other_bytes_are_found_anywhere() {
        for at in 0..20 {
            let mut bytes = [1; 20];
            bytes[at] = 2 + at as u8;
            assert_eq!(to_bits(&bytes), Err(2 + at as u8));
        }
    }
}
