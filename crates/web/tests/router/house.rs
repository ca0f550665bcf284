//! A house with two registries, an account for each role in each, and things of each kind in both.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, Once};

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use jiff::civil::date;
use kelisim_app::account::{AccountForm, open_by_system};
use kelisim_app::communique::DraftForm;
use kelisim_app::paper::HouseKey;
use kelisim_app::person::PersonKeys;
use kelisim_app::{Actor, App, Clock, Entropy};
use kelisim_domain::body::{self, Standing};
use kelisim_domain::id::{
    ApplicationId, BodyId, CallId, CommitmentId, ConflictId, DirectionId, DraftId, ImportId,
    IndicatorId, InstrumentId, MeetingId, ObservationId, PaperId, PartnerKeyId, PlacementId,
    ProjectId, QuotaLineId, SourceId, UserId, VisitId,
};
use kelisim_domain::indicator::{self, Indicator};
use kelisim_domain::instrument::{self, Instrument};
use kelisim_domain::journal::Hash;
use kelisim_domain::meeting::{self, Meeting};
use kelisim_domain::programme::application::{self, Application, Home};
use kelisim_domain::programme::call::{self, Call};
use kelisim_domain::programme::placement::Placement;
use kelisim_domain::programme::visit::{self, Counter, ExpertVisit, State};
use kelisim_domain::project::{self, Aspect, Project};
use kelisim_domain::quota::{self, Account, QuotaLine};
use kelisim_domain::stage::Stage;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::user::Role;
use kelisim_store::Store;
use kelisim_store::work::{Draft, Session, Staged, StagedFile};
use kelisim_store_postgres::PostgresStore;
use kelisim_store_sqlite::SqliteStore;
use kelisim_testkit::{FakeClock, Pledge, SeededEntropy, World};
use kelisim_web::Settings;
use sqlx::Connection as _;
use tower::ServiceExt as _;

/// The registries; each has things with Türkiye and with Russia, and its partner account belongs to Türkiye.
pub const REGISTRIES: [&str; 2] = ["KG", "KZ"];
pub const PARTNERS: [&str; 2] = ["TR", "RU"];
/// The password of every account.
pub const PASSWORD: &str = "korall-sable-otter-921";
/// The token of every session made by [`House::session`].
pub const TOKEN: &str = "3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed";
/// The same as a form carries it: under a mask, here one of zeros.
pub const CSRF: &str = concat!(
    "0000000000000000000000000000000000000000000000000000000000000000",
    "3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed"
);
/// What stands in every text that is a document.
pub const LETTER: &str = "Letterwords Zhumabekova";

struct Time(FakeClock);

impl Clock for Time {
    fn now(&self) -> jiff::Timestamp {
        self.0.now()
    }
}

struct Random(SeededEntropy);

impl Entropy for Random {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}

#[derive(Default)]
struct Keys(Mutex<BTreeMap<UserId, [u8; 32]>>);

impl PersonKeys for Keys {
    fn get(&self, person: UserId) -> std::io::Result<Option<[u8; 32]>> {
        Ok(self.0.lock().unwrap().get(&person).copied())
    }

    fn put(&self, person: UserId, key: &[u8; 32]) -> std::io::Result<()> {
        self.0.lock().unwrap().insert(person, *key);
        Ok(())
    }

    fn destroy(&self, person: UserId) -> std::io::Result<()> {
        self.0.lock().unwrap().remove(&person);
        Ok(())
    }
}

/// The key of the house: the same in each test.
struct HouseSeed;

fn house_pair() -> ed25519_compact::KeyPair {
    ed25519_compact::KeyPair::from_seed(ed25519_compact::Seed::new([42; 32]))
}

impl HouseKey for HouseSeed {
    fn public(&self) -> std::io::Result<Option<[u8; 32]>> {
        Ok(Some(*house_pair().pk))
    }

    fn former(&self) -> std::io::Result<Vec<[u8; 32]>> {
        Ok(vec![[9; 32]])
    }

    fn sign(&self, _: &[u8; 32], message: &[u8]) -> std::io::Result<[u8; 64]> {
        Ok(*house_pair().sk.sign(message, None))
    }
}

/// Things of one registry with one partner.
#[derive(Debug, Clone, Copy)]
pub struct Things {
    pub source: SourceId,
    pub draft: DraftId,
    /// A table that was brought and checked.
    pub import: ImportId,
    /// Everybody may see it.
    pub commitment: CommitmentId,
    /// Only the registry may.
    pub hidden: CommitmentId,
    pub observation: ObservationId,
    pub conflict: ConflictId,
    /// Everybody may see it.
    pub quota: QuotaLineId,
    /// Everybody may see it; its text is entry 2, held by an agency since entry 3, and a commitment stands in it.
    pub instrument: InstrumentId,
    /// Everybody may see it; it has a decision that leads to the commitment, and a question nobody else may see.
    pub meeting: MeetingId,
    /// Everybody may see it; built by a passage, licensed by a forecast of the house, frozen once.
    pub project: ProjectId,
    /// Everybody may see it; a party that is invited by the house's own knowledge is Japan, which nobody else may know.
    pub body: BodyId,
    /// Its places are in no line: what the ledger does has tests of its own.
    pub call: CallId,
    /// Everybody may see it; the operation of the 19th and the surgeon U1 are known to the two sides alone.
    pub visit: VisitId,
    /// Everybody may see it.
    pub indicator: IndicatorId,
    /// Nominated, of an applicant whose key is not there.
    pub application: ApplicationId,
    /// The receipt of it, whose text nobody can open.
    pub paper: PaperId,
    /// An appeal of a candidate without a place.
    pub placement: PlacementId,
    /// A wish of a department that nobody decided.
    pub direction: DirectionId,
    /// A key that nobody but the writer of the world entered, and nobody compared.
    pub key: PartnerKeyId,
}

/// The house.
pub struct House {
    pub app: App,
    pub clock: FakeClock,
    pub store: Arc<dyn Store>,
    pub router: Router,
    pub people: BTreeMap<(&'static str, Role), UserId>,
    pub things: BTreeMap<(&'static str, &'static str), Things>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }
}

/// Runs a test on SQLite, and on PostgreSQL when a server is named.
pub async fn on_each_engine(test: impl AsyncFn(&House)) {
    on_each_engine_with(Settings::default, test).await;
}

/// The same with settings of its own.
pub async fn on_each_engine_with(settings: fn() -> Settings, test: impl AsyncFn(&House)) {
    let dir = tempfile::TempDir::new().unwrap();
    let store = SqliteStore::open(&dir.path().join("kelisim.db")).await.unwrap();
    test(&House::build(Arc::new(store.clone()), settings()).await).await;
    store.close().await;
    let Ok(server) = std::env::var("KELISIM_TEST_PG") else {
        static TOLD: Once = Once::new();
        TOLD.call_once(|| {
            let told = b"SKIPPED on PostgreSQL: KELISIM_TEST_PG names no server\n";
            std::io::stderr().write_all(told).unwrap();
        });
        return;
    };
    let mut name = [0; 8];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut f| std::io::Read::read_exact(&mut f, &mut name))
        .unwrap();
    let name = format!("kelisim_web_{:016x}", u64::from_le_bytes(name));
    execute(&server, format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    let (base, _) = server.rsplit_once('/').unwrap();
    let store = PostgresStore::connect(&format!("{base}/{name}"), 6).await.unwrap();
    test(&House::build(Arc::new(store.clone()), settings()).await).await;
    store.close().await;
    execute(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn execute(server: &str, statement: String) {
    let mut connection = sqlx::PgConnection::connect(server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

impl House {
    pub async fn build(store: Arc<dyn Store>, settings: Settings) -> Self {
        store.migrate().await.unwrap();
        let mut world = World::new();
        let (time, random) = (Time(world.clock.clone()), Random(world.entropy.clone()));
        let app = App::new(
            Arc::clone(&store),
            Arc::new(Keys::default()),
            Arc::new(time),
            Arc::new(random),
        )
        .with_house_key(Arc::new(HouseSeed));
        for (code, name) in
            [("TR", "Türkiye"), ("RU", "Russia"), ("KG", "Kyrgyzstan"), ("KZ", "Kazakhstan")]
        {
            world.party(code, name);
        }
        let mut things = BTreeMap::new();
        for registry in REGISTRIES {
            world.registry(registry);
            for partner in PARTNERS {
                things.insert((registry, partner), make_things(&mut world, registry, partner));
            }
        }
        world.commit(store.as_ref()).await.unwrap();
        for ((registry, _), made) in &things {
            write_draft(store.as_ref(), registry, made, world.clock.now()).await;
            write_import(store.as_ref(), registry, made, world.clock.now()).await;
        }
        let router = kelisim_web::router(app.clone(), settings);
        let people = BTreeMap::new();
        let clock = world.clock.clone();
        let mut house = Self { app, clock, store, router, people, things };
        house.open_accounts().await;
        house
    }

    async fn open_accounts(&mut self) {
        for registry in REGISTRIES {
            for role in Role::COLLEAGUES {
                let ctx = self.app.context(Actor::System);
                let id = UserId::new(ctx.new_id());
                let form = AccountForm {
                    name: name_of(registry, role),
                    email: email_of(registry, role),
                    role: role.code().to_owned(),
                    partners: if role == Role::Partner { "TR".to_owned() } else { String::new() },
                };
                open_by_system(&ctx, registry.parse().unwrap(), id, &form, PASSWORD).await.unwrap();
                self.people.insert((registry, role), id);
            }
        }
    }

    /// A session of an account, as a cookie; its forms carry [`CSRF`].
    pub async fn session(&self, registry: &'static str, role: Role) -> String {
        let ctx = self.app.context(Actor::System);
        let token = ctx.new_token();
        let session = Session {
            token: Hash::of(token.as_bytes()),
            user: self.people[&(registry, role)],
            csrf: TOKEN.to_owned(),
            began_at: ctx.now,
            seen_at: ctx.now,
            ends_at: ctx.now + jiff::SignedDuration::from_hours(1),
            second_factor: true,
        };
        self.store.begin_session(&session).await.unwrap();
        format!("kelisim={token}")
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status: parts.status, headers: parts.headers, text }
    }

    pub async fn get(&self, path: &str, cookie: Option<&str>) -> Reply {
        let mut request = Request::get(path);
        if let Some(cookie) = cookie {
            request = request.header(COOKIE, cookie);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// A file as it is given.
    pub async fn file(&self, path: &str, cookie: &str) -> (StatusCode, Vec<u8>) {
        let request = Request::get(path).header(COOKIE, cookie).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        (status, axum::body::to_bytes(response.into_body(), 64 << 20).await.unwrap().to_vec())
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, cookie: Option<&str>, body: &str) -> Reply {
        self.post_as(path, cookie, "application/x-www-form-urlencoded", body.as_bytes().to_vec())
            .await
    }

    pub async fn post_as(
        &self,
        path: &str,
        cookie: Option<&str>,
        kind: &str,
        body: Vec<u8>,
    ) -> Reply {
        let mut request = Request::builder().method(Method::POST).uri(path);
        request = request.header(CONTENT_TYPE, kind);
        if let Some(cookie) = cookie {
            request = request.header(COOKIE, cookie);
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Everything the reading tables hold: what a refused request must leave as it was.
    pub async fn dump(&self) -> Vec<String> {
        self.store.dump().await.unwrap()
    }
}

pub fn name_of(registry: &str, role: Role) -> String {
    format!("Seededname{registry}{} Asanova", role.code())
}

pub fn email_of(registry: &str, role: Role) -> String {
    format!("seeded.{}.{}@people.example", role.code(), registry.to_lowercase())
}

fn make_things(world: &mut World, registry: &str, partner: &str) -> Things {
    let pledge = Pledge::new(registry, partner).stage(Stage::S7).value(150);
    let day = date(2025, 11, 3);
    let words = format!("{LETTER} of {registry} and {partner}: 150 places a year. Or was it 180?");
    let source = world.source(registry, &words, day);
    let (one, two) = (world.quote(source, "150 places a year"), world.quote(source, "180"));
    let commitment = world.commitment(&pledge, &one);
    world.publish(commitment);
    let hidden = world.commitment(&Pledge::new(registry, partner).stage(Stage::S1), &two);
    let observation = world.observation(&pledge, Some(commitment), 2025, 48, &one);
    let conflict = world.conflict(&pledge, Some(commitment), [&one, &two]);
    let quota = world.quota_line(&pledge, commitment, 2026, 150);
    world.walk(quota, 3, Account::Seated);
    world.event::<QuotaLine>(quota, quota::Event::Published, world.today());
    let instrument = make_instrument(world, &pledge, commitment);
    let meeting = world.meeting(registry, partner, day);
    world.decide(meeting, commitment, day);
    world.letter_of_meeting(meeting, 1, "05-12/3391", day);
    world.event::<Meeting>(meeting, meeting::Event::Published, world.today());
    let project = make_project(world, &pledge, commitment);
    let body = make_body(world, registry, partner, commitment);
    let call = make_call(world, &pledge, quota);
    let visit = make_visit(world, registry, partner);
    let indicator = world.indicator(registry, &format!("measured_{}", partner.to_lowercase()));
    world.counts_otherwise(indicator, "2025");
    world.event::<Indicator>(indicator, indicator::Event::Published, world.today());
    let (application, doctor) = make_application(world, &pledge, call);
    let paper = world.paper(&pledge, application, doctor);
    world.appeal_without_place(&pledge, call, "KG26-0001");
    let placement = Placement::of(call, "KG26-0001");
    let direction = world.direction(registry, partner, 2);
    let key = world.partner_key(registry, partner, partner.as_bytes());
    let (draft, import) = (DraftId::new(world.id()), ImportId::new(world.id()));
    Things {
        source,
        draft,
        import,
        commitment,
        hidden,
        observation,
        conflict,
        quota,
        instrument,
        project,
        call,
        visit,
        indicator,
        application,
        paper,
        placement,
        direction,
        key,
        meeting,
        body,
    }
}

fn make_body(world: &mut World, registry: &str, partner: &str, commitment: CommitmentId) -> BodyId {
    let day = date(2025, 11, 3);
    let id = world.body(registry, partner, day);
    world.stands(id, Standing::AtWork, day);
    world.joins(id, partner, day);
    world.contributes(id, partner, day);
    world.body_decides(id, commitment, day);
    world.sits(id, 2, date(2030, 5, 1));
    world.invites(id, "JP", day);
    world.event::<body::Body>(id, body::Event::Published, world.today());
    id
}

fn make_visit(world: &mut World, registry: &str, partner: &str) -> VisitId {
    let id = world.visit(registry, partner, "2025-08-18/2025-08-22", date(2025, 8, 10));
    world.visit_steps(id, State::OnSite, date(2025, 8, 18));
    world.visit_reports(id, Counter::JointOperations, 16, date(2025, 8, 23));
    world.visit_brings(id, "U1");
    world.operated(id, date(2025, 8, 19), "U1");
    world.visit_agrees(id, date(2030, 12, 31));
    world.event::<ExpertVisit>(id, visit::Event::Published, world.today());
    id
}

fn make_application(world: &mut World, pledge: &Pledge, call: CallId) -> (ApplicationId, UserId) {
    let doctor = UserId::new(world.id());
    let id = world.application(pledge, call, doctor);
    for home in [Home::Eligible, Home::Nominated] {
        let event = application::Event::Judged { home, reason: None, words: None };
        world.event::<Application>(id, event, world.today());
    }
    (id, doctor)
}

fn make_call(world: &mut World, pledge: &Pledge, line: QuotaLineId) -> CallId {
    let id = world.call(pledge, line, 12);
    let hash = world.terms(line, 12).hash().unwrap();
    let second = UserId::new(world.id());
    let first = world.actor.replace(second);
    world.event::<Call>(id, call::Event::Published { hash }, world.today());
    world.actor = first;
    id
}

/// Why the licence of every project of the house is late; work of the house.
pub const REASON: &str = "Seededreason of the builder";

fn make_project(world: &mut World, pledge: &Pledge, commitment: CommitmentId) -> ProjectId {
    let (id, [built, licensed]) = world.project(pledge);
    world.milestone(id, built, Aspect::Planned, "2017-08-31", date(2017, 1, 1));
    world.milestone(id, built, Aspect::Claimed, "2017-11", date(2017, 12, 1));
    let word = project::Word {
        milestone: licensed,
        aspect: Aspect::Forecast,
        on: Some("2030".parse().unwrap()),
        reason: Some(Text4::new(Language::En, REASON).unwrap()),
        quotation: None,
    };
    world.event::<Project>(id, project::Event::Dated { word }, world.today());
    world.freeze(id, "Plan of the house");
    world.serve(id, commitment);
    world.event::<Project>(id, project::Event::Published, world.today());
    id
}

/// What the version of every instrument of the house holds.
pub const DRAFT: &str = "Seededdraft of an agreement";

fn make_instrument(world: &mut World, pledge: &Pledge, commitment: CommitmentId) -> InstrumentId {
    let id = world.instrument(pledge);
    let hash = Hash::of(DRAFT.as_bytes());
    world.pending().blobs.push((hash, DRAFT.as_bytes().to_vec()));
    let draft = instrument::Draft {
        hash,
        name: "agreement.txt".to_owned(),
        bytes: DRAFT.len() as u64,
        note: None,
    };
    world.event::<Instrument>(id, instrument::Event::Drafted { draft }, world.today());
    let agency = Text4::new(Language::En, "Seededagency of Finance").unwrap();
    let step = instrument::ApprovalStep {
        agency,
        sent: "2025-12-01".parse().unwrap(),
        due: None,
        matter: None,
        quotation: None,
    };
    world.event::<Instrument>(id, instrument::Event::Sent { step }, world.today());
    let quotation = world.passage(pledge.registry.as_str(), date(2025, 11, 4));
    let link = instrument::Link { commitment, quotation };
    world.event::<Instrument>(id, instrument::Event::Linked { link }, world.today());
    world.event::<Instrument>(id, instrument::Event::Published, world.today());
    id
}

/// A table of one row that fits nothing, brought and checked.
async fn write_import(store: &dyn Store, registry: &str, made: &Things, now: jiff::Timestamp) {
    let about = serde_json::json!({
        "kind": "parties", "file": "parties.csv", "sha256": "0".repeat(64), "size": 1, "sheet": "", "rows": 1,
        "unread": [], "language": "en", "counts": {"new": 0, "changed": 0, "same": 0, "wrong": 1, "remarks": 0},
        "description": {
            "registry": registry, "kind": "table", "tier": "2", "title": {"record": "en", "en": "Seededtable"},
            "publisher": "The ministry", "published_on": "2026-01-05", "language": "en", "rendering": false,
        },
    });
    let staged = Staged {
        id: made.import,
        registry: registry.parse().unwrap(),
        thing: None,
        author: None,
        state: "checked".to_owned(),
        about: about.to_string(),
        report: r#"{"n":2,"d":"wrong","o":[{"f":"kind","c":"party-kind-unknown","g":true}]}"#
            .to_owned(),
        revision: 1,
        written_at: now,
    };
    let rows =
        r#"{"name":"","lines":[{"n":1,"c":["code","kind"]},{"n":2,"c":["X","?"]}]}"#.to_owned();
    assert!(store.stage(&staged, &StagedFile { bytes: vec![0], rows }).await.unwrap());
}

async fn write_draft(store: &dyn Store, registry: &str, made: &Things, now: jiff::Timestamp) {
    let form = DraftForm { ..DraftForm::default() };
    let draft = Draft {
        id: made.draft,
        source: made.source,
        registry: registry.parse().unwrap(),
        author: None,
        state: "open".to_owned(),
        start: 0,
        body: serde_json::to_string(&form).unwrap(),
        revision: 1,
        written_at: now,
    };
    assert!(store.write_draft(&draft).await.unwrap());
}
