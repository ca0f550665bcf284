//! Hosts that order: what the host's side gives, who signs it, and that the run goes by it and not by the scores.

use axum::http::StatusCode;
use kelisim_app::programme::run::{self, BroughtFile, COLUMNS};
use kelisim_app::{Actor, AppError, Context, Signed};
use kelisim_domain::id::{ApplicationId, CallId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::user::Role;

use crate::applications::{Doctor, decided};
use crate::calls::{ABOUT, at, begin, line, publish, seat};
use crate::forms::{OFFICER, PARTNER, after, get, ok, post};
use crate::house::{House, on_each_engine};
use crate::reviews::{
    CLEAN, Judge, PATIENCE, assign, both_commit, both_reveal, officer, receipt, refused, version,
};

const DAY: i64 = 86_400;

/// Somebody of Türkiye's ministry other than the account of the house.
fn director(house: &House) -> Context<'_> {
    house.app.context(Actor::User(Signed {
        id: UserId::new(uuid::Uuid::from_u128(0xd1)),
        name: "Director".to_owned(),
        registry: "KG".parse().unwrap(),
        role: Role::Partner,
        partners: vec!["TR".parse().unwrap()],
        pass: None,
    }))
}

/// A call with one place at one host that orders, two doctors who were scored and nominated, 90 and 60, and a third who is
/// only found eligible.
struct Ordered<'h> {
    house: &'h House,
    call: CallId,
    seat: u32,
    doctors: Vec<ApplicationId>,
    codes: Vec<String>,
}

impl<'h> Ordered<'h> {
    async fn new(house: &'h House) -> Self {
        let line = line(house).await;
        let id = begin(house).await;
        let url = at(&id);
        ok(house, &url, "seat", &seat(line, 1)).await;
        let wrong = ABOUT
            .replace("hosts_rank=0", "hosts_rank=1")
            .replace("deferred-acceptance", "serial-dictatorship");
        ok(house, &url, "describe", &wrong).await;
        crate::forms::refused(house, &url, "submit", "", "only under deferred acceptance").await;
        ok(house, &url, "describe", &ABOUT.replace("hosts_rank=0", "hosts_rank=1")).await;
        ok(house, &url, "submit", "").await;
        publish(house, &id).await.unwrap();
        let call = CallId::new(id.parse().unwrap());
        let page = kelisim_app::programme::page(&officer(house, 1), call, None).await.unwrap();
        let terms = page.call.terms().unwrap();
        let (seat, document) = (terms.seats[0].number, terms.documents[0].number);
        ok(house, &url, "seated", &format!("seat={seat}&places=1")).await;
        house.clock.advance(34 * DAY);
        let judges =
            [Judge::declared(house, 1, CLEAN).await, Judge::declared(house, 2, CLEAN).await];
        let (mut doctors, mut codes) = (Vec::new(), Vec::new());
        for (n, score) in [Some("90"), Some("60"), None].into_iter().enumerate() {
            let doctor = Doctor::new(house, &format!("doctor{n}@example.kg")).await;
            let id = doctor.apply_with(call, seat, document).await;
            decided(house, OFFICER, id, "judge", "home=eligible").await;
            codes.push(receipt(house, id).await);
            doctors.push(id);
            let Some(score) = score else { continue };
            let mut before = Vec::new();
            for judge in &judges {
                before.push(judge.codes().await);
            }
            assign(house, call).await;
            for (judge, before) in judges.iter().zip(before) {
                for code in judge.codes().await.iter().filter(|code| !before.contains(code)) {
                    judge.score(code, score).await;
                }
            }
            decided(house, OFFICER, id, "judge", "home=nominated").await;
        }
        Self { house, call, seat, doctors, codes }
    }

    fn url(&self) -> String {
        format!("/en/calls/{}/answers", self.call)
    }

    /// Gives the answers with these places, as the form has them.
    async fn give(&self, places: &[&str]) -> crate::house::Reply {
        let path = format!("{}/give?host=TR", self.url());
        let form = get(self.house, PARTNER, &path).await;
        let before = after(&form.text, "name=\"before\" value=\"").to_owned();
        self.give_after(&before, places).await
    }

    async fn give_after(&self, before: &str, places: &[&str]) -> crate::house::Reply {
        let one = |(code, place): (&String, &&str)| format!("&place-{}-{code}={place}", self.seat);
        let places: String = self.codes.iter().zip(places).map(one).collect();
        let path = format!("{}/give", self.url());
        post(self.house, PARTNER, &path, &format!("host=TR&before={before}{places}")).await
    }

    async fn hash(&self) -> String {
        let seen = run::answers(&director(self.house), self.call).await.unwrap();
        seen.hosts[0].given.as_ref().unwrap().hash.to_string()
    }

    async fn gather(&self) -> Result<(), AppError> {
        let one = officer(self.house, 1);
        run::gather(&one, self.call, version(&one, self.call).await, PATIENCE).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_orders_its_director_signs_and_the_run_goes_by_it() {
    on_each_engine(async |house: &House| {
        let it = Ordered::new(house).await;
        let page = get(house, PARTNER, &it.url()).await.text;
        assert!(page.contains("not answered yet: 2"), "{page}");
        let early = it.give(&["2", "1"]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.text.contains("open: 2"), "{}", early.text);
        for id in &it.doctors[..2] {
            decided(house, PARTNER, *id, "verify", "told=Welcome").await;
        }
        let show = format!("/en/calls/{}/reviews/show", it.call);
        assert_eq!(post(house, OFFICER, &show, "").await.status, StatusCode::SEE_OTHER);
        house.clock.advance(20 * DAY);

        // Without the order nothing is assembled, and nothing comes in by a table.
        assert_eq!(refused(it.gather().await), "answers-unsigned");
        let form = get(house, OFFICER, &format!("/en/calls/{}/run/gather", it.call)).await;
        assert!(form.text.contains("not signed by its director"), "{}", form.text);
        let bytes = format!("{}\n{},1,{},KG-N,\n", COLUMNS.join(","), it.codes[0], it.seat);
        let sheets = kelisim_exchange::sheet::read(bytes.as_bytes()).unwrap();
        let file = BroughtFile { name: "list.csv".to_owned(), bytes: bytes.into(), sheets };
        let headings = COLUMNS.iter().map(|own| ((*own).to_owned(), *own)).collect();
        let one = officer(house, 1);
        let brought =
            run::bring(&one, it.call, version(&one, it.call).await, &headings, file).await;
        assert_eq!(refused(brought), "run-table-hosts-rank");

        // Bad places: nothing is given, everything that was typed comes back.
        for (places, words) in [
            (["1", ""], "has no place"),
            (["1", "1"], "both have place 1"),
            (["1", "3"], "not between 1 and 2"),
            (["first", "2"], "is no place for"),
        ] {
            let reply = it.give(&places).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{places:?}");
            assert!(reply.text.contains(words), "{places:?}: {}", reply.text);
            assert!(reply.text.contains(&format!("value=\"{}\"", places[0])), "{}", reply.text);
        }
        assert!(run::answers(&one, it.call).await.unwrap().hosts[0].given.is_none());

        // The one with fewer points first; nobody sees at which choice the place was named.
        let given = it.give(&["2", "1"]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        let hash = it.hash().await;
        let page = get(house, OFFICER, &it.url()).await.text;
        assert!(page.contains("To be signed") && page.contains(&hash), "{page}");
        assert!(!page.contains("Give the answers"), "an officer only reads: {page}");
        let (first, second) = (page.find(&it.codes[1]).unwrap(), page.find(&it.codes[0]).unwrap());
        assert!(first < second, "in the host's order");
        assert_eq!(
            it.give_after("", &["1", "2"]).await.status,
            StatusCode::CONFLICT,
            "another hand"
        );
        assert_eq!(it.give(&["2", "1"]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "the same");
        assert_eq!(refused(it.gather().await), "answers-unsigned");

        let sign = format!("{}/sign", it.url());
        let own = post(house, PARTNER, &sign, &format!("host=TR&hash={hash}")).await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(own.text.contains("You gave these answers"), "{}", own.text);
        let other = Hash::of(b"other").to_string();
        let boss = director(house);
        let signed = run::sign_answers(&boss, it.call, "TR", &other).await;
        assert_eq!(refused(signed), "answers-other");
        run::sign_answers(&boss, it.call, "TR", &hash).await.unwrap();
        let officers = run::sign_answers(&one, it.call, "TR", &hash).await;
        assert!(matches!(officers, Err(AppError::Forbidden)), "{officers:?}");
        let notices = get(house, OFFICER, "/en/notices").await.text;
        assert!(notices.contains("A director signed the answers of a host"), "{notices}");

        // A third is nominated and taken: what was signed says nothing of that person.
        decided(house, OFFICER, it.doctors[2], "judge", "home=nominated").await;
        decided(house, PARTNER, it.doctors[2], "verify", "told=Welcome").await;
        assert_eq!(refused(it.gather().await), "answers-changed");
        let page = get(house, PARTNER, &it.url()).await.text;
        assert!(page.contains("Out of date"), "{page}");
        let stale = run::sign_answers(&boss, it.call, "TR", &hash).await;
        assert_eq!(refused(stale), "answers-signed-already");
        assert_eq!(it.give(&["3", "1", "2"]).await.status, StatusCode::SEE_OTHER);
        run::sign_answers(&boss, it.call, "TR", &it.hash().await).await.unwrap();

        // Whoever takes an application back leaves the order of the others as it is.
        let doctor = Doctor::again(house, "doctor0@example.kg").await;
        let own = format!("/en/applications/{}", it.doctors[0]);
        let step = async |act: &str| {
            let form = doctor.get(&format!("{own}/{act}")).await;
            let at = after(&form.text, "name=\"version\" value=\"").to_owned();
            let done = doctor.post(&format!("{own}/{act}"), &format!("version={at}")).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}: {}", done.text);
        };
        let seen = doctor.get(&format!("{own}/host")).await.text;
        assert!(seen.contains("not at which choice"), "{seen}");
        step("withdraw").await;
        let left = run::gathered(&officer(house, 1), it.call).await.unwrap().candidates;
        assert_eq!(left.len(), 1);
        assert_eq!(left[0].host_places, [(it.seat, 1)].into());
        step("restore").await;
        it.gather().await.unwrap();
        house.clock.advance(40 * DAY);
        it.run().await;
    })
    .await;
}

impl Ordered<'_> {
    /// From the list that waits to the computed run: the place is the one's whom the host wants most.
    async fn run(&self) {
        let (house, call) = (self.house, self.call);
        let (one, two) = (officer(house, 1), officer(house, 2));
        let seen = run::page(&two, call).await.unwrap().run.unwrap();
        let hash = seen.waiting().unwrap().hash.to_string();
        run::accept(&two, call, seen.version, &hash).await.unwrap();
        let list = get(house, OFFICER, &format!("/en/calls/{call}/candidates")).await.text;
        assert!(list.contains(&format!("{}: 3", self.seat)), "{list}");
        let csv = get(house, OFFICER, &format!("/en/calls/{call}/candidates.csv")).await.text;
        assert!(csv.contains(&format!(",{}: 1", self.seat)), "{csv}");
        both_commit(&one, &two, call).await;
        // A new order after the list was assembled stops the freeze until it is signed and assembled anew.
        assert_eq!(self.give(&["1", "2", "3"]).await.status, StatusCode::SEE_OTHER);
        let freeze = async || run::freeze(&one, call, version(&one, call).await).await;
        assert_eq!(refused(freeze().await), "answers-unsigned");
        run::sign_answers(&director(house), call, "TR", &self.hash().await).await.unwrap();
        assert_eq!(refused(freeze().await), "run-list-outdated");
        assert_eq!(self.give(&["3", "1", "2"]).await.status, StatusCode::SEE_OTHER);
        run::sign_answers(&director(house), call, "TR", &self.hash().await).await.unwrap();
        freeze().await.unwrap();
        let late = self.give(&["1", "2", "3"]).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "frozen");
        let market = run::file(&one, call, run::File::Market).await.unwrap().unwrap();
        let market: serde_json::Value = serde_json::from_slice(&market).unwrap();
        let of_seat = market["programmes"].as_object().unwrap().values().next().unwrap();
        assert_eq!(of_seat["prefs"], serde_json::json!([self.codes[1], self.codes[0]]));
        assert!(of_seat.get("scores").is_none(), "{of_seat}");
        both_reveal(&one, call).await;
        let wanted = run::Wanted::default();
        let lines = run::candidates(&one, call, &wanted, None, 10).await.unwrap().lines;
        let given = |code: &String| {
            lines.iter().find(|line| line.candidate.code == *code).unwrap().given.unwrap()
        };
        assert_eq!((given(&self.codes[1]), given(&self.codes[0])), (Some(self.seat), None));
    }
}
