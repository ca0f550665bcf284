//! Which database, from its address.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use kelisim_store::Store;
use kelisim_store_postgres::PostgresStore;
use kelisim_store_sqlite::SqliteStore;

/// Connections to a PostgreSQL server.
const CONNECTIONS: u32 = 16;

/// Which database. Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A server, by its address as given.
    Postgres(String),
}

/// A database that is open.
#[derive(Debug, Clone)]
pub enum Opened {
    /// A file of this machine.
    Sqlite(SqliteStore),
    /// A server.
    Postgres(PostgresStore),
}

impl Database {
    /// Reads `sqlite:PATH`, `sqlite://PATH`, `postgres://…`, `postgresql://…` or a path.
    ///
    /// # Errors
    /// When the address is none of these. The message never repeats a password.
    pub fn parse(url: &str) -> anyhow::Result<Self> {
        let url = url.trim();
        if let Some(rest) = url.strip_prefix("sqlite:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            return sqlite(path);
        }
        match url.split_once("://") {
            Some(("postgres" | "postgresql", rest)) => {
                let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
                if place.is_empty() || place.starts_with(['/', '?', ':']) {
                    bail!(
                        "the database address names no host: write postgres://USER:PASSWORD@HOST:PORT/NAME"
                    );
                }
                let name = place.split_once('/').map_or("", |(_, name)| name);
                if name.is_empty() || name.starts_with('?') {
                    bail!(
                        "the database address names no database: write postgres://USER:PASSWORD@HOST:PORT/NAME"
                    );
                }
                Ok(Self::Postgres(url.to_owned()))
            }
            Some((scheme, _)) => bail!(
                "no such kind of database: {scheme}; write sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME"
            ),
            None if url.starts_with("postgres:") || url.starts_with("postgresql:") => bail!(
                "the database address lacks the two slashes: write postgres://USER:PASSWORD@HOST:PORT/NAME"
            ),
            None => sqlite(url),
        }
    }

    /// Refuses a database file that is not there: opening would make an empty one.
    ///
    /// # Errors
    /// When there is no such file. A server is asked when it is opened.
    pub fn must_exist(&self) -> anyhow::Result<()> {
        if let Self::Sqlite(path) = self
            && !path.is_file()
        {
            bail!(
                "there is no database at {}; name it with --database, or its folder with --data",
                path.display()
            );
        }
        Ok(())
    }

    /// Opens it.
    ///
    /// # Errors
    /// When the file cannot be opened or the server cannot be reached.
    pub async fn open(&self) -> anyhow::Result<Opened> {
        match self {
            Self::Sqlite(path) => {
                let store = SqliteStore::open(path).await.with_context(|| {
                    format!(
                        "opening the database file {}; its folder must be there and writable",
                        path.display()
                    )
                })?;
                Ok(Opened::Sqlite(store))
            }
            Self::Postgres(url) => {
                let store = PostgresStore::connect(url, CONNECTIONS).await.with_context(|| {
                    format!("connecting to {self}; check that the server runs and that user and password are right")
                })?;
                Ok(Opened::Postgres(store))
            }
        }
    }
}

fn sqlite(path: &str) -> anyhow::Result<Database> {
    if path.is_empty() {
        bail!("the database address names no file: write sqlite:PATH");
    }
    if path.starts_with(":memory:") {
        bail!("a database in memory would be lost with the process: name a file, sqlite:PATH");
    }
    if path.contains('?') {
        bail!("options behind the path of a database file are not taken: write sqlite:PATH");
    }
    Ok(Database::Sqlite(PathBuf::from(path)))
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let rest = url.split_once("://").map_or("", |(_, rest)| rest);
                let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
                let place = place.split_once('?').map_or(place, |(place, _)| place);
                write!(f, "postgres://{place}")
            }
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Opened {
    /// Which kind of database it is.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// The store, to be shared.
    pub fn store(&self) -> Arc<dyn Store> {
        match self {
            Self::Sqlite(store) => Arc::new(store.clone()),
            Self::Postgres(store) => Arc::new(store.clone()),
        }
    }

    /// How many changes it can take in at once: a file has one writer.
    pub const fn writers(&self) -> usize {
        match self {
            Self::Sqlite(_) => 1,
            Self::Postgres(_) => 4,
        }
    }

    /// Closes the connections.
    pub async fn close(self) {
        match self {
            Self::Sqlite(store) => store.close().await,
            Self::Postgres(store) => store.close().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_an_address_is_read() {
        for (url, shown) in [
            ("sqlite:a/b.db", "sqlite:a/b.db"),
            ("sqlite://a/b.db", "sqlite:a/b.db"),
            ("sqlite:///srv/b.db", "sqlite:/srv/b.db"),
            ("/srv/b.db", "sqlite:/srv/b.db"),
            ("postgres://h/d", "postgres://h/d"),
            ("postgresql://u@h:5432/d", "postgres://h:5432/d"),
            ("postgres://u:p%40w@h/d?sslmode=require", "postgres://h/d"),
        ] {
            assert_eq!(Database::parse(url).unwrap().to_string(), shown, "{url}");
        }
    }

    #[test]
    fn a_bad_address_is_refused_with_what_to_write_and_without_its_password() {
        for url in [
            "",
            "sqlite:",
            "sqlite://",
            "sqlite::memory:",
            "sqlite:a.db?mode=ro",
            "mysql://u:hunter2@h/d",
            "postgres:u:hunter2@h/d",
            "postgres://",
            "postgres://u:hunter2@/d",
            "postgres://u:hunter2@h",
            "postgres://u:hunter2@h/?password=hunter2",
        ] {
            let error = format!("{:#}", Database::parse(url).unwrap_err());
            assert!(error.contains("sqlite:PATH") || error.contains("postgres://USER"), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn no_form_of_an_address_shows_its_password() {
        for url in ["postgres://u:hunter2@h/d", "postgres://h/d?user=u&password=hunter2"] {
            let database = Database::parse(url).unwrap();
            assert!(!format!("{database} {database:?}").contains("hunter2"));
        }
    }

    #[tokio::test]
    async fn an_unreachable_server_is_named_without_its_password() {
        let database = Database::parse("postgres://u:hunter2@127.0.0.1:1/d").unwrap();
        let Err(error) = database.open().await else { panic!("nothing listens there") };
        let text = format!("{error:#}");
        assert!(text.contains("postgres://127.0.0.1:1/d"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }
}
