//! Saved lists: kept with typed filters, opened with the reader's own rights, shared with colleagues, told when wrong.

use axum::http::StatusCode;
use kelisim_app::Actor;
use kelisim_domain::id::SavedListId;
use kelisim_domain::saved::ListOf;
use kelisim_domain::user::Role;
use kelisim_store::saved::{Saved, SavedList};

use crate::forms::send_from;
use crate::house::{CSRF, House, Reply, on_each_engine};

const OFFICER: (&str, Role) = ("KG", Role::Officer);

fn typed(of: &str, query: &str, name: &str, shared: bool) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("of", of).append_pair("query", query).append_pair("name", name);
    if shared {
        form.append_pair("shared", "yes");
    }
    form.finish()
}

/// Saves a list as a person does, from the page that asks for its name.
async fn save(
    house: &House,
    cookie: &str,
    of: &str,
    query: &str,
    name: &str,
    shared: bool,
) -> Reply {
    let mut path = form_urlencoded::Serializer::new("/en/lists/new?".to_owned());
    path.append_pair("of", of).append_pair("query", query);
    send_from(house, cookie, &path.finish(), &typed(of, query, name, shared)).await
}

async fn saved(
    house: &House,
    cookie: &str,
    of: &str,
    query: &str,
    name: &str,
    shared: bool,
) -> String {
    let reply = save(house, cookie, of, query, name, shared).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    reply.location().to_owned()
}

/// A list as another version of the house may have left it.
async fn left(house: &House, of: &str, filters: &str) -> SavedListId {
    let ctx = house.app.context(Actor::System);
    let list = SavedList {
        id: SavedListId::new(ctx.new_id()),
        owner: house.people[&OFFICER],
        registry: "KG".parse().unwrap(),
        of: of.to_owned(),
        name: "Old".to_owned(),
        filters: filters.to_owned(),
        shared: false,
        saved_at: ctx.now,
    };
    assert_eq!(house.store.save_list(&list, 100).await.unwrap(), Saved::Done);
    list.id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_saved_found_over_its_list_opened_renamed_and_removed() {
    on_each_engine(async |house: &House| {
        let mine = house.session("KG", Role::Officer).await;
        let query = "partner=TR&words=promises&topic=&after=1.2026-01-01.x&list=old";
        let opens = saved(house, &mine, "commitments", query, "Türkiye: promised", false).await;
        let opened = house.get(&opens, Some(&mine)).await;
        let id = opens.rsplit('/').next().unwrap();
        let there = format!("/en/commitments?partner=TR&words=promises&list={id}");
        assert_eq!(opened.location(), there);
        let page = house.get(&there, Some(&mine)).await.text;
        assert!(page.contains("aria-current=\"true\">Türkiye: promised"), "{page}");
        assert!(
            page.contains(&format!(
                "/en/commitments.csv?list={id}&amp;partner=TR&amp;words=promises"
            )) || page.contains(&format!(
                "/en/commitments.csv?list={id}&#38;partner=TR&#38;words=promises"
            )),
            "{page}"
        );
        // Other filters: the same list is offered and not shown as what the page has.
        let other = house.get(&there.replace("promises", "talks"), Some(&mine)).await.text;
        assert!(
            other.contains("Türkiye: promised") && !other.contains("aria-current=\"true\">Tür")
        );
        assert!(!house.get("/en/meetings", Some(&mine)).await.text.contains("Türkiye: promised"));
        for (language, partner) in
            [("kk", "Түркия"), ("ky", "Түркия"), ("ru", "Турция"), ("en", "Türkiye")]
        {
            let all = house.get(&format!("/{language}/lists"), Some(&mine)).await.text;
            assert!(all.contains(&format!(": {partner}</small>")), "{language}: {all}");
            assert!(all.contains(&format!("/{language}/commitments.xlsx?partner=TR")), "{all}");
        }
        let change = format!("{opens}/change");
        let renamed = send_from(house, &mine, &change, "name=Promised").await;
        assert_eq!(renamed.location(), "/en/lists");
        let all = house.get("/en/lists", Some(&mine)).await.text;
        assert!(all.contains(">Promised<") && !all.contains("Türkiye: promised"), "{all}");
        let gone =
            house.post(&format!("{opens}/remove"), Some(&mine), &format!("csrf={CSRF}")).await;
        assert_eq!(gone.location(), "/en/lists");
        assert_eq!(house.get(&opens, Some(&mine)).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shared_list_is_read_by_colleagues_alone_and_changed_by_its_owner() {
    on_each_engine(async |house: &House| {
        let mine = house.session("KG", Role::Officer).await;
        let own = saved(house, &mine, "commitments", "partner=RU", "Only mine", false).await;
        let shared = saved(house, &mine, "commitments", "partner=RU", "For all", true).await;
        let reader = house.session("KG", Role::Reader).await;
        let list = house.get("/en/commitments", Some(&reader)).await.text;
        assert!(list.contains("For all") && !list.contains("Only mine"), "{list}");
        let all = house.get("/en/lists", Some(&reader)).await.text;
        assert!(all.contains("For all") && !all.contains("Only mine"), "{all}");
        assert!(!all.contains(&format!("{shared}/change")), "{all}");
        assert!(house.get(&shared, Some(&reader)).await.location().starts_with("/en/commitments?"));
        let form = format!("csrf={CSRF}&name=Taken");
        for act in ["change", "remove"] {
            let reply = house.post(&format!("{shared}/{act}"), Some(&reader), &form).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{act}");
        }
        // Another registry, and the other side's people, cannot learn that it exists.
        for who in [("KZ", Role::Officer), ("KZ", Role::Administrator), ("KG", Role::Partner)] {
            let cookie = house.session(who.0, who.1).await;
            for list in [&own, &shared] {
                for path in ["", "/change", "/remove"] {
                    let reply = house.get(&format!("{list}{path}"), Some(&cookie)).await;
                    assert_eq!(reply.status, StatusCode::NOT_FOUND, "{who:?} {path}");
                }
            }
            assert!(!house.get("/en/lists", Some(&cookie)).await.text.contains("For all"));
        }
        assert_eq!(house.get(&own, Some(&reader)).await.status, StatusCode::NOT_FOUND);
        // An administrator clears away what a colleague left.
        let administrator = house.session("KG", Role::Administrator).await;
        let path = format!("{shared}/remove");
        let gone = house.post(&path, Some(&administrator), &format!("csrf={CSRF}")).await;
        assert_eq!(gone.location(), "/en/lists");
        assert_eq!(house.get(&shared, Some(&mine)).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_saved_is_told_and_what_was_typed_is_kept() {
    on_each_engine(async |house: &House| {
        let mine = house.session("KG", Role::Officer).await;
        saved(house, &mine, "meetings", "", "Taken", false).await;
        for (of, query, name, told) in [
            ("meetings", "", "", "id=\"name-error\""),
            ("meetings", "", "Taken", "under the name “Taken”"),
            ("meetings", "colour=red", "A", "no filter “colour”"),
            ("meetings", "level=highest", "A", "has no value “highest”"),
            ("meetings", "partner=FR", "A", "the party “FR”"),
            ("placements", "stage=offered", "A", "“call” is missing"),
        ] {
            let reply = save(house, &mine, of, query, name, false).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{of} {query} {name}");
            assert!(reply.text.contains(told), "{told}: {}", reply.text);
            assert!(reply.text.contains(&format!("value=\"{name}\"")), "{}", reply.text);
        }
        let long = "a".repeat(81);
        let reply = save(house, &mine, "meetings", "", &long, false).await;
        assert!(reply.text.contains("80") && reply.text.contains(&long));
        let unknown = house.get("/en/lists/new?of=salaries", Some(&mine)).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        // The same name stands over another list.
        saved(house, &mine, "bodies", "", "Taken", false).await;
        // A partner shares with nobody: who works here is not told to the other side.
        let partner = house.session("KG", Role::Partner).await;
        let reply = save(house, &partner, "meetings", "partner=TR", "Ours", true).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
        saved(house, &partner, "meetings", "partner=TR", "Ours", false).await;
        let letters = house.get("/en/lists/new?of=letters", Some(&partner)).await;
        assert_eq!(letters.status, StatusCode::NOT_FOUND);
        let reply = house
            .post(
                "/en/lists/new",
                Some(&partner),
                &format!("csrf={CSRF}&{}", typed("letters", "", "L", false)),
            )
            .await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_filter_that_is_gone_is_told_when_the_list_is_opened() {
    on_each_engine(async |house: &House| {
        let mine = house.session("KG", Role::Officer).await;
        let filters = "{\"partner\":\"TR\",\"colour\":\"red\",\"topic\":\"weather\"}";
        let id = left(house, "commitments", filters).await;
        let page = house.get(&format!("/en/lists/{id}"), Some(&mine)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("“colour”") && page.text.contains("“weather”"), "{}", page.text);
        assert!(page.text.contains("Türkiye") && page.text.contains("partner=TR"), "{}", page.text);
        let all = house.get("/en/lists", Some(&mine)).await.text;
        assert!(all.contains("Some of its filters no longer hold"), "{all}");
        let id = left(house, "placements", "{}").await;
        let page = house.get(&format!("/en/lists/{id}"), Some(&mine)).await.text;
        assert!(
            page.contains("“call” is missing") && !page.contains("href=\"/en/placements"),
            "{page}"
        );
        // A list that the house no longer has is not there.
        let id = left(house, "salaries", "{}").await;
        assert_eq!(
            house.get(&format!("/en/lists/{id}"), Some(&mine)).await.status,
            StatusCode::NOT_FOUND
        );
        assert_eq!(house.get("/en/lists", Some(&mine)).await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_list_offers_to_be_saved_and_opens_where_it_lies() {
    on_each_engine(async |house: &House| {
        let mine = house.session("KG", Role::Officer).await;
        let call = house.things[&("KG", "TR")].call;
        for of in ListOf::ALL {
            let of_call =
                matches!(of, ListOf::Applications | ListOf::Candidates | ListOf::Placements);
            let (path, query) = if of_call {
                (format!("/en/calls/{call}/{}", of.code()), format!("call={call}"))
            } else {
                (format!("/en/{}", of.code()), String::new())
            };
            let page = house.get(&path, Some(&mine)).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.text.contains(&format!("/en/lists/new?of={}", of.code())), "{path}");
            // Any is as good an answer as one: a browser must not ask for it.
            let filter = page.text.split("<form class=\"filter\"").nth(1);
            let filter = filter.and_then(|rest| rest.split("</form>").next()).unwrap_or_default();
            assert!(!filter.contains(" required"), "{path}: {filter}");
            let name = format!("All {}", of.code());
            let opens = saved(house, &mine, of.code(), &query, &name, false).await;
            let to = house.get(&opens, Some(&mine)).await.location().to_owned();
            assert!(to.starts_with(&format!("{path}?list=")), "{to}");
            let page = house.get(&to, Some(&mine)).await;
            assert!(page.status == StatusCode::OK && page.text.contains(&name), "{to}");
        }
        let all = house.get("/en/lists", Some(&mine)).await.text;
        for file in all.split("href=\"").filter_map(|rest| rest.split('"').next()) {
            if file.contains(".csv") || file.contains(".xlsx") {
                let reply = house.get(&file.replace("&#38;", "&"), Some(&mine)).await;
                assert_eq!(reply.status, StatusCode::OK, "{file}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_person_saves_a_hundred_lists_and_no_more() {
    on_each_engine(async |house: &House| {
        let mine = house.session("KG", Role::Officer).await;
        for n in 0..100 {
            let ctx = house.app.context(Actor::System);
            let list = SavedList {
                id: SavedListId::new(ctx.new_id()),
                owner: house.people[&OFFICER],
                registry: "KG".parse().unwrap(),
                of: "bodies".to_owned(),
                name: format!("{n:03}"),
                filters: "{}".to_owned(),
                shared: false,
                saved_at: ctx.now,
            };
            assert_eq!(house.store.save_list(&list, 100).await.unwrap(), Saved::Done);
        }
        let reply = save(house, &mine, "bodies", "", "One more", false).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.text.contains("100") && reply.text.contains("One more"), "{}", reply.text);
        let page = house.get("/en/bodies", Some(&mine)).await.text;
        assert!(
            page.contains(">000<") && !page.contains(">050<"),
            "the first ones stand over the list"
        );
    })
    .await;
}
