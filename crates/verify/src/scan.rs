//! Looks for bytes in a text, eight at a time.

const ONES: u64 = u64::MAX / 255;

/// Where the first byte is that is below `limit`, which is at most 128, or one of these.
#[inline(always)]
pub(crate) fn first<const N: usize>(bytes: &[u8], limit: u8, ones: [u8; N]) -> Option<usize> {
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = ones.iter().fold(below(word, limit), |found, &one| {
            found | below(word ^ (ONES * u64::from(one)), 1)
        });
        if found != 0 {
            return Some(8 * at + found.trailing_zeros() as usize / 8);
        }
    }
    let found = |byte: &u8| *byte < limit || ones.contains(byte);
    rest.iter().position(found).map(|at| bytes.len() - rest.len() + at)
}

/// The highest bit of each byte that is below the limit. Of these marks the lowest is exact; above it a borrow may leave
/// a false one.
#[inline(always)]
fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(ONES * u64::from(limit)) & !word & (ONES * 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_wherever_it_lies_and_whatever_comes_after() {
        for length in 0..40 {
            let plain: Vec<u8> = (0..length).map(|at| b"a\xC2\x80\xFF!#[]~"[at % 9]).collect();
            assert_eq!(first(&plain, b' ', [b'"', b'\\']), None);
            for at in 0..length {
                for byte in [b'"', b'\\', 0, b'\n', 0x1F] {
                    let mut text = plain.clone();
                    text[at] = byte;
                    text[at + 1..].iter_mut().step_by(2).for_each(|byte| *byte = b'"');
                    assert_eq!(first(&text, b' ', [b'"', b'\\']), Some(at), "{text:?}");
                }
            }
        }
    }
}
