//! A wire between the house and its database that can be cut.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the wire does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// Carries everything.
    Whole,
    /// Ends each connection at once.
    Cut,
    /// Carries the next COMMIT, waits until the database has answered it, keeps the answer to itself and ends the
    /// connection; then is as given.
    LosesCommit {
        /// Whether it stays cut.
        stays: bool,
    },
}

/// A wire that can be cut.
pub struct Proxy {
    wire: watch::Sender<Wire>,
    /// How often connections were forgotten.
    forgotten: watch::Sender<u32>,
}

impl Proxy {
    /// A wire to the server of an address, and the address that goes through it.
    pub fn to(url: &str) -> (Self, String) {
        let (account, place) = url.split_once('@').unwrap();
        let (server, name) = place.split_once('/').unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let listener = TcpListener::from_std(listener).unwrap();
        let wire = watch::Sender::new(Wire::Whole);
        let forgotten = watch::Sender::new(0);
        let lines = (wire.clone(), forgotten.clone());
        tokio::spawn(accept(listener, server.parse().unwrap(), lines));
        (Self { wire, forgotten }, format!("{account}@{address}/{name}"))
    }

    /// Connections that are open now carry nothing more and end never, as behind a firewall that forgot them. New ones are
    /// carried.
    pub fn forget(&self) {
        self.forgotten.send_modify(|times| *times += 1);
    }

    /// From now on.
    pub fn is(&self, wire: Wire) {
        self.wire.send_replace(wire);
    }
}

type Lines = (watch::Sender<Wire>, watch::Sender<u32>);

async fn accept(listener: TcpListener, server: SocketAddr, lines: Lines) {
    while let Ok((client, _)) = listener.accept().await {
        tokio::spawn(carry(client, server, lines.clone()));
    }
}

/// Ends both connections by returning; an end that is gone already ends them as well.
async fn carry(mut client: TcpStream, server: SocketAddr, (wire, forgotten): Lines) {
    let (mut cut, mut forgotten) = (wire.subscribe(), forgotten.subscribe());
    if *wire.borrow() == Wire::Cut {
        return;
    }
    let Ok(mut server) = TcpStream::connect(server).await else { return };
    let (mut asked, mut answered) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let Ok(bytes @ 1..) = read else { return };
                let asked = &asked[..bytes];
                if server.write_all(asked).await.is_err() {
                    return;
                }
                let now = *wire.borrow();
                if let Wire::LosesCommit { stays } = now
                    && asked.windows(6).any(|words| words == b"COMMIT")
                {
                    let committed = server.read(&mut answered).await;
                    assert!(matches!(committed, Ok(1..)), "the database answers a COMMIT");
                    wire.send_replace(if stays { Wire::Cut } else { Wire::Whole });
                    return;
                }
            }
            read = server.read(&mut answered) => {
                let Ok(bytes @ 1..) = read else { return };
                if client.write_all(&answered[..bytes]).await.is_err() {
                    return;
                }
            }
            _ = forgotten.changed() => std::future::pending().await,
            () = async { cut.wait_for(|wire| *wire == Wire::Cut).await.map_or((), drop) } => return,
        }
    }
}
