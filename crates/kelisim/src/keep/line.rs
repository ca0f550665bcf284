//! Records as lines of JSON; texts and files as a line and their bytes.

use std::io::{self, BufRead, Read as _, Write};

use jiff::Timestamp;
use kelisim_domain::id::{DraftId, PieceId, SavedListId, SourceId, StreamId, UserId};
use kelisim_domain::journal::seal::{Head, Seal};
use kelisim_domain::journal::{Entry, Hash, NewEntry};
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::Sealed;
use kelisim_store::application::{Piece, PieceKind};
use kelisim_store::keep::{Part, Record, StreamRecord};
use kelisim_store::saved::SavedList;
use kelisim_store::work::{Credential, Draft};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The longest line that is read: an entry with the longest text, many times over.
const LONGEST: u64 = 256 << 20;

/// A stream; as many lines of entries follow as its version says.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StreamLine {
    stream: Uuid,
    kind: String,
    version: i64,
    hash: Hash,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryLine {
    version: i64,
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    registry: Option<String>,
    recorded_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_from: Option<String>,
    known_on: jiff::civil::Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<Uuid>,
    payload: String,
    prev: Hash,
    hash: Hash,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnsealedLine {
    stream: Uuid,
    version: i64,
}

/// A seal; as many lines of heads follow as it says.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeadLine {
    stream: Uuid,
    version: i64,
    hash: Hash,
}

/// A text or file; its bytes follow, and a line feed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BlobLine {
    hash: Hash,
    bytes: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftLine {
    id: Uuid,
    source: Uuid,
    registry: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    author: Option<Uuid>,
    state: String,
    start: i64,
    body: String,
    revision: i64,
    written_at: Timestamp,
}

/// Something an applicant keeps, sealed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PieceLine {
    id: Uuid,
    applicant: Uuid,
    kind: String,
    nonce: String,
    text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<Hash>,
    revision: i64,
    written_at: Timestamp,
}

/// A list that somebody saved under a name.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListLine {
    id: Uuid,
    owner: Uuid,
    registry: String,
    list: String,
    name: String,
    filters: String,
    shared: bool,
    saved_at: Timestamp,
}

/// Work in hand: which of the three is told by its fields.
#[derive(Deserialize)]
#[serde(untagged)]
enum WorkLine {
    Draft(DraftLine),
    Piece(PieceLine),
    List(ListLine),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CredentialLine {
    account: Uuid,
    password: String,
    must_change: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    totp: Option<TotpLine>,
    totp_step: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    door: Option<Hash>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TotpLine {
    nonce: String,
    text: String,
}

fn line(out: &mut dyn Write, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// Writes a record.
pub fn put(out: &mut dyn Write, record: &Record) -> io::Result<()> {
    match record {
        Record::Stream(stream) => put_stream(out, stream),
        Record::Unsealed(stream, version) => {
            line(out, &UnsealedLine { stream: stream.uuid(), version: *version })
        }
        Record::Seal(seal, heads) => {
            line(out, seal)?;
            heads.iter().try_for_each(|head| {
                let (stream, version, hash) = (head.stream.uuid(), head.version, head.hash);
                line(out, &HeadLine { stream, version, hash })
            })
        }
        Record::Blob(hash, bytes) => {
            line(out, &BlobLine { hash: *hash, bytes: bytes.len() as u64 })?;
            out.write_all(bytes)?;
            out.write_all(b"\n")
        }
        Record::Draft(draft) => line(
            out,
            &DraftLine {
                id: draft.id.uuid(),
                source: draft.source.uuid(),
                registry: draft.registry.to_string(),
                author: draft.author.map(UserId::uuid),
                state: draft.state.clone(),
                start: draft.start,
                body: draft.body.clone(),
                revision: draft.revision,
                written_at: draft.written_at,
            },
        ),
        Record::Piece(piece) => line(
            out,
            &PieceLine {
                id: piece.id.uuid(),
                applicant: piece.applicant.uuid(),
                kind: piece.kind.code().to_owned(),
                nonce: piece.sealed.nonce.clone(),
                text: piece.sealed.text.clone(),
                file: piece.file,
                revision: piece.revision,
                written_at: piece.written_at,
            },
        ),
        Record::List(list) => line(
            out,
            &ListLine {
                id: list.id.uuid(),
                owner: list.owner.uuid(),
                registry: list.registry.to_string(),
                list: list.of.clone(),
                name: list.name.clone(),
                filters: list.filters.clone(),
                shared: list.shared,
                saved_at: list.saved_at,
            },
        ),
        Record::Credential(kept) => line(
            out,
            &CredentialLine {
                account: kept.user.uuid(),
                password: kept.password.clone(),
                must_change: kept.must_change,
                totp: kept
                    .totp
                    .as_ref()
                    .map(|t| TotpLine { nonce: t.nonce.clone(), text: t.text.clone() }),
                totp_step: kept.totp_step,
                door: kept.door,
            },
        ),
    }
}

fn put_stream(out: &mut dyn Write, record: &StreamRecord) -> io::Result<()> {
    let head = record.head;
    let (stream, version, hash) = (head.stream.uuid(), head.version, head.hash);
    line(out, &StreamLine { stream, kind: record.kind.clone(), version, hash })?;
    for (registry, entry) in &record.entries {
        let new = &entry.new;
        line(
            out,
            &EntryLine {
                version: entry.version,
                kind: new.kind.clone(),
                registry: registry.map(|registry| registry.to_string()),
                recorded_at: new.recorded_at,
                valid_from: new.valid_from.map(|date| date.to_string()),
                known_on: new.known_on,
                actor: new.actor.map(UserId::uuid),
                source: new.source.map(SourceId::uuid),
                payload: new.payload.clone(),
                prev: entry.prev,
                hash: entry.hash,
            },
        )?;
    }
    Ok(())
}

fn bad(what: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_string())
}

/// The next line; nothing at the end.
fn next<T: DeserializeOwned>(from: &mut dyn BufRead) -> io::Result<Option<T>> {
    let mut text = Vec::new();
    from.take(LONGEST).read_until(b'\n', &mut text)?;
    match text.last() {
        None => Ok(None),
        Some(b'\n') => Ok(Some(serde_json::from_slice(&text)?)),
        Some(_) => Err(bad("a line does not end")),
    }
}

fn must<T: DeserializeOwned>(from: &mut dyn BufRead) -> io::Result<T> {
    next(from)?.ok_or_else(|| bad("the part ends in the middle of a record"))
}

fn registry(text: &str) -> io::Result<RegistryCode> {
    text.parse().map_err(|_| bad(format_args!("no registry {text}")))
}

/// Reads the next record of a part; nothing at its end.
pub fn take(from: &mut dyn BufRead, part: Part) -> io::Result<Option<Record>> {
    Ok(match part {
        Part::Journal => match next::<StreamLine>(from)? {
            None => None,
            Some(line) => Some(Record::Stream(take_stream(from, line)?)),
        },
        Part::Unsealed => next::<UnsealedLine>(from)?
            .map(|line| Record::Unsealed(StreamId::new(line.stream), line.version)),
        Part::Seals => match next::<Seal>(from)? {
            None => None,
            Some(seal) => {
                let heads = (0..seal.heads).map(|_| {
                    let HeadLine { stream, version, hash } = must(from)?;
                    Ok(Head { stream: StreamId::new(stream), version, hash })
                });
                let heads = heads.collect::<io::Result<_>>()?;
                Some(Record::Seal(seal, heads))
            }
        },
        Part::Blobs => match next::<BlobLine>(from)? {
            None => None,
            Some(line) => {
                let mut bytes = Vec::new();
                (&mut *from).take(line.bytes).read_to_end(&mut bytes)?;
                let mut end = [0];
                from.read_exact(&mut end)?;
                if bytes.len() as u64 != line.bytes || end != *b"\n" {
                    return Err(bad("a text or file does not end where it should"));
                }
                Some(Record::Blob(line.hash, bytes))
            }
        },
        Part::Drafts => match next::<WorkLine>(from)? {
            None => None,
            Some(WorkLine::Piece(line)) => Some(Record::Piece(take_piece(line)?)),
            Some(WorkLine::List(line)) => Some(Record::List(take_list(line)?)),
            Some(WorkLine::Draft(line)) => Some(Record::Draft(Draft {
                id: DraftId::new(line.id),
                source: SourceId::new(line.source),
                registry: registry(&line.registry)?,
                author: line.author.map(UserId::new),
                state: line.state,
                start: line.start,
                body: line.body,
                revision: line.revision,
                written_at: line.written_at,
            })),
        },
        Part::Credentials => next::<CredentialLine>(from)?.map(|line| {
            Record::Credential(Credential {
                user: UserId::new(line.account),
                password: line.password,
                must_change: line.must_change,
                totp: line.totp.map(|t| Sealed { nonce: t.nonce, text: t.text }),
                totp_step: line.totp_step,
                door: line.door,
            })
        }),
    })
}

fn take_piece(line: PieceLine) -> io::Result<Piece> {
    let kind = PieceKind::from_code(&line.kind);
    Ok(Piece {
        id: PieceId::new(line.id),
        applicant: UserId::new(line.applicant),
        kind: kind.ok_or_else(|| bad(format_args!("no piece {}", line.kind)))?,
        sealed: Sealed { nonce: line.nonce, text: line.text },
        file: line.file,
        revision: line.revision,
        written_at: line.written_at,
    })
}

fn take_list(line: ListLine) -> io::Result<SavedList> {
    Ok(SavedList {
        id: SavedListId::new(line.id),
        owner: UserId::new(line.owner),
        registry: registry(&line.registry)?,
        of: line.list,
        name: line.name,
        filters: line.filters,
        shared: line.shared,
        saved_at: line.saved_at,
    })
}

fn take_stream(from: &mut dyn BufRead, line: StreamLine) -> io::Result<StreamRecord> {
    let stream = StreamId::new(line.stream);
    let mut entries = Vec::new();
    for _ in 0..line.version {
        let line: EntryLine = must(from)?;
        let valid_from = match &line.valid_from {
            None => None,
            Some(text) => Some(text.parse().map_err(|_| bad(format_args!("no date: {text}")))?),
        };
        let entry = Entry {
            stream,
            version: line.version,
            new: NewEntry {
                kind: line.kind,
                recorded_at: line.recorded_at,
                valid_from,
                known_on: line.known_on,
                actor: line.actor.map(UserId::new),
                source: line.source.map(SourceId::new),
                payload: line.payload,
            },
            prev: line.prev,
            hash: line.hash,
        };
        entries.push((line.registry.as_deref().map(registry).transpose()?, entry));
    }
    let head = Head { stream, version: line.version, hash: line.hash };
    Ok(StreamRecord { kind: line.kind, head, entries })
}
