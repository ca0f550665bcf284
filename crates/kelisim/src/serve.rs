//! `kelisim serve`: the console, the public pages and the interface for programs, until told to stop.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context as _;
use axum::serve::ListenerExt as _;
use kelisim_web::Settings;
use tokio::net::TcpListener;

use crate::keeper::Keeper;
use crate::mail::{Carrier, Mails, Post};
use crate::schedule::Backups;
use crate::wiring::{FileHouseKey, House, Place};

/// How long requests under way may take after the word to stop.
const GRACE: Duration = Duration::from_secs(10);

/// What `serve` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address to listen on.
    #[arg(
        long,
        value_name = "ADDR:PORT",
        env = "KELISIM_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    listen: SocketAddr,
    #[command(flatten)]
    door: Door,
    #[command(flatten)]
    mails: Mails,
    #[command(flatten)]
    backups: Backups,
    #[command(flatten)]
    place: Place,
}

/// What stands between the house and the people who come to it.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Door {
    /// Address under which people reach the pages, for example `https://kelisim.example`.
    #[arg(long, value_name = "URL", env = "KELISIM_PUBLIC_BASE")]
    public_base: Option<String>,
    /// A proxy stands in front and names the machine of the visitor in X-Forwarded-For.
    #[arg(long, env = "KELISIM_BEHIND_PROXY")]
    behind_proxy: bool,
}

/// Serves until told to stop.
///
/// # Errors
/// When the place cannot be opened or the address cannot be listened on.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let daily = args.backups.daily()?;
    let mut house = House::open(&args.place).await?;
    let carrier = Carrier::new(&args.mails, &house.data)?;
    let listener = listen(args.listen).await?;
    let address = listener.local_addr().context("reading the address listened on")?;
    tracing::info!(store = house.store().describe(), "serving on http://{address}");
    let scheduled = daily.map(|daily| house.keep_backups(&daily));
    let serving = serve(&house, listener, args.door, carrier, stopped());
    match &scheduled {
        None => serving.await?,
        // Backups go on beside the server and end with it; one that is half-written is removed.
        Some(scheduled) => tokio::select! {
            served = serving => served?,
            () = scheduled.run() => {}
        },
    }
    house.close().await;
    Ok(())
}

/// Listens on an address.
///
/// # Errors
/// When it is taken or not ours.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("listening on {address}; stop what listens there or name another one with --listen")
    })
}

/// Serves the house on a listener and keeps it, until `stop` is done.
///
/// # Errors
/// When the last round of the keeper fails; all requests were answered by then.
pub async fn serve(
    house: &House,
    listener: TcpListener,
    door: Door,
    carrier: Carrier,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let address = listener.local_addr().context("reading the address listened on")?;
    let tls = door.public_base.as_deref().is_some_and(|base| base.starts_with("https://"));
    // An address of this machine is of use only to whoever sits at it.
    let here = address.ip().is_loopback() && carrier.stays_here() && !door.behind_proxy;
    let local = || here.then(|| format!("http://{address}"));
    let base = door.public_base.clone().or_else(local);
    let mails = carrier.carries() && base.is_some();
    let post = Post::new(house.app.clone(), carrier, base);
    let settings = Settings {
        secure_cookies: tls || !address.ip().is_loopback(),
        behind_proxy: door.behind_proxy,
        public_base: door.public_base,
        mails,
    };
    let router = kelisim_web::router(house.app.clone(), settings);
    // What the house gives out it signs: the key is made before anybody asks for it.
    let key = FileHouseKey::open(&house.data)?;
    key.make().context("making the key the house signs with")?;
    let keeper = Keeper::new(house.app.clone(), house.data.clone());
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    let (told, mut tell) = tokio::sync::watch::channel(false);
    let waiting = async move {
        stop.await;
        told.send_replace(true);
    };
    // The address of the other end is what rate limits count by.
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(waiting);
    let too_long = async {
        // The sender is dropped only with the server itself.
        let _ = tell.wait_for(|told| *told).await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = server => served.context("serving")?,
        () = keeper.run() => {}
        () = post.run() => {}
        () = too_long => tracing::warn!("some requests did not end in time"),
    }
    keeper.last_round().await.context("the keeper's last round")
}

/// Done when the process is told to stop: by the keyboard or by the system.
pub async fn stopped() {
    let keyboard = async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "the keyboard cannot stop this process");
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let system = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "the system cannot stop this process in good order");
                std::future::pending::<()>().await;
            }
        }
    };
    #[cfg(not(unix))]
    let system = std::future::pending::<()>();
    tokio::select! {
        () = keyboard => {}
        () = system => {}
    }
    tracing::info!("told to stop");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    #[tokio::test]
    async fn a_served_house_answers_and_seals_its_last_words_when_told_to_stop() {
        for world in World::each().await {
            world.load_demo().await;
            let listener = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
            let address = listener.local_addr().unwrap();
            let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
            let asking = async move {
                let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
                let ask = "GET /health HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n";
                stream.write_all(ask.as_bytes()).await.unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).await.unwrap();
                stop.send(()).unwrap();
                answer
            };
            let until = async { stopped.await.unwrap() };
            let carrier = Carrier::new(&Mails::default(), &world.house.data).unwrap();
            let (served, answer) = tokio::join!(
                serve(&world.house, listener, Door::default(), carrier, until),
                asking
            );
            served.unwrap();
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            assert_eq!(world.house.store().unsealed(1).await.unwrap(), []);
            assert!(world.house.data.file("seals").join("2026-11-22.json").exists());
            world.end().await;
        }
    }

    #[tokio::test]
    async fn a_taken_address_is_named_in_the_error() {
        let first = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let address = first.local_addr().unwrap();
        let error = listen(address).await.unwrap_err();
        assert!(format!("{error:#}").contains(&address.to_string()));
    }
}
