//! Which files a document may be, told by their content and never by their name.

use crate::Refusal;
use crate::stage::coded;

coded! {
    /// What a file is.
    FileKind {
        /// A document of Adobe's format (ISO 32000).
        Pdf = "pdf",
        /// A photograph (ISO 10918).
        Jpeg = "jpeg",
        /// A picture (ISO 15948).
        Png = "png",
    }
}

impl FileKind {
    /// Largest file, in bytes: a photograph of a telephone fits as it is.
    pub const MOST: usize = 8 << 20;

    /// What a file is. One that ends in the middle is refused: half a diploma is none.
    ///
    /// # Errors
    /// `document-empty`, `document-too-large`, `document-kind` for anything that is none of the three,
    /// `document-broken` for one that ends too early, `document-locked` for a PDF that asks for a password.
    pub fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        let refused = |code| Err(Refusal::of("file", code));
        if bytes.is_empty() {
            return refused("document-empty");
        }
        if bytes.len() > Self::MOST {
            let most = (Self::MOST >> 20).to_string();
            return Err(Refusal::of("file", "document-too-large").with("most", most));
        }
        let (kind, whole) = if bytes.starts_with(b"%PDF-") {
            if find(bytes, b"/Encrypt") {
                return refused("document-locked");
            }
            let tail = bytes.len().saturating_sub(2_048);
            (Self::Pdf, bytes.get(tail..).is_some_and(|tail| find(tail, b"%%EOF")))
        } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            // Telephones write things of their own behind the end of the picture.
            (Self::Jpeg, find(bytes, &[0xff, 0xd9]))
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            (Self::Png, png_ends(bytes))
        } else {
            return refused("document-kind");
        };
        if whole { Ok(kind) } else { refused("document-broken") }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The end of a name of such a file.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }
}

fn find(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}

/// Whether the chunks of a PNG lead to its last one.
fn png_ends(bytes: &[u8]) -> bool {
    let mut at = 8;
    loop {
        let Some(head) = bytes.get(at..at + 8) else { return false };
        let [a, b, c, d, kind @ ..] = head else { return false };
        let length = u32::from_be_bytes([*a, *b, *c, *d]);
        let end = usize::try_from(length).ok().and_then(|length| at.checked_add(length + 12));
        let Some(end) = end.filter(|end| *end <= bytes.len()) else { return false };
        if kind == b"IEND" {
            return true;
        }
        at = end;
    }
}
