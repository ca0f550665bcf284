//! Notices: told by the step of another person, read by their own person alone.

use axum::http::StatusCode;
use kelisim_app::Actor;
use kelisim_domain::id::{NoticeId, StreamId, UserId};
use kelisim_domain::notice::{Mail, Subject};
use kelisim_domain::user::Role;
use kelisim_store::Change;
use kelisim_store::notice::Notice;

use crate::forms::send_from;
use crate::house::{CSRF, House, on_each_engine};

async fn tell(house: &House, to: UserId) -> NoticeId {
    let ctx = house.app.context(Actor::System);
    let notice = Notice {
        id: NoticeId::new(ctx.new_id()),
        to,
        subject: Subject::CallToCheck,
        aggregate: "call".to_owned(),
        thing: StreamId::new(ctx.new_id()),
        title: "{\"record\":\"ru\",\"ru\":\"Приём в ординатуру\"}".to_owned(),
        made_at: ctx.now,
        read_at: None,
        mail: Mail::Waiting,
    };
    let id = notice.id;
    let change = Change { notices: vec![notice], ..Change::default() };
    house.app.store().commit(&change).await.unwrap();
    id
}

#[tokio::test]
async fn a_notice_is_seen_and_marked_by_its_own_person_alone() {
    on_each_engine(async |house: &House| {
        let officer = house.people[&("KG", Role::Officer)];
        let id = tell(house, officer).await;
        let mine = house.session("KG", Role::Officer).await;
        let other = house.session("KG", Role::Reader).await;
        for language in ["kk", "ky", "ru", "en"] {
            let page = house.get(&format!("/{language}/notices"), Some(&mine)).await.text;
            assert!(page.contains("Приём в ординатуру"), "{page}");
            let others = house.get(&format!("/{language}/notices"), Some(&other)).await.text;
            assert!(!others.contains("Приём в ординатуру"), "{others}");
        }
        assert!(house.get("/en/calendar", Some(&mine)).await.text.contains("1 unread"));
        assert!(!house.get("/en/calendar", Some(&other)).await.text.contains("unread"));
        let form = format!("csrf={CSRF}&id={id}");
        let refused = house.post("/en/notices/read", Some(&other), &form).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);
        assert_eq!(house.app.store().unread(officer).await.unwrap(), 1);
        let marked = house.post("/en/notices/read", Some(&mine), &form).await;
        assert_eq!(marked.header("location"), "/en/notices");
        assert_eq!(house.app.store().unread(officer).await.unwrap(), 0);
        tell(house, officer).await;
        tell(house, officer).await;
        house.post("/en/notices/read", Some(&mine), &format!("csrf={CSRF}")).await;
        assert_eq!(house.app.store().unread(officer).await.unwrap(), 0);
        let odd = house.post("/en/notices/read", Some(&mine), &format!("csrf={CSRF}&id=x")).await;
        assert_eq!(odd.header("location"), "/en/notices");
    })
    .await;
}

#[tokio::test]
async fn how_a_person_wants_to_be_told_is_kept_and_what_makes_no_sense_is_given_back() {
    on_each_engine(async |house: &House| {
        let mine = house.session("KG", Role::Officer).await;
        let good = format!("csrf={CSRF}&mail=no&language=ky");
        let kept = house.post("/ru/notices/wish", Some(&mine), &good).await;
        assert_eq!(kept.header("location"), "/ru/notices");
        let page = house.get("/ru/notices", Some(&mine)).await.text;
        assert!(page.contains("<option value=\"no\" selected>"), "{page}");
        assert!(page.contains("<option value=\"ky\" selected>"), "{page}");
        for bad in ["mail=perhaps&language=ky", "mail=yes&language=tr", "language=ky"] {
            let reply =
                house.post("/ru/notices/wish", Some(&mine), &format!("csrf={CSRF}&{bad}")).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
            assert!(reply.text.contains("class=\"errs\""), "{bad}: {}", reply.text);
        }
        let wish = house.app.store().wish(house.people[&("KG", Role::Officer)]).await.unwrap();
        assert!(wish.no_mail && wish.language.as_deref() == Some("ky"));
    })
    .await;
}

#[tokio::test]
async fn whoever_is_given_charge_is_told_once_and_whoever_gives_it_is_not() {
    on_each_engine(async |house: &House| {
        let commitment = house.things[&("KG", "TR")].commitment;
        let path = format!("/en/commitments/{commitment}/charge");
        let officer = house.session("KG", Role::Officer).await;
        let [me, reader] = [Role::Officer, Role::Reader].map(|role| house.people[&("KG", role)]);
        let give = format!("responsible={me}&deputy={reader}");
        let given = send_from(house, &officer, &path, &give).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        let store = house.app.store();
        assert_eq!(store.unread(me).await.unwrap(), 0);
        let told = store.notices_of(reader, None, 10).await.unwrap();
        let [told] = &*told else { panic!("{told:?}") };
        assert_eq!((told.subject, told.mail), (Subject::Charged, Mail::Waiting));
        assert_eq!(told.thing.uuid(), commitment.uuid());
        let page = house.get("/en/notices", Some(&house.session("KG", Role::Reader).await)).await;
        let link = format!("href=\"/en/commitments/{commitment}\"");
        assert!(page.text.contains(&link), "{}", page.text);
        // Another responsible, the same deputy: who had it before is not told again.
        let auditor = house.people[&("KG", Role::Auditor)];
        let again = format!("responsible={auditor}&deputy={reader}");
        let given = send_from(house, &officer, &path, &again).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        assert_eq!(store.unread(reader).await.unwrap(), 1);
        assert_eq!(store.unread(auditor).await.unwrap(), 1);
    })
    .await;
}
