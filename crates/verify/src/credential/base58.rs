//! Base 58 as Bitcoin writes it: how Multibase names keys and proofs.

const SIGNS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// Writes bytes.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    // The digits of the number the bytes are, the lowest first.
    let mut digits: Vec<u32> = Vec::new();
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += *digit << 8;
            *digit = carry % 58;
            carry /= 58;
        }
        while carry > 0 {
            digits.push(carry % 58);
            carry /= 58;
        }
    }
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let sign = |digit: &u32| SIGNS.get(*digit as usize).copied().map_or('1', char::from);
    std::iter::repeat_n('1', zeros).chain(digits.iter().rev().map(sign)).collect()
}

/// Reads a text that stands for exactly `length` bytes; nothing for any other.
#[must_use]
pub fn decode(text: &str, length: usize) -> Option<Vec<u8>> {
    // A byte takes fewer than one and a half signs: nothing long is worked through.
    if text.len() > length * 3 / 2 + 1 {
        return None;
    }
    let mut bytes: Vec<u32> = Vec::new();
    for letter in text.bytes() {
        let mut carry = u32::try_from(SIGNS.iter().position(|sign| *sign == letter)?).ok()?;
        for byte in &mut bytes {
            carry += *byte * 58;
            *byte = carry & 0xff;
            carry >>= 8;
        }
        while carry > 0 {
            bytes.push(carry & 0xff);
            carry >>= 8;
        }
    }
    bytes.extend(text.bytes().take_while(|letter| *letter == b'1').map(|_| 0));
    (bytes.len() == length).then_some(())?;
    bytes.iter().rev().map(|byte| u8::try_from(*byte).ok()).collect()
}
