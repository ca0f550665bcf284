//! `kelisim forget`: a person asked to be forgotten.

use std::io::Write;

use anyhow::{Context as _, bail};
use kelisim_app::account::{self, Move};
use kelisim_app::person::PersonKeys as _;
use kelisim_domain::id::UserId;
use kelisim_domain::user::{AccountState, User};
use kelisim_store::reading::Kind;

use crate::demo_record::told;
use crate::wiring::{FilePersonKeys, House, Place};

/// What `forget` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The person: address or id of the account.
    person: String,
    /// Does it. Without this it is only said what would be done.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    place: Place,
}

/// Forgets a person.
///
/// # Errors
/// When there is no such account, or something fails; the same can be asked again.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let house = House::open_existing(&args.place).await?;
    let done = forget(&house, &args.person, args.yes, &mut std::io::stdout()).await;
    house.close().await;
    done
}

async fn user(house: &House, person: &str) -> anyhow::Result<User> {
    let store = house.store();
    let id = match person.parse() {
        Ok(id) => UserId::new(id),
        Err(_) => {
            let email = person.trim().to_lowercase();
            let found = store.user_by_email(&email).await.context("looking for the address")?;
            let Some(id) = found else {
                bail!("no account has this address; who was forgotten already is found by id only");
            };
            id
        }
    };
    let today = house.system().today();
    let body = store.one(Kind::User, id.uuid(), today).await.context("reading the account")?;
    let Some(body) = body else { bail!("no account has the id {id}") };
    serde_json::from_str(&body.body).context("reading the account")
}

/// Closes the account, writes that the person was forgotten, destroys the key and clears what deleted rows left.
///
/// Asked again for somebody who was forgotten, it does what may not have been done when the first time was broken off.
async fn forget(
    house: &House,
    person: &str,
    yes: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let mut held = user(house, person).await?;
    let id = held.id;
    if !yes {
        writeln!(out, "account {id}, {}, registry {}", held.role.code(), held.registry)?;
        writeln!(
            out,
            "The key of this person would be destroyed and their name and address with it, for ever."
        )?;
        writeln!(out, "What they entered stays, without a name. Say --yes to do it.")?;
        return Ok(());
    }
    let ctx = house.system();
    if held.state == AccountState::Active {
        account::change_state(&ctx, id, held.version, Move::Disable).await.map_err(told)?;
        held = user(house, &id.to_string()).await?;
    }
    if held.state == AccountState::Disabled {
        account::change_state(&ctx, id, held.version, Move::Forget).await.map_err(told)?;
    }
    FilePersonKeys::open(&house.data)?.destroy(id).context("destroying the key")?;
    house.store().scrub().await.context("clearing what deleted rows left")?;
    writeln!(out, "forgotten: account {id}; the key is destroyed, the chain stays whole")?;
    writeln!(
        out,
        "Copies of keys made before still hold the key: they are to be removed within thirty days."
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo_record;
    use crate::testing::World;
    use kelisim_store::verify::verify;

    fn holds(bytes: &[u8], words: &str) -> bool {
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    }

    #[tokio::test]
    async fn who_is_forgotten_is_named_nowhere_and_the_chain_holds() {
        for world in World::each().await {
            world.load_demo().await;
            let accounts = demo_record::open_accounts(&world.house.app).await.unwrap();
            let email = accounts[0].email.clone();
            let id = world.house.store().user_by_email(&email).await.unwrap().unwrap();
            let mut out = Vec::new();
            forget(&world.house, &email, false, &mut out).await.unwrap();
            assert!(world.house.store().user_by_email(&email).await.unwrap().is_some());
            forget(&world.house, &email.to_uppercase(), true, &mut out).await.unwrap();
            let store = world.house.store();
            assert_eq!(store.user_by_email(&email).await.unwrap(), None);
            assert_eq!(store.credential(id).await.unwrap(), None);
            let keys = FilePersonKeys::open(&world.house.data).unwrap();
            assert_eq!(keys.get(id).unwrap(), None);
            assert!(!store.dump().await.unwrap().iter().any(|row| row.contains(&email)));
            assert!(verify(store, &[], &mut |_| {}).await.unwrap().holds());
            let before = store.dump().await.unwrap();
            kelisim_store::replay::rebuild(store, world.house.app.persons(), &mut |_| {})
                .await
                .unwrap();
            assert_eq!(store.dump().await.unwrap(), before);
            // Neither the file nor its log has the address any more.
            if let crate::wiring::Database::Sqlite(path) = &world.database {
                for ending in ["", "-wal"] {
                    let file = std::fs::read(format!("{}{ending}", path.display())).unwrap();
                    assert!(!holds(&file, &email), "in the file{ending}");
                    assert!(ending == "-wal" || holds(&file, &accounts[1].email));
                }
            }
            // Asked again, by the address and by the id.
            let error = forget(&world.house, &email, true, &mut out).await.unwrap_err();
            assert!(error.to_string().contains("by id only"), "{error}");
            keys.put(id, &[1; 32]).unwrap();
            forget(&world.house, &id.to_string(), true, &mut out).await.unwrap();
            assert_eq!(keys.get(id).unwrap(), None);
            world.end().await;
        }
    }
}
