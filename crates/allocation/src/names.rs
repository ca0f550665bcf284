//! Ids of applicants and places, kept in one piece of memory.

/// A list of texts addressed by number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
}

impl Names {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Names from one text and where each ends; `None` when the ends are not in order or fall inside a letter.
    #[must_use]
    pub fn from_parts(text: String, ends: Vec<u32>) -> Option<Self> {
        let good = ends.is_sorted()
            && ends.last().map_or(0, |&end| end as usize) == text.len()
            && ends.iter().all(|&end| text.is_char_boundary(end as usize));
        good.then_some(Self { text, ends })
    }

    /// Adds a name and gives its number, or `None` when 4 GiB of names are reached.
    pub fn push(&mut self, name: &str) -> Option<u32> {
        let at = u32::try_from(self.ends.len()).ok()?;
        let end = u32::try_from(self.text.len() + name.len()).ok()?;
        self.text.push_str(name);
        self.ends.push(end);
        Some(at)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name with number `at`, which must be below [`Names::len`].
    #[must_use]
    pub fn get(&self, at: u32) -> &str {
        let at = at as usize;
        let from = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[from..self.ends[at] as usize]
    }

    /// All names in order of number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|at| self.get(at as u32))
    }

    /// Numbers in the byte order of their names: the order in which everything is written out.
    #[must_use]
    pub fn sorted(&self) -> Vec<u32> {
        let mut keyed: Vec<(u64, u32)> =
            (0..self.len() as u32).map(|at| (head(self.get(at).as_bytes()), at)).collect();
        let sorted = keyed.is_sorted_by(|a, b| a.0 < b.0);
        if !sorted {
            keyed.sort_unstable_by(|a, b| {
                a.0.cmp(&b.0).then_with(|| self.get(a.1).cmp(self.get(b.1))).then(a.1.cmp(&b.1))
            });
        }
        keyed.into_iter().map(|(_, at)| at).collect()
    }

    /// Bytes of memory held.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 4
    }
}

impl<'a> FromIterator<&'a str> for Names {
    fn from_iter<I: IntoIterator<Item = &'a str>>(iter: I) -> Self {
        let mut names = Self::new();
        for name in iter {
            if names.push(name).is_none() {
                break;
            }
        }
        names
    }
}

/// The first eight bytes as a number that sorts like them.
fn head(bytes: &[u8]) -> u64 {
    let mut word = [0u8; 8];
    let length = bytes.len().min(8);
    word[..length].copy_from_slice(&bytes[..length]);
    u64::from_be_bytes(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_bytes_whatever_their_length() {
        let names: Names = ["b", "a10", "a2", "", "abcdefgh2", "abcdefgh10"].into_iter().collect();
        let sorted: Vec<&str> = names.sorted().into_iter().map(|at| names.get(at)).collect();
        assert_eq!(sorted, ["", "a10", "a2", "abcdefgh10", "abcdefgh2", "b"]);
    }
}
