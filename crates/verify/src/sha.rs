//! SHA-256 of many things side by side.
//!
//! One hash is a chain in which each step waits for the one before, and a processor with instructions for it idles for
//! half of the time. Here blocks of hashes that have nothing to do with each other follow one another, so that the
//! processor begins the next while it waits. FIPS 180-4 is followed for padding; the compression is that of `sha2`.

use sha2::block_api::compress256;

/// A SHA-256.
pub(crate) type Hash = [u8; 32];

type Block = [u8; 64];
type State = [u32; 8];

/// How many short texts are hashed at once.
pub(crate) const TOGETHER: usize = 64;

/// FIPS 180-4, section 5.3.3.
const START: State = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

fn written(state: &State) -> Hash {
    let mut hash = [0; 32];
    for (bytes, word) in hash.as_chunks_mut().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
    hash
}

/// Short texts, each put together from pieces, that are hashed together.
#[derive(Default)]
pub(crate) struct Many {
    bytes: Vec<u8>,
    /// Where each text ends, in blocks.
    ends: Vec<usize>,
}

impl Many {
    /// Adds a text. It is inlined so that pieces of a fixed length are moved without a call.
    #[inline(always)]
    pub(crate) fn add<const N: usize>(&mut self, pieces: [&[u8]; N]) {
        let length: usize = pieces.iter().map(|piece| piece.len()).sum();
        let from = self.bytes.len();
        self.bytes.resize(from + (length + 9).next_multiple_of(64), 0);
        let mut rest = &mut self.bytes[from..];
        for piece in pieces {
            let (to, after) = rest.split_at_mut(piece.len());
            to.copy_from_slice(piece);
            rest = after;
        }
        rest[0] = 0x80;
        if let Some(end) = rest.last_chunk_mut() {
            *end = (8 * length as u64).to_be_bytes();
        }
        self.ends.push(self.bytes.len() / 64);
    }

    /// The hash of each text, in order; none is left.
    pub(crate) fn hashes(&mut self, mut each: impl FnMut(Hash)) {
        let blocks = self.bytes.as_chunks::<64>().0;
        let mut from = 0;
        for ends in self.ends.chunks(TOGETHER) {
            let first = |at: usize| if at == 0 { from } else { ends[at - 1] };
            let longest = (0..ends.len()).map(|at| ends[at] - first(at)).max().unwrap_or(0);
            let mut states = [START; TOGETHER];
            for step in 0..longest {
                for (at, state) in states[..ends.len()].iter_mut().enumerate() {
                    let block = first(at) + step;
                    if block < ends[at] {
                        compress256(state, &blocks[block..=block]);
                    }
                }
            }
            states[..ends.len()].iter().for_each(|state| each(written(state)));
            from = ends.last().copied().unwrap_or(from);
        }
        self.bytes.clear();
        self.ends.clear();
    }
}

/// The hashes of a byte one followed by two hashes, for every pair.
pub(crate) fn pairs(level: &[[Hash; 2]], mut each: impl FnMut(Hash)) {
    let mut blocks: [[Block; 2]; TOGETHER] = [[[0; 64]; 2]; TOGETHER];
    for [first, second] in &mut blocks {
        first[0] = 1;
        second[1] = 0x80;
        second[56..].copy_from_slice(&(8 * 65_u64).to_be_bytes());
    }
    for some in level.chunks(TOGETHER) {
        for ([first, second], [left, right]) in blocks.iter_mut().zip(some) {
            first[1..33].copy_from_slice(left);
            first[33..].copy_from_slice(&right[..31]);
            second[0] = right[31];
        }
        let mut states = [START; TOGETHER];
        for half in 0..2 {
            for (state, blocks) in states.iter_mut().zip(&blocks[..some.len()]) {
                compress256(state, &blocks[half..=half]);
            }
        }
        states[..some.len()].iter().for_each(|state| each(written(state)));
    }
}

/// A hash of a text that comes in pieces.
pub(crate) struct Stream {
    state: State,
    /// What is too short for a block yet.
    rest: Block,
    length: u64,
}

impl Stream {
    pub(crate) fn new() -> Self {
        Self { state: START, rest: [0; 64], length: 0 }
    }

    fn waiting(&self) -> usize {
        (self.length % 64) as usize
    }

    /// Fills the block that waits for more; gives what is left of the piece, when that is full, as blocks and a rest.
    fn begin<'b>(&mut self, piece: &'b [u8]) -> (&'b [Block], &'b [u8]) {
        let waiting = self.waiting();
        self.length += piece.len() as u64;
        if waiting == 0 {
            return piece.as_chunks();
        }
        let (head, tail) = piece.split_at(piece.len().min(64 - waiting));
        self.rest[waiting..waiting + head.len()].copy_from_slice(head);
        if waiting + head.len() == 64 {
            compress256(&mut self.state, &[self.rest]);
        }
        tail.as_chunks()
    }

    fn keep(&mut self, rest: &[u8]) {
        if !rest.is_empty() {
            self.rest[..rest.len()].copy_from_slice(rest);
        }
    }

    pub(crate) fn update(&mut self, piece: &[u8]) {
        let (blocks, rest) = self.begin(piece);
        compress256(&mut self.state, blocks);
        self.keep(rest);
    }

    pub(crate) fn finish(mut self) -> Hash {
        let length = (8 * self.length).to_be_bytes();
        let zeros = (119 - self.waiting()) % 64;
        self.update(&[0x80]);
        self.update(&[0; 64][..zeros]);
        self.update(&length);
        written(&self.state)
    }
}

/// Adds to two hashes at once, a piece to each.
pub(crate) fn update_both(one: &mut Stream, other: &mut Stream, pieces: [&[u8]; 2]) {
    let ((blocks, rest), (others, other_rest)) = (one.begin(pieces[0]), other.begin(pieces[1]));
    let common = blocks.len().min(others.len());
    for (block, other_block) in blocks.iter().zip(others) {
        compress256(&mut one.state, std::slice::from_ref(block));
        compress256(&mut other.state, std::slice::from_ref(other_block));
    }
    compress256(&mut one.state, &blocks[common..]);
    compress256(&mut other.state, &others[common..]);
    one.keep(rest);
    other.keep(other_rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    fn text(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at * 31 + length) as u8).collect()
    }

    fn plain(text: &[u8]) -> Hash {
        Sha256::digest(text).into()
    }

    #[test]
    fn texts_of_every_length_hash_as_they_do_alone() {
        let mut many = Many::default();
        for length in 0..300 {
            let text = text(length);
            many.add([&text[..length / 3], &text[length / 3..]]);
        }
        for _ in 0..2 {
            let mut found = Vec::new();
            many.hashes(|hash| found.push(hash));
            let expected: Vec<Hash> = (0..300).map(|length| plain(&text(length))).collect();
            assert_eq!(found, expected);
            // The second time the same texts are added to what was emptied.
            (0..300).for_each(|length| many.add([&text(length)]));
        }
    }

    #[test]
    fn pairs_hash_as_a_one_and_both() {
        let leaf = |at: u8| plain(&[at]);
        let level: Vec<[Hash; 2]> = (0..150).map(|at| [leaf(at), leaf(at + 100)]).collect();
        let mut found = Vec::new();
        pairs(&level, |hash| found.push(hash));
        let alone = level.iter().map(|pair| plain(&[&[1], pair.as_flattened()].concat()));
        assert_eq!(found, alone.collect::<Vec<Hash>>());
    }

    #[test]
    fn two_at_once_in_any_pieces_hash_as_they_do_alone() {
        for length in 0..200 {
            for cut in [0, 1, 18, 63, 64, 65, 130] {
                let (whole, other) = (text(length), text(200 - length));
                let (mut one, mut two) = (Stream::new(), Stream::new());
                two.update(b"kelisim-salt-key/1\0");
                let (head, tail) = whole.split_at(cut.min(length));
                update_both(&mut one, &mut two, [head, &other]);
                update_both(&mut one, &mut two, [tail, tail]);
                let second = [b"kelisim-salt-key/1\0", other.as_slice(), tail].concat();
                assert_eq!(one.finish(), plain(&whole), "{length} {cut}");
                assert_eq!(two.finish(), plain(&second), "{length} {cut}");
            }
        }
    }
}
