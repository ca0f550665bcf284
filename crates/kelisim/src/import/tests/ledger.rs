//! Tables of instruments and of moves of places.

use kelisim_app::quota::{self, Filter};
use kelisim_domain::id::QuotaLineId;
use kelisim_domain::instrument::Instrument;
use kelisim_domain::quota::{Account, LineShown};
use kelisim_store::instrument::InstrumentFilter;

use super::*;

async fn lines(world: &World, actor: &Actor) -> Vec<LineShown> {
    let ctx = world.house.app.context(actor.clone());
    quota::list(&ctx, &Filter::default(), None, None, 200).await.unwrap().lines
}

fn line<'a>(lines: &'a [LineShown], partner: &str, period: &str, channel: &str) -> &'a LineShown {
    let is = |it: &&LineShown| {
        let d = &it.description;
        d.partner.as_str() == partner
            && d.period.to_string() == period
            && d.channel.code() == channel
    };
    lines.iter().find(is).unwrap()
}

async fn notes(world: &World, actor: &Actor, table: &Table) -> Vec<Vec<(String, String)>> {
    let ctx = world.house.app.context(actor.clone());
    let (_, found) = report(&ctx, table.id).await.unwrap();
    let of = |f: &kelisim_app::import::Found| {
        f.notes.iter().map(|n| (n.field.clone(), n.code.clone())).collect()
    };
    found.iter().map(of).collect()
}

fn note(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn moves_are_held_against_their_line_as_the_rows_above_leave_it() {
    for it in World::each().await {
        let actor = world(&it).await;
        let all = lines(&it, &actor).await;
        let [first, embassy, ministry] =
            [("2025", "any"), ("2026", "embassy"), ("2026", "ministry")]
                .map(|(period, channel)| line(&all, "TR", period, channel).id);
        let called = line(&all, "RU", "2025", "any");
        let held = [Account::Released, Account::Seated]
            .into_iter()
            .find(|account| called.balances.get(*account) > 0)
            .unwrap();
        let (called, held) = (called.id, held.code());
        let text = format!(
            "line,from,to,places,on,reason,other_line,note\n\
             {first},pledged,confirmed,150,2026-10-01,,,\n\
             {first},Эки тарап ырастаган,released,40,2026-10-02,,,\n\
             {first},released,seated,41,2026-10-02,,,one too many\n\
             {first},released,seated,40,02.10.2026,,,\n\
             {first},,pledged,5,2026-10-02,,,\n\
             {embassy},pledged,confirmed,100,2026-10-02,,,\n\
             {embassy},confirmed,transferred,10,2026-10-02,,{ministry},\n\
             {embassy},confirmed,transferred,10,2026-10-02,,{first},\n\
             {called},{held},lapsed,1,2026-10-02,term_ended,,\n\
             01890000-0000-7000-8000-000000000000,pledged,confirmed,1,2026-10-02,,,\n\
             {embassy},pledged,completed,1,2026-10-02,,,\n\
             {embassy},confirmed,released,1,2099-01-01,,,\n\
             {embassy},confirmed,lapsed,-4,2026-10-02,,,\n\
             {ministry},transferred,confirmed,1,2026-10-02,,,\n"
        );
        let text = text.replace(
            "Эки тарап ырастаган",
            kelisim_i18n::Locale::Ky.term("quota_account", "confirmed"),
        );
        let (table, found) = checked(&it, &actor, Kind::Moves, &text).await;
        use Finding::{New, Wrong};
        let told = notes(&it, &actor, &table).await;
        assert_eq!(
            found,
            [New, New, Wrong, New, New, New, New, Wrong, Wrong, Wrong, Wrong, Wrong, Wrong, Wrong],
            "{told:#?}"
        );
        assert_eq!(told[2], note("places", "quota-not-enough"));
        assert_eq!(told[7], note("other_line", "quota-other-period"));
        assert_eq!(told[8], note("places", "quota-held-by-call"));
        assert_eq!(told[9], note("line", "import-line-unknown"));
        assert_eq!(told[10], note("to", "quota-step-not-allowed"));
        assert_eq!(told[11], note("on", "quota-date-ahead"));
        assert_eq!(
            told[12],
            [note("places", "number-negative"), note("reason", "quota-reason-missing")].concat()
        );
        assert_eq!(told[13], note("to", "quota-step-not-allowed"));
        assert_eq!(lines(&it, &actor).await, all, "nothing is booked by checking");

        let table = entered(&it, &actor, &table, true).await;
        assert_eq!(table.state, State::Written);
        let now = lines(&it, &actor).await;
        let has = |id: QuotaLineId, account| {
            now.iter().find(|line| line.id == id).unwrap().balances.get(account)
        };
        assert_eq!(has(first, Account::Seated), 40);
        assert_eq!(has(first, Account::Confirmed), 110);
        assert_eq!(has(first, Account::Pledged), 5);
        assert_eq!(has(embassy, Account::Transferred), 10);
        assert_eq!(has(ministry, Account::Confirmed), 10, "they arrived on the other line");
        let ctx = it.house.app.context(actor.clone());
        let (_, moves, sources) = quota::moves(&ctx, first, None, 0, 100).await.unwrap();
        let source = SourceId::new(table.id.uuid());
        let last = moves.last().unwrap();
        assert_eq!(last.quotation.as_ref().unwrap().source, source);
        assert!(sources.contains_key(&source));
        assert_eq!(last.known_on, ctx.today(), "known from the day it is booked");
        // The same places named once more by another table: entered, and remarked.
        let again = format!("line,from,to,places,on\n{first},,pledged,5,2026-10-02\n");
        let (table, found) = checked(&it, &actor, Kind::Moves, &again).await;
        assert_eq!(found, [New]);
        assert_eq!(notes(&it, &actor, &table).await[0], note("line", "import-move-like"));
        let whole = verify(it.house.store(), &[], &mut |_| ()).await.unwrap();
        assert!(whole.faults.is_empty(), "{:?}", whole.faults);
        it.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_of_moves_is_not_written_when_a_line_moved_meanwhile() {
    let it = World::sqlite().await;
    let actor = world(&it).await;
    let first = line(&lines(&it, &actor).await, "TR", "2025", "any").id;
    let table = |places: u32| {
        format!("line,from,to,places,on\n{first},pledged,confirmed,{places},2026-10-01\n")
    };
    let (one, found) = checked(&it, &actor, Kind::Moves, &table(100)).await;
    assert_eq!(found, [Finding::New]);
    let (other, found) = checked(&it, &actor, Kind::Moves, &table(90)).await;
    assert_eq!(found, [Finding::New]);
    assert_eq!(entered(&it, &actor, &one, false).await.state, State::Written);
    let other = entered(&it, &actor, &other, false).await;
    assert_eq!((other.state, other.about.trouble.as_deref()), (State::Checked, Some("changed")));
    assert_eq!(notes(&it, &actor, &other).await[0], note("places", "quota-not-enough"));
    let now = lines(&it, &actor).await;
    let now = now.iter().find(|line| line.id == first).unwrap();
    assert_eq!(now.balances.get(Account::Pledged), 50);
    it.end().await;
}

async fn instruments(world: &World) -> Vec<Instrument> {
    let scope = Scope { registry: Some("KG".parse().unwrap()), partners: None, public_only: false };
    let day = "2027-01-01".parse().unwrap();
    let filter = InstrumentFilter::default();
    let rows = world.house.store().instruments(&scope, &filter, day, None, 500).await;
    rows.unwrap().iter().map(|row| serde_json::from_str(&row.body).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_instrument_comes_in_with_the_acts_of_its_parties_and_is_never_corrected() {
    for it in World::each().await {
        let actor = world(&it).await;
        let before = instruments(&it).await.len();
        let head =
            "partner,instrument_type,title,level,parties,topic,languages,actor,act,on,place\n";
        let rows = [
            "TR,memorandum,Made-up memorandum,ministry,\"KG, TR\",treatment,\"ru, tr\",KG,signed,2026-05-01,Бишкек",
            "Түркия,memorandum,Made-up memorandum,,,,,TR,signed,01.05.2026,",
            "TR,memorandum,Made-up memorandum,,,,,KZ,signed,2026-05-01,",
            "TR,memorandum,Made-up memorandum,,,,,TR,ratified,2026-04-01,",
            "TR,memorandum,Made-up memorandum,government,,,,,,,",
            "TR,memorandum,Another,,,,,,,,",
            "TR,memorandum,Made-up memorandum,,,,,TR,signed,2026-05-01,",
            "TR,memorandum,Made-up memorandum,,,,,TR,,2026-05-01,",
        ];
        let text = format!("{head}{}\n", rows.join("\n"));
        let (table, found) = checked(&it, &actor, Kind::Instruments, &text).await;
        use Finding::{Changed, New, Same, Wrong};
        let told = notes(&it, &actor, &table).await;
        assert_eq!(found, [New, New, Wrong, Wrong, Wrong, Wrong, Wrong, Wrong], "{told:#?}");
        assert_eq!(told[2], note("actor", "instrument-not-a-party"));
        assert_eq!(told[3], note("on", "instrument-act-before"));
        assert_eq!(told[4], note("level", "import-other-here"));
        let missing: Vec<&str> = told[5].iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(missing, ["level", "parties", "topic"]);
        assert_eq!(told[6], note("", "import-row-twice"));
        assert_eq!(told[7], note("act", "instrument-act-unknown"));
        let table = entered(&it, &actor, &table, true).await;
        assert_eq!(table.state, State::Written);
        let all = instruments(&it).await;
        assert_eq!(all.len(), before + 1);
        let source = SourceId::new(table.id.uuid());
        let made = all.iter().find(|i| i.entered.what.source == source).unwrap();
        assert_eq!(made.acts.len(), 2);
        assert_eq!(made.description.languages, ["ru", "tr"]);
        assert!(made.acts.iter().all(|said| said.what.quotation.source == source));
        // Another table: what is there is the same, a further act is added, another day stands beside the first.
        let more = [
            rows[0],
            "TR,memorandum,Made-up memorandum,,,,,TR,notified,2026-06-01,",
            "TR,memorandum,Made-up memorandum,,,,,KG,signed,2026-05-02,",
        ];
        let text = format!("{head}{}\n", more.join("\n"));
        let (table, found) = checked(&it, &actor, Kind::Instruments, &text).await;
        assert_eq!(found, [Same, Changed, Changed]);
        assert_eq!(notes(&it, &actor, &table).await[2], note("on", "import-differs"));
        assert_eq!(entered(&it, &actor, &table, false).await.state, State::Written);
        let all = instruments(&it).await;
        let made = all.iter().find(|i| i.entered.what.source == source).unwrap();
        assert_eq!((all.len(), made.acts.len()), (before + 1, 4));
        let whole = verify(it.house.store(), &[], &mut |_| ()).await.unwrap();
        assert!(whole.faults.is_empty(), "{:?}", whole.faults);
        it.end().await;
    }
}
