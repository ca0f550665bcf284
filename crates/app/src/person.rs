//! Fields that name a person, sealed under a key of that person. Forgetting a person is destroying the key.

use std::sync::Arc;

use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use kelisim_domain::aggregate::OpenPerson;
use kelisim_domain::id::UserId;
use kelisim_domain::user::{PersonFields, Sealed};

use crate::context::Entropy;
use crate::{AppError, Result};

/// Keeps the keys of persons, outside the database.
pub trait PersonKeys: Send + Sync {
    /// The key of a person; nothing when there is none or it was destroyed.
    ///
    /// # Errors
    /// When the place of the keys cannot be read.
    fn get(&self, person: UserId) -> std::io::Result<Option<[u8; 32]>>;

    /// Keeps a new key, durably.
    ///
    /// # Errors
    /// When there is one already or it cannot be written.
    fn put(&self, person: UserId, key: &[u8; 32]) -> std::io::Result<()>;

    /// Destroys a key. Destroying one that is not there is no error.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn destroy(&self, person: UserId) -> std::io::Result<()>;
}

/// Seals and opens.
pub struct Persons {
    keys: Arc<dyn PersonKeys>,
    entropy: Arc<dyn Entropy>,
}

impl Persons {
    pub(crate) fn new(keys: Arc<dyn PersonKeys>, entropy: Arc<dyn Entropy>) -> Self {
        Self { keys, entropy }
    }

    /// Seals fields under the person's key, making the key when there is none.
    ///
    /// # Errors
    /// When the key cannot be read or kept.
    pub fn seal_fields(&self, person: UserId, fields: &PersonFields) -> Result<Sealed> {
        let text = serde_json::to_string(fields)
            .map_err(|e| AppError::internal("sealing fields of a person", e))?;
        self.seal(person, &text)
    }

    /// Seals any text under the person's key, making the key when there is none.
    ///
    /// # Errors
    /// When the key cannot be read or kept.
    pub fn seal(&self, person: UserId, text: &str) -> Result<Sealed> {
        let key = self.key(person)?;
        let mut nonce = [0; 12];
        self.entropy.fill(&mut nonce);
        let sealed = ChaCha20Poly1305::new(&Key::from(key))
            .encrypt(&Nonce::from(nonce), text.as_bytes())
            .map_err(|_| AppError::internal("sealing", "the cipher refused"))?;
        Ok(Sealed { nonce: hex(&nonce), text: hex(&sealed) })
    }

    /// Seals a file under the person's key: nonce, then ciphertext.
    ///
    /// # Errors
    /// When the key cannot be read or kept.
    pub fn seal_file(&self, person: UserId, bytes: &[u8]) -> Result<Vec<u8>> {
        let key = self.key(person)?;
        let mut nonce = [0; 12];
        self.entropy.fill(&mut nonce);
        let sealed = ChaCha20Poly1305::new(&Key::from(key))
            .encrypt(&Nonce::from(nonce), bytes)
            .map_err(|_| AppError::internal("sealing", "the cipher refused"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens a sealed file; nothing when the key was destroyed or the file was changed.
    #[must_use]
    pub fn open_file(&self, person: UserId, sealed: &[u8]) -> Option<Vec<u8>> {
        let key = self.keys.get(person).ok()??;
        let (nonce, sealed) = sealed.split_at_checked(12)?;
        let nonce: [u8; 12] = nonce.try_into().ok()?;
        ChaCha20Poly1305::new(&Key::from(key)).decrypt(&Nonce::from(nonce), sealed).ok()
    }

    /// The person's key, made when there is none.
    fn key(&self, person: UserId) -> Result<[u8; 32]> {
        let io = |e| AppError::internal("keys of persons", e);
        if let Some(key) = self.keys.get(person).map_err(io)? {
            return Ok(key);
        }
        let mut key = [0; 32];
        self.entropy.fill(&mut key);
        self.keys.put(person, &key).map_err(io)?;
        Ok(key)
    }

    /// Opens a sealed text; nothing when the key was destroyed or the text was changed.
    #[must_use]
    pub fn open_text(&self, person: UserId, sealed: &Sealed) -> Option<String> {
        let key = self.keys.get(person).ok()??;
        let nonce: [u8; 12] = unhex(&sealed.nonce)?.try_into().ok()?;
        let text = ChaCha20Poly1305::new(&Key::from(key))
            .decrypt(&Nonce::from(nonce), unhex(&sealed.text)?.as_slice())
            .ok()?;
        String::from_utf8(text).ok()
    }

    pub(crate) fn destroy(&self, person: UserId) -> Result<()> {
        self.keys.destroy(person).map_err(|e| AppError::internal("keys of persons", e))
    }
}

impl OpenPerson for Persons {
    fn open(&self, person: UserId, sealed: &Sealed) -> Option<PersonFields> {
        serde_json::from_str(&self.open_text(person, sealed)?).ok()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(text.get(i..i + 2)?, 16).ok()).collect()
}
