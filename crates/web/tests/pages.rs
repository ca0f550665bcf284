//! Every page of the foundation in every language: it says its language, misses no text and obeys the policy.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

mod gallery;

use std::collections::BTreeSet;

use askama::Template;
use gallery::{Gallery, officer};
use kelisim_i18n::{Locale, MISSING};
use kelisim_web::page::problem::{Problem, ProblemPage};
use kelisim_web::page::sign_in::{Mistake, SignInPage};
use kelisim_web::shell::{Nav, Shell, Theme};

fn pages(l: Locale) -> Vec<String> {
    let visitor = Shell::visitor(l, "/sign-in", l.t("sign-in"), "");
    let mut pages = vec![
        Gallery::new(l, Theme::System).render().unwrap(),
        Gallery::new(l, Theme::Dark).render().unwrap(),
        SignInPage::new(visitor.clone(), "", &[], "/").render().unwrap(),
        SignInPage::new(visitor.clone(), "a<b>", &[Mistake::Wrong, Mistake::NoPassword], "/x")
            .render()
            .unwrap(),
    ];
    let problems = [
        Problem::Forbidden,
        Problem::NotFound,
        Problem::Stale,
        Problem::TooLarge { limit: "5 MB".to_owned() },
        Problem::Refused,
        Problem::Internal,
        Problem::Unavailable,
        Problem::DiskFull,
        Problem::SessionExpired,
        Problem::Csrf,
        Problem::Encoding,
        Problem::Malformed,
        Problem::RateLimited { time: "18:05".to_owned() },
    ];
    for problem in problems {
        let page = ProblemPage::new(visitor.clone(), problem, Some("r-1".to_owned()));
        pages.push(page.render().unwrap());
    }
    pages
}

fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    page.split(&format!(" {attribute}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[test]
fn every_page_is_whole_in_every_language() {
    for l in Locale::ALL {
        for page in pages(l) {
            assert!(
                page.starts_with(&format!("<!doctype html>\n<html lang=\"{}\"", l.tag())),
                "{}",
                &page[..80]
            );
            for bad in [
                MISSING,
                "{{",
                "{%",
                " style=",
                "<style",
                "onclick",
                "href=\"\"",
                "src=\"\"",
                "\u{2068}",
            ] {
                assert!(!page.contains(bad), "{l:?}: {bad}");
            }
            assert_eq!(page.matches("<h1").count(), 1);
            assert_eq!(page.matches("<main").count(), 1);
            let ids = values(&page, "id");
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id stands twice");
            for reference in ["aria-labelledby", "aria-describedby", "for"] {
                for id in values(&page, reference).iter().flat_map(|list| list.split(' ')) {
                    assert!(ids.contains(&id), "{l:?}: {reference} names {id}");
                }
            }
        }
    }
}

#[test]
fn the_switch_keeps_the_page_and_marks_the_language() {
    let page = Gallery::new(Locale::Ky, Theme::System).render().unwrap();
    for l in Locale::ALL {
        assert!(page.contains(&format!(
            "href=\"/{}/overview?on=2026-03-02\" lang=\"{}\"",
            l.tag(),
            l.tag()
        )));
    }
    assert_eq!(page.matches("aria-current=\"true\"").count(), 1);
    assert_eq!(page.matches("aria-current=\"page\"").count(), 1);
}

#[test]
fn the_appearance_is_set_without_a_script() {
    let page = |theme| Gallery::new(Locale::En, theme).render().unwrap();
    assert!(!page(Theme::System).contains("data-theme"));
    assert!(page(Theme::Dark).contains("<html lang=\"en\" data-theme=\"dark\">"));
    assert!(page(Theme::Dark).contains("name=\"theme\" value=\"light\""));
    assert!(page(Theme::Light).contains("name=\"theme\" value=\"dark\""));
}

#[test]
fn every_form_that_is_posted_carries_the_token() {
    let page = Gallery::new(Locale::En, Theme::System).render().unwrap();
    let forms = page.matches("method=\"post\"").count();
    assert!(forms >= 4);
    assert_eq!(page.matches("name=\"csrf\" value=\"token\"").count(), forms);
}

#[test]
fn what_was_typed_is_kept_except_the_password() {
    let shell = Shell::visitor(Locale::En, "/sign-in", "", "");
    let page = SignInPage::new(shell, "a\"<b>", &[Mistake::Wrong], "/").render().unwrap();
    assert!(page.contains("value=\"a&#34;&#60;b&#62;\""), "{page}");
    assert!(page.contains("<title>Error: Sign in: Kelisim</title>"));
    assert!(page.contains("href=\"#email\"") && page.contains("aria-describedby=\"email-error\""));
    let password = page.split("type=\"password\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(!password.contains("value="));
}

#[test]
fn navigation_shows_only_what_a_person_may_open() {
    let mut shell = officer(Locale::En, Theme::System, "x");
    shell.nav.retain(|nav| *nav != Nav::Users);
    let page = ProblemPage::new(shell.clone(), Problem::NotFound, None);
    assert!(!page.render().unwrap().contains("/en/users"));
    assert!(Gallery::new(Locale::En, Theme::System).render().unwrap().contains("/en/users"));
}

#[test]
fn a_quotation_in_another_language_says_so() {
    let page = Gallery::new(Locale::Kk, Theme::System).render().unwrap();
    assert!(
        page.contains("<blockquote lang=\"ru\">")
            && page.contains(Locale::Kk.term("text_in", "tr"))
    );
    let page = Gallery::new(Locale::Ru, Theme::System).render().unwrap();
    assert!(!page.contains(Locale::Ru.term("text_in", "ru")));
}
