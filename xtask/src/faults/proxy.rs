//! A wire between the house and its database that can be cut, stalled, slowed and half-closed.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

/// How often a connection looks at what the wire does.
const TICK: Duration = Duration::from_millis(10);
/// How long a slow wire keeps each piece.
const DELAY: Duration = Duration::from_millis(150);

/// What the wire does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// Carries everything.
    Whole = 0,
    /// Ends each connection at once, also new ones.
    Cut = 1,
    /// Holds everything back; what was held arrives when it is whole again.
    Stalled = 2,
    /// Carries each piece a while later.
    Slow = 3,
    /// Ends the way of the answers and goes on carrying what is asked.
    HalfClosed = 4,
    /// Swallows everything without a word. Connections that were open, or were opened meanwhile, never carry again.
    Lost = 5,
    /// Gone: the listener ends.
    Ended = 6,
}

impl Wire {
    const ALL: [Self; 7] = [
        Self::Whole,
        Self::Cut,
        Self::Stalled,
        Self::Slow,
        Self::HalfClosed,
        Self::Lost,
        Self::Ended,
    ];

    fn of(mode: &AtomicU8) -> Self {
        let now = mode.load(Ordering::SeqCst);
        Self::ALL.into_iter().find(|wire| *wire as u8 == now).unwrap_or(Self::Ended)
    }
}

/// A wire on a port of its own; ends when dropped.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    mode: Arc<AtomicU8>,
}

impl Proxy {
    /// A wire to the server of an address, and the address that goes through it.
    pub fn to(url: &str) -> Result<(Self, String)> {
        let (account, place) = url.split_once('@').context("an address without an account")?;
        let (server, name) = place.split_once('/').context("an address without a database")?;
        let server: SocketAddr = server.parse().context("reading the address of the server")?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).context("looking for a free port")?;
        let address = listener.local_addr().context("looking for a free port")?;
        let mode = Arc::new(AtomicU8::new(Wire::Whole as u8));
        let seen = Arc::clone(&mode);
        thread::spawn(move || {
            for client in listener.incoming() {
                match (Wire::of(&seen), client) {
                    (Wire::Ended, _) => return,
                    // Ending it is all that a cut wire does.
                    (Wire::Cut, _) | (_, Err(_)) => {}
                    (_, Ok(client)) => {
                        if let Ok(server) = TcpStream::connect(server) {
                            carry_both(&client, &server, &seen);
                        }
                    }
                }
            }
        });
        Ok((Self { address, mode }, format!("{account}@{address}/{name}")))
    }

    /// From now on.
    pub fn is(&self, wire: Wire) {
        self.mode.store(wire as u8, Ordering::SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.is(Wire::Ended);
        // Wakes the listener, which then ends.
        drop(TcpStream::connect(self.address));
    }
}

/// Carries both ways in threads of their own, until one end is gone.
fn carry_both(client: &TcpStream, server: &TcpStream, mode: &Arc<AtomicU8>) {
    for (from, to, answers) in [(client, server, false), (server, client, true)] {
        let (Ok(from), Ok(to)) = (from.try_clone(), to.try_clone()) else { return };
        // Without it a stalled wire would never be looked at.
        if from.set_read_timeout(Some(TICK)).is_err() || to.set_nodelay(true).is_err() {
            return;
        }
        let mode = Arc::clone(mode);
        thread::spawn(move || {
            carry(&from, &to, answers, &mode);
            if !answers || Wire::of(&mode) != Wire::HalfClosed {
                // Gone already where these fail.
                drop(from.shutdown(Shutdown::Both));
                drop(to.shutdown(Shutdown::Both));
            }
        });
    }
}

/// Carries one way until an end is gone or the wire ends it.
fn carry(mut from: &TcpStream, mut to: &TcpStream, answers: bool, mode: &AtomicU8) {
    let mut piece = vec![0; 1 << 16];
    let mut lost = false;
    loop {
        match Wire::of(mode) {
            Wire::Cut | Wire::Ended => return,
            Wire::Stalled => {
                thread::sleep(TICK);
                continue;
            }
            Wire::HalfClosed if answers => {
                // The other end sees the end of what it reads; what it writes still arrives.
                drop(to.shutdown(Shutdown::Write));
                return;
            }
            Wire::Lost => lost = true,
            Wire::Slow | Wire::HalfClosed | Wire::Whole => {}
        }
        match from.read(&mut piece) {
            Ok(0) => return,
            Ok(_) if lost => {}
            Ok(bytes) => {
                match Wire::of(mode) {
                    Wire::Slow => thread::sleep(DELAY),
                    // It changed while this was read: nothing of it may pass.
                    Wire::Lost => {
                        lost = true;
                        continue;
                    }
                    _ => {}
                }
                if piece.get(..bytes).is_none_or(|bytes| to.write_all(bytes).is_err()) {
                    return;
                }
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that gives back what it is sent, and a wire to it.
    fn echo() -> (Proxy, SocketAddr) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let server = listener.local_addr().unwrap();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(std::result::Result::ok) {
                thread::spawn(move || {
                    let (mut reading, mut writing) = (stream.try_clone().unwrap(), stream);
                    drop(std::io::copy(&mut reading, &mut writing));
                });
            }
        });
        let (proxy, url) = Proxy::to(&format!("postgres://a:b@{server}/c")).unwrap();
        let through = url.split_once('@').unwrap().1.split_once('/').unwrap().0.parse().unwrap();
        (proxy, through)
    }

    fn say(stream: &mut TcpStream) -> std::io::Result<bool> {
        stream.set_read_timeout(Some(Duration::from_millis(400)))?;
        stream.write_all(b"x")?;
        Ok(stream.read(&mut [0])? == 1)
    }

    #[test]
    fn a_wire_carries_is_cut_holds_back_and_swallows() {
        let (proxy, through) = echo();
        let mut stream = TcpStream::connect(through).unwrap();
        assert!(say(&mut stream).unwrap());
        proxy.is(Wire::Stalled);
        thread::sleep(TICK * 5);
        assert!(say(&mut stream).is_err(), "nothing passes");
        proxy.is(Wire::Whole);
        assert_eq!(stream.read(&mut [0]).unwrap(), 1, "what was held back arrives");
        proxy.is(Wire::Lost);
        thread::sleep(TICK * 5);
        assert!(say(&mut stream).is_err());
        proxy.is(Wire::Whole);
        assert!(say(&mut stream).is_err(), "a connection that was lost stays lost");
        let mut stream = TcpStream::connect(through).unwrap();
        assert!(say(&mut stream).unwrap());
        proxy.is(Wire::HalfClosed);
        thread::sleep(TICK * 5);
        assert_eq!(stream.read(&mut [0]).unwrap(), 0, "the answers end");
        proxy.is(Wire::Cut);
        let mut stream = TcpStream::connect(through).unwrap();
        assert!(!say(&mut stream).unwrap_or(false));
    }
}
