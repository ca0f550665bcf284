//! Keys that are a slip of the hand away.

/// How many slips a key may have: none below four letters, one below eight, then two. Numbers have none: 2025 is not
/// 2026.
fn slips(key: &str) -> usize {
    if key.starts_with(char::is_numeric) {
        return 0;
    }
    match key.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// Most keys that are given.
const MOST: usize = 24;

/// The keys of a vocabulary that are nearest to one: those one slip away, or, when there are none, two. A slip is a
/// letter too many, too few, another one, or two that changed places. In the order of the vocabulary.
#[must_use]
pub fn nearest<'a>(key: &str, vocabulary: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let allowed = slips(key);
    if allowed == 0 {
        return Vec::new();
    }
    let letters: Vec<char> = key.chars().collect();
    let mut near: Vec<(usize, &str)> = Vec::new();
    let mut room = Room::default();
    for other in vocabulary {
        if other.starts_with(|c: char| !c.is_alphabetic()) {
            continue;
        }
        if let Some(distance) = room.distance(&letters, other, allowed) {
            near.push((distance, other));
        }
    }
    let least = near.iter().map(|(distance, _)| *distance).min().unwrap_or(0);
    near.into_iter()
        .filter(|(distance, _)| *distance == least)
        .map(|(_, key)| key)
        .take(MOST)
        .collect()
}

/// Rows of the table that edit distance is computed in, kept between words.
#[derive(Default)]
struct Room {
    other: Vec<char>,
    rows: [Vec<usize>; 3],
}

impl Room {
    /// Edit distance with neighbours changing places (optimal string alignment; Damerau 1964, Boytsov 2011), if it is
    /// at most `allowed`.
    fn distance(&mut self, one: &[char], other: &str, allowed: usize) -> Option<usize> {
        self.other.clear();
        self.other.extend(other.chars());
        let other = &self.other;
        if one.len().abs_diff(other.len()) > allowed {
            return None;
        }
        let [before, last, now] = &mut self.rows;
        last.clear();
        last.extend(0..=other.len());
        before.clone_from(last);
        for (i, &a) in one.iter().enumerate() {
            now.clear();
            now.push(i + 1);
            for (j, &b) in other.iter().enumerate() {
                let mut least =
                    (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(now[j] + 1);
                if i > 0 && j > 0 && a == other[j - 1] && one[i - 1] == b {
                    least = least.min(before[j - 1] + 1);
                }
                now.push(least);
            }
            if now.iter().min().is_some_and(|least| *least > allowed) {
                return None;
            }
            std::mem::swap(before, last);
            std::mem::swap(last, now);
        }
        last.last().copied().filter(|distance| *distance <= allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    const WORDS: [&str; 8] =
        ["ordinatur", "kvot", "kvorum", "nefrolog", "kazah", "kazak", "2026", "onkolog"];

    #[test]
    fn a_slip_is_forgiven_by_length() {
        assert_eq!(nearest("ordnatur", WORDS), ["ordinatur"]);
        assert_eq!(nearest("ordinatru", WORDS), ["ordinatur"], "neighbours that changed places");
        assert_eq!(nearest("ordinaturra", WORDS), ["ordinatur"], "two slips in a long word");
        assert_eq!(nearest("kvto", WORDS), ["kvot"]);
        assert_eq!(nearest("kvt", WORDS), Vec::<&str>::new(), "a short word must be right");
        assert_eq!(nearest("2025", WORDS), Vec::<&str>::new(), "a number must be right");
        assert_eq!(nearest("kazax", WORDS), ["kazah", "kazak"]);
    }

    #[test]
    fn the_nearest_come_alone() {
        assert_eq!(nearest("onkologia", ["onkolog", "onkologi"]), ["onkologi"]);
    }

    /// The same by trying: distance by plain recursion.
    fn plain(a: &[char], b: &[char]) -> usize {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len(),
            ([x, a1 @ ..], [y, b1 @ ..]) => {
                let mut least = plain(a1, b1) + usize::from(x != y);
                least = least.min(plain(a1, b) + 1).min(plain(a, b1) + 1);
                if let ([_, p, a2 @ ..], [_, q, b2 @ ..]) = (a, b)
                    && x == q
                    && y == p
                {
                    least = least.min(plain(a2, b2) + 1);
                }
                least
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn it_is_the_distance_by_definition(one in "[ab]{8}", other in "[ab]{5,8}") {
            let letters: Vec<char> = one.chars().collect();
            let by_definition = plain(&letters, &other.chars().collect::<Vec<_>>());
            let found = super::Room::default().distance(&letters, &other, 2);
            proptest::prop_assert_eq!(found, Some(by_definition).filter(|d| *d <= 2));
        }
    }
}
