//! `kelisim import`: a table is checked, reported row by row, and entered when the caller agrees.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use kelisim_app::import::{self, Brought, Counts, File, ImportForm, Kind, State, Words, report};
use kelisim_app::under_way::Phase;
use kelisim_app::{Actor, AppError, Context};
use kelisim_domain::Refusal;
use kelisim_domain::id::ImportId;
use kelisim_exchange::sheet::read;
use kelisim_i18n::Locale;
use kelisim_web::import::{report_csv, words};
use kelisim_web::words::refusal;

use crate::Outcome;
use crate::wiring::{House, Place};

/// How often the command looks how far the work has come.
const LOOK: Duration = Duration::from_millis(200);

/// What `import` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The table: a workbook (.xlsx) or a table as text (.csv).
    file: PathBuf,
    /// What its rows are: observations, commitments, parties, instruments or moves.
    #[arg(long, value_name = "KIND")]
    kind: String,
    /// Address of the account that enters: its rights hold, and the journal names it.
    #[arg(long = "as", value_name = "EMAIL")]
    officer: String,
    /// What the table is, as it will be cited. Default: the name of the file.
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Who made it.
    #[arg(long, value_name = "TEXT")]
    publisher: String,
    /// The date of the table: 2026-03-15, 2026-03 or 2026.
    #[arg(long, value_name = "DATE")]
    date: String,
    /// How near it stands to what it reports, from 1 (the instrument itself) to 4.
    #[arg(long, value_name = "1..4", default_value = "2")]
    tier: String,
    /// Language of its texts, and of what is said about them: kk, ky, ru or en.
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
    /// Writes what was found in each row into this file, as comma-separated values.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Only checks. Nothing is entered.
    #[arg(long, conflicts_with = "only_right")]
    dry_run: bool,
    /// Enters the rows that are right although others are wrong. Without this, one wrong row keeps all out.
    #[arg(long)]
    only_right: bool,
    #[command(flatten)]
    place: Place,
}

/// Brings a table.
///
/// # Errors
/// When the file cannot be read, or the account may not.
pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    let locale = Locale::from_tag(&args.language)
        .with_context(|| format!("--language {:?}: choose kk, ky, ru or en", args.language))?;
    let kind = Kind::from_code(&args.kind).with_context(|| {
        let kinds = Kind::ALL.map(Kind::code).join(", ");
        format!("--kind {:?}: choose one of {kinds}", args.kind)
    })?;
    let house = House::open_existing(&args.place).await?;
    let done = bring(&house, &args, kind, locale).await;
    house.close().await;
    done
}

async fn bring(house: &House, args: &Args, kind: Kind, locale: Locale) -> anyhow::Result<Outcome> {
    let actor = match import::acting_for(&house.system(), &args.officer).await {
        Ok(actor) => actor,
        Err(AppError::NotFound) => {
            bail!("--as {}: no active account has this address", args.officer)
        }
        Err(error) => return Err(error).context("looking for the account"),
    };
    let begun = Instant::now();
    let name = args.file.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let path = args.file.display();
    let bytes = std::fs::read(&args.file).with_context(|| format!("reading {path}"))?;
    let sheets = read(&bytes).map_err(|r| said(locale, &[r]))?;
    let form = ImportForm {
        kind: kind.code().to_owned(),
        title: args.title.clone().unwrap_or_else(|| name.clone()),
        publisher: args.publisher.clone(),
        published_on: args.date.clone(),
        tier: args.tier.clone(),
        language: args.language.clone(),
    };
    let ctx = house.app.context(actor.clone());
    let words = words(kind, locale);
    let file = File { name, bytes, sheets };
    let id = ImportId::new(ctx.new_id());
    let brought = import::stage(&ctx, id, words.clone(), &form, file).await;
    match brought.map_err(|error| explained(locale, error))? {
        Brought::Staged(_) => {}
        Brought::Known(source) => {
            println!(
                "this very file was entered before, as source {source}: nothing is to be done"
            );
            return Ok(Outcome::Fine);
        }
    }
    wait(&ctx, id).await?;
    let (table, found) = report(&ctx, id).await.context("reading the report")?;
    if let Some(path) = &args.report {
        std::fs::write(path, report_csv(locale, &found))
            .with_context(|| format!("writing {}", path.display()))?;
    }
    tell(table.about.counts);
    eprintln!("checked in {:.1} s", begun.elapsed().as_secs_f64());
    let outcome = if args.dry_run {
        Ok(if table.about.counts.wrong > 0 { Outcome::FaultFound } else { Outcome::Fine })
    } else {
        enter(house, &actor, id, args.only_right, words, locale).await
    };
    let left = import::table(&ctx, id).await.context("reading the table")?;
    if left.state != State::Written {
        // Whoever calls again brings the file again: nothing is left waiting.
        import::drop_table(&ctx, id, left.revision).await.context("putting the table aside")?;
    }
    outcome
}

async fn enter(
    house: &House,
    actor: &Actor,
    id: ImportId,
    only_right: bool,
    words: Words,
    locale: Locale,
) -> anyhow::Result<Outcome> {
    let ctx = house.app.context(actor.clone());
    let table = import::table(&ctx, id).await.context("reading the table")?;
    let counts = table.about.counts;
    if counts.wrong > 0 && !only_right {
        println!(
            "nothing was entered: mend the wrong rows, or say --only-right to leave them out \
             (--report FILE names each)"
        );
        return Ok(Outcome::FaultFound);
    }
    if counts.writable() == 0 {
        println!("nothing is to be entered: no row is new or changes the record");
        return Ok(Outcome::Fine);
    }
    let begun = Instant::now();
    let entered = import::enter(&ctx, id, table.revision, only_right, words).await;
    entered.map_err(|error| explained(locale, error))?;
    wait(&ctx, id).await?;
    let table = import::table(&ctx, id).await.context("reading the table")?;
    if table.state != State::Written {
        let trouble = table.about.trouble.unwrap_or_else(|| "internal".to_owned());
        bail!("nothing was entered: {}", locale.term("import_trouble", &trouble));
    }
    println!("entered: {} rows, source {id}", counts.writable());
    eprintln!("entered in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(Outcome::Fine)
}

/// Waits until the work on a table has ended, and says how far it has come.
async fn wait(ctx: &Context<'_>, id: ImportId) -> anyhow::Result<()> {
    let mut told = Instant::now();
    loop {
        let table = import::table(ctx, id).await.context("reading the table")?;
        let Some(progress) = table.progress else { return Ok(()) };
        if told.elapsed() > Duration::from_secs(2) {
            told = Instant::now();
            let what = match progress.phase {
                Phase::Checking => "checked",
                Phase::Preparing => "prepared",
                _ => "written",
            };
            eprintln!("{what}: {} of {}", progress.done, progress.total);
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn tell(counts: Counts) {
    let mut out = std::io::stdout().lock();
    // A closed pipe is no reason to leave the work undone.
    let _ = writeln!(
        out,
        "{} rows: {} new, {} change the record, {} there already, {} wrong; {} with a remark",
        counts.rows(),
        counts.new,
        counts.changed,
        counts.same,
        counts.wrong,
        counts.remarks
    );
}

fn said(locale: Locale, refusals: &[Refusal]) -> anyhow::Error {
    let sentences: Vec<String> = refusals.iter().map(|r| refusal(locale, r)).collect();
    anyhow::anyhow!("{}", sentences.join(" "))
}

fn explained(locale: Locale, error: AppError) -> anyhow::Error {
    match error {
        AppError::Refused(refusals) => said(locale, &refusals),
        AppError::Forbidden => {
            anyhow::anyhow!("the account may not enter anything: it is no officer's")
        }
        other => anyhow::Error::new(other),
    }
}

#[cfg(test)]
mod tests {
    mod ledger;

    use kelisim_app::import::{Finding, Table};
    use kelisim_domain::id::SourceId;
    use kelisim_domain::observation::Observation;
    use kelisim_store::reading::{Kind as Thing, ObservationFilter, Scope};
    use kelisim_store::verify::verify;

    use super::*;
    use crate::demo_record;
    use crate::testing::World;

    const OFFICER: &str = "officer.kg@demo.example";

    const FIGURES: &str = "Өнөктөш;Көрсөткүч;Эмне өлчөнөт;Мезгил;Мааниси;Өлчөм бирдиги;Кайсы өлкөдө\n\
        Түркия;treated;Дарыланган бейтаптар;2019;48,5;Пациенттер;Түркия\n\
        TR;treated;Дарыланган бейтаптар;2018;50;patient;Турция\n";

    /// The same table with a column for the cause, which the rows have where `cause` names one.
    fn caused(table: &str, cause: &str) -> String {
        table
            .replace("Кайсы өлкөдө\n", "Кайсы өлкөдө;Өзгөрүү себеби\n")
            .replace(";Түркия\n", &format!(";Түркия;{cause}\n"))
            .replace(";Турция\n", &format!(";Турция;{cause}\n"))
    }

    async fn world(world: &World) -> Actor {
        world.load_demo().await;
        demo_record::open_accounts(&world.house.app).await.unwrap();
        import::acting_for(&world.house.system(), OFFICER).await.unwrap()
    }

    fn form(kind: Kind) -> ImportForm {
        ImportForm {
            kind: kind.code().to_owned(),
            title: "Made-up table".to_owned(),
            publisher: "Ministry".to_owned(),
            published_on: "2026-11-01".to_owned(),
            tier: "2".to_owned(),
            language: "ky".to_owned(),
        }
    }

    /// Brings a table and waits for its report.
    async fn brought(world: &World, actor: &Actor, kind: Kind, text: &str) -> Brought {
        let ctx = world.house.app.context(actor.clone());
        let id = ImportId::new(ctx.new_id());
        let bytes = text.as_bytes().to_vec();
        let file = File { name: "made-up.csv".to_owned(), sheets: read(&bytes).unwrap(), bytes };
        let words = words(kind, Locale::Ky);
        let brought = import::stage(&ctx, id, words, &form(kind), file).await.unwrap();
        if let Brought::Staged(id) = brought {
            wait(&ctx, id).await.unwrap();
        }
        brought
    }

    async fn checked(
        world: &World,
        actor: &Actor,
        kind: Kind,
        text: &str,
    ) -> (Table, Vec<Finding>) {
        let Brought::Staged(id) = brought(world, actor, kind, text).await else { panic!("staged") };
        let ctx = world.house.app.context(actor.clone());
        let (table, found) = report(&ctx, id).await.unwrap();
        assert_eq!(table.state, State::Checked, "{:?}", table.about);
        (table, found.iter().map(|found| found.finding).collect())
    }

    async fn entered(world: &World, actor: &Actor, table: &Table, only_right: bool) -> Table {
        let ctx = world.house.app.context(actor.clone());
        let words = words(table.about.kind, Locale::Ky);
        import::enter(&ctx, table.id, table.revision, only_right, words).await.unwrap();
        wait(&ctx, table.id).await.unwrap();
        import::table(&ctx, table.id).await.unwrap()
    }

    async fn figures(world: &World) -> Vec<Observation> {
        let scope =
            Scope { registry: Some("KG".parse().unwrap()), partners: None, public_only: false };
        let day = "2027-01-01".parse().unwrap();
        let rows =
            world.house.store().observations(&scope, ObservationFilter::Any, day, None, 500).await;
        rows.unwrap().iter().map(|row| serde_json::from_str(&row.body).unwrap()).collect()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_table_is_entered_once_with_each_row_as_the_passage_of_its_entry() {
        for it in World::each().await {
            let actor = world(&it).await;
            let before = figures(&it).await.len();
            let (table, found) = checked(&it, &actor, Kind::Observations, FIGURES).await;
            assert_eq!(found, [Finding::New, Finding::New]);
            assert_eq!(figures(&it).await.len(), before, "nothing is written by checking");
            let table = entered(&it, &actor, &table, false).await;
            assert_eq!(table.state, State::Written);
            let source = SourceId::new(table.id.uuid());
            let all = figures(&it).await;
            let new: Vec<_> =
                all.iter().filter(|f| f.values[0].what.quotation.source == source).collect();
            assert_eq!((all.len(), new.len()), (before + 2, 2));
            let quotation = &new[0].values[0].what.quotation;
            assert_eq!(
                quotation.exact,
                "2. Өнөктөш: Түркия; Көрсөткүч: treated; Эмне өлчөнөт: Дарыланган бейтаптар; Мезгил: 2019; \
                 Мааниси: 48,5; Өлчөм бирдиги: Пациенттер; Кайсы өлкөдө: Түркия"
            );
            let value = &new[0].values[0];
            assert_eq!(value.what.value.to_string(), "48.5");
            assert_eq!(value.meta.known_on.to_string(), "2026-11-01");
            // The text of the source and the file itself are kept, and the quotation stands in the text.
            let ctx = it.house.app.context(actor.clone());
            let shown = kelisim_app::source::page(&ctx, source, 0).await.unwrap();
            assert!(quotation.holds_in(&shown.text) && shown.rests.len() == 2);
            let file = it.house.store().blob(table.about.sha256).await.unwrap().unwrap();
            assert_eq!(file, FIGURES.as_bytes());
            // Entering again, or bringing the same file again, does nothing.
            let again = entered(&it, &actor, &table, false).await;
            assert_eq!(again.state, State::Written);
            let known = brought(&it, &actor, Kind::Observations, FIGURES).await;
            assert_eq!(known, Brought::Known(source));
            assert_eq!(figures(&it).await.len(), before + 2);
            let whole = verify(it.house.store(), &[], &mut |_| ()).await.unwrap();
            assert!(whole.faults.is_empty(), "{:?}", whole.faults);
            it.end().await;
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_is_there_is_the_same_what_differs_is_shown_and_wrong_rows_keep_all_out() {
        for it in World::each().await {
            let actor = world(&it).await;
            let (table, _) = checked(&it, &actor, Kind::Observations, FIGURES).await;
            entered(&it, &actor, &table, false).await;
            let text = format!(
                "{}TR;treated;Дарылангандар;2017;1,234;patient;TR\nTR;treated;x;2019;48.5;patient;TR\n\
                 Турцыя;treated;x;2016;-3;кони;TR\n",
                caused(&FIGURES.replace(";50;", ";52;"), "Кийинки отчёт")
            );
            let (table, found) = checked(&it, &actor, Kind::Observations, &text).await;
            use Finding::{Changed, New, Same, Wrong};
            assert_eq!(found, [Same, Changed, New, Wrong, Wrong]);
            let ctx = it.house.app.context(actor.clone());
            let (_, found) = report(&ctx, table.id).await.unwrap();
            let told: Vec<Vec<(&str, &str)>> = found
                .iter()
                .map(|f| f.notes.iter().map(|n| (n.field.as_str(), n.code.as_str())).collect())
                .collect();
            assert_eq!(told[1], [("value", "import-differs")]);
            assert_eq!(told[2], [("value", "import-thousands")]);
            assert_eq!(told[3], [("", "import-row-twice")]);
            assert_eq!(
                told[4],
                [
                    ("partner", "import-party-unclear"),
                    ("value", "number-negative"),
                    ("unit", "unit-unknown")
                ]
            );
            let refused = import::enter(
                &ctx,
                table.id,
                table.revision,
                false,
                words(Kind::Observations, Locale::Ky),
            );
            let Err(AppError::Refused(refusals)) = refused.await else { panic!("refused") };
            assert_eq!(refusals[0].code, "import-rows-wrong");
            let before = figures(&it).await.len();
            let table = entered(&it, &actor, &table, true).await;
            assert_eq!(table.state, State::Written);
            let after = figures(&it).await;
            assert_eq!(after.len(), before + 1);
            let revised = after.iter().find(|f| f.values.len() == 2).unwrap();
            let said = &revised.latest().unwrap().what;
            assert_eq!(said.value.to_string(), "52");
            let note = said.note.as_ref().unwrap();
            assert_eq!(note.shown(kelisim_domain::text::Language::Ky).0, "Кийинки отчёт");
            it.end().await;
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_row_that_revises_a_figure_without_a_cause_is_named_and_not_written() {
        for it in World::each().await {
            let actor = world(&it).await;
            let (table, _) = checked(&it, &actor, Kind::Observations, FIGURES).await;
            entered(&it, &actor, &table, false).await;
            let before = figures(&it).await;
            // Without the column, and with the column left empty.
            let other = FIGURES.replace("48,5", "47");
            for text in [other.clone(), caused(&other, ""), caused(&other, "  ")] {
                let (table, found) = checked(&it, &actor, Kind::Observations, &text).await;
                assert_eq!(found, [Finding::Wrong, Finding::Same], "{text}");
                let ctx = it.house.app.context(actor.clone());
                let (_, found) = report(&ctx, table.id).await.unwrap();
                let note = &found[0].notes[0];
                assert_eq!((&*note.field, &*note.code), ("cause", "import-cause-missing"));
            }
            assert_eq!(figures(&it).await, before);
            // With its cause it is a revision, and a remark beside it is kept.
            let noted = caused(&other, "Эки жолу саналган;Клиниканын каты");
            let noted = noted.replace("Өзгөрүү себеби\n", "Өзгөрүү себеби;Эскертүү\n");
            let (table, found) = checked(&it, &actor, Kind::Observations, &noted).await;
            assert_eq!(found, [Finding::Changed, Finding::Same]);
            entered(&it, &actor, &table, false).await;
            let after = figures(&it).await;
            let revised = after.iter().find(|f| f.values.len() == 2).unwrap();
            let note = revised.latest().unwrap().what.note.clone().unwrap();
            let note = note.shown(kelisim_domain::text::Language::Ky).0;
            assert!(
                note.contains("Эки жолу саналган") && note.contains("Клиниканын каты"),
                "{note}"
            );
            it.end().await;
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn commitments_and_parties_come_in_by_the_rules_that_hold_by_hand() {
        for it in World::each().await {
            let actor = world(&it).await;
            let parties = "code,kind,country,name_ru,name_en\nTR-TIKA,organisation,Турция,ТИКА,TIKA\n\
                ZZ1,state,,Нет,No\nTR,ministry,,Турция,Türkiye\n";
            let (table, found) = checked(&it, &actor, Kind::Parties, parties).await;
            assert_eq!(found, [Finding::New, Finding::Wrong, Finding::Wrong]);
            entered(&it, &actor, &table, true).await;
            it.clock.advance(jiff::SignedDuration::from_secs(10));
            let promises = "partner,title,topic,stage,quantity,unit,per,deadline,promisors,beneficiaries\n\
                TR,Made-up places,Лечение,S6,150,patient,year,46096,\"TIKA, TR\",KG\n";
            let (table, found) = checked(&it, &actor, Kind::Commitments, promises).await;
            assert_eq!(found, [Finding::New]);
            let table = entered(&it, &actor, &table, false).await;
            assert_eq!(table.state, State::Written);
            let ctx = it.house.app.context(actor.clone());
            let page = kelisim_app::source::page(&ctx, SourceId::new(table.id.uuid()), 0).await;
            let page = page.unwrap();
            let kelisim_app::source::Thing::Commitment(made) = &page.rests[0].thing else {
                panic!("a commitment")
            };
            let known = made.latest();
            assert_eq!(known.deadline.unwrap().to_string(), "2026-03-15");
            let owed: Vec<_> = made
                .description
                .promisors
                .iter()
                .map(kelisim_domain::party::PartyCode::as_str)
                .collect();
            assert_eq!(owed, ["TR-TIKA", "TR"]);
            // The same with another stage restates it; with another quantity a rule says no.
            let firmer = promises.replace("S6,150", "S7,150");
            let (table, found) = checked(&it, &actor, Kind::Commitments, &firmer).await;
            assert_eq!(found, [Finding::Changed]);
            entered(&it, &actor, &table, false).await;
            let larger = promises.replace("S6,150", "S7,180");
            let (_, found) = checked(&it, &actor, Kind::Commitments, &larger).await;
            assert_eq!(found, [Finding::Wrong]);
            let rows = it.house.store().one(Thing::Commitment, made.id.uuid(), ctx.today()).await;
            assert!(rows.unwrap().unwrap().body.contains("\"S7\""));
            it.end().await;
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_record_that_changed_after_the_check_is_reported_anew_and_not_written_over() {
        let it = World::sqlite().await;
        let actor = world(&it).await;
        let (first, _) = checked(&it, &actor, Kind::Observations, FIGURES).await;
        let other = caused(&FIGURES.replace("48,5", "47"), "Кийинки отчёт");
        let (second, found) = checked(&it, &actor, Kind::Observations, &other).await;
        assert_eq!(found, [Finding::New, Finding::New]);
        entered(&it, &actor, &first, false).await;
        let second = entered(&it, &actor, &second, false).await;
        assert_eq!(
            (second.state, second.about.trouble.as_deref()),
            (State::Checked, Some("changed"))
        );
        assert_eq!((second.about.counts.changed, second.about.counts.same), (1, 1));
        let second = entered(&it, &actor, &second, false).await;
        assert_eq!(second.state, State::Written);
        it.end().await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn only_an_officer_brings_tables_and_only_to_the_own_registry() {
        let it = World::sqlite().await;
        let actor = world(&it).await;
        let (table, _) = checked(&it, &actor, Kind::Observations, FIGURES).await;
        let system = it.house.system();
        let reader = import::acting_for(&system, "reader.kg@demo.example").await.unwrap();
        let ctx = it.house.app.context(reader);
        assert!(matches!(import::table(&ctx, table.id).await, Err(AppError::Forbidden)));
        let foreign = import::acting_for(&system, "officer.kz@demo.example").await.unwrap();
        let ctx = it.house.app.context(foreign);
        assert!(matches!(import::table(&ctx, table.id).await, Err(AppError::NotFound)));
        assert!(import::list(&ctx, 10).await.unwrap().is_empty());
        assert!(import::acting_for(&ctx, OFFICER).await.is_err(), "only for the command line");
        it.end().await;
    }
}
